package io.metash.output;

import io.metash.catalog.CompactJson;
import io.metash.record.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream for messages that writes each line as a JSON object: {@code time}, {@code event}, {@code level}, {@code message}. */
public final class JsonLog extends PrintStream {
    private final PrintStream target;

    /** Creates a log on a stream. */
    public JsonLog(PrintStream target) {
        this(target, new Lines());
    }

    private JsonLog(PrintStream target, Lines lines) {
        super(lines, true, StandardCharsets.UTF_8);
        this.target = target;
        lines.log = this;
    }

    private void message(String line) {
        String level = "info";
        if (line.startsWith("note: ")) {
            level = "warn";
        }
        event("message", level, Map.of("message", line));
    }

    /** Writes a failure with its parts as separate fields. */
    public void failure(Failure failure) {
        flush();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("message", failure.what());
        parts.put("reason", failure.status().name().toLowerCase(Locale.ROOT));
        parts.put("where", failure.where());
        parts.put("why", failure.why());
        parts.put("next", failure.next());
        event("failure", "error", parts);
    }

    /** Writes the end of a command. */
    public void ended(String command, int status, long nanos) {
        flush();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("command", command);
        parts.put("status", status);
        parts.put("duration_ms", nanos / 1_000_000);
        event("end", status == 0 ? "info" : "error", parts);
    }

    private synchronized void event(String event, String level, Map<String, ?> parts) {
        CompactJson line = Printable.compactJson();
        line.beginObject();
        line.text("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.text("event", event);
        line.text("level", level);
        parts.forEach((name, value) -> {
            if (value instanceof Number) {
                line.name(name);
                line.number(value.toString());
            } else if (value != null) {
                line.text(name, value.toString());
            }
        });
        line.endObject();
        target.println(line);
        target.flush();
    }

    /** Splits the stream into lines. */
    private static final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private @Nullable JsonLog log;

        @Override
        public synchronized void write(int b) throws IOException {
            if (b != '\n') {
                line.write(b);
                return;
            }
            String text = line.toString(StandardCharsets.UTF_8).strip();
            line.reset();
            if (!text.isEmpty()) {
                Objects.requireNonNull(log).message(text);
            }
        }
    }
}
