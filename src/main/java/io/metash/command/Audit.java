package io.metash.command;

import io.metash.catalog.CompactJson;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The audit log: one line of JSON per write with user and time, in {@code audit.ndjson} of the {@link StateDirectory}. Values
 * are recorded by their {@link #sha256} only; secrets in a command are hidden.
 */
public final class Audit {
    /** The file in the state directory. */
    public static final String FILE = "audit.ndjson";

    private Audit() {}

    /**
     * Records a completed write. A failure to record it is only reported, since the write has happened.
     *
     * @param command the command, with or without its arguments
     * @param target the changed directory, file, or session with its place
     * @param facts hashes and counts, in output order
     */
    public static void record(CommandContext context, String command, String target, Map<String, String> facts) {
        String line = line(System.currentTimeMillis(), command, target, facts);
        StateDirectory directory = context.stateDirectory();
        try {
            directory.append(FILE, line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | UnsupportedOperationException cannot) {
            context.io()
                    .err()
                    .println("note: this change is not in the audit log, which could not be written: "
                            + Printable.text(directory.file(FILE) + ": " + cannot.getMessage()));
        }
    }

    static String line(long nowMs, String command, String target, Map<String, String> facts) {
        CompactJson line = Printable.compactJson();
        line.beginObject();
        line.text("time", Units.timestamp(nowMs));
        line.text("user", OwnFiles.userName());
        String before = System.getenv("SUDO_USER");
        if (before != null && !before.isEmpty()) {
            line.text("sudo_user", before);
        }
        line.text("command", Redaction.kept(command));
        line.text("target", Redaction.line(target));
        facts.forEach((name, value) -> {
            if (value != null) {
                line.text(name, Redaction.isSecret(name) ? Redaction.HIDDEN : Redaction.line(value));
            }
        });
        line.endObject();
        return line + "\n";
    }
}
