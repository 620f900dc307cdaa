package io.metash.command.keys;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.SecretKeys;
import io.metash.catalog.SecretPolicy;
import io.metash.catalog.StoredValue;
import io.metash.catalog.ValueKind.Encoding;
import io.metash.catalog.view.CatalogReader;
import io.metash.command.CommandContext;
import io.metash.command.ContextStore;
import io.metash.output.Io;
import io.metash.output.LabelledLines;
import io.metash.output.Printable;
import io.metash.output.ScreenJson;
import io.metash.output.Style;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Prints a key with its value for people: labelled lines, then the decoded value, indented and coloured. */
final class ValueScreen {
    private static final int LABELS = 7;
    private static final int HEX_LINE = 16;
    private static final int MAX_HEX_BYTES = 1024;

    private final CommandContext context;
    private final Io io;
    private final SecretPolicy policy;
    private final CatalogReader reader;

    ValueScreen(CommandContext context, SecretPolicy policy) {
        this.context = context;
        this.io = context.io();
        this.policy = policy;
        this.reader = new CatalogReader(new ContextStore(context));
    }

    /**
     * Prints a key.
     *
     * @param hex whether the bytes are printed in hex instead of decoded
     */
    void print(Bytes key, SeqV stored, boolean hex) {
        LabelledLines sheet = new LabelledLines(io, LABELS);
        CatalogKey parsed = CatalogKey.parse(policy.hides() ? SecretKeys.masked(key) : key);
        if (policy.hides() && SecretKeys.has(key)) {
            sheet.line("key", SecretKeys.masked(key).text());
        } else {
            sheet.key("key", key);
        }
        if (parsed.form().isPresent()) {
            sheet.line("is", parsed.plain());
        }
        sheet.line("seq", U64.text(stored.seq()));
        KvMeta meta = stored.meta();
        if (meta != null && meta.proposedAtMs() != null) {
            sheet.line("set", timestamp(meta.proposedAtMs()));
        }
        Long expireAtMs = null;
        if (meta != null) {
            expireAtMs = meta.expireAtMs();
        }
        if (expireAtMs != null) {
            sheet.line("until", timestamp(expireAtMs));
        }
        value(sheet, parsed, StoredValue.of(key, stored.data()), stored.data().array(), hex);
    }

    private void value(LabelledLines sheet, CatalogKey key, StoredValue value, byte[] data, boolean hex) {
        boolean closed = policy.hides() && value.holdsSecrets();
        Encoding encoding = value.kind().encoding();
        if (hex || encoding == Encoding.UNKNOWN) {
            if (hex && closed) {
                sheet.line("value", "<redacted " + data.length + " bytes>; --show-secrets shows them");
            } else if (!hex && Printable.isText(data)) {
                sheet.line("value", new String(data, StandardCharsets.UTF_8));
            } else {
                sheet.line("value", Units.count(data.length, "byte"));
                hexLines(data);
            }
            return;
        }
        ScreenJson json = new ScreenJson(io.colored(), io.display().unicode(), this::name);
        value.write(policy, json);
        value.target(key).ifPresent(json::refersTo);
        String text = json.toString();
        String label = Style.HEAD.on("value", io.colored()) + "  ";
        io.out().println(text.contains("\n") ? label.stripTrailing() + "\n" + text : label + text);
        if (closed) {
            sheet.line("note", "secrets are hidden; --show-secrets shows them");
        }
        value.caution().ifPresent(caution -> sheet.line("note", caution));
    }

    private Optional<String> name(CatalogKey key) {
        try {
            return reader.names().of(key);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String timestamp(long timeMs) {
        return Units.timestamp(timeMs, io.display().local()) + " (" + Units.age(timeMs, System.currentTimeMillis())
                + ")";
    }

    private void hexLines(byte[] data) {
        int shown = Math.min(data.length, MAX_HEX_BYTES);
        for (int at = 0; at < shown; at += HEX_LINE) {
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = at; i < Math.min(at + HEX_LINE, shown); i++) {
                int b = data[i] & 0xFF;
                hex.append(String.format(Locale.ROOT, "%02x ", b));
                text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
            }
            io.out().println(String.format(Locale.ROOT, "  %06x  %-48s  %s", at, hex, text));
        }
        if (shown < data.length) {
            io.out().println("  ... " + Units.count(data.length - shown, "byte") + " more; --raw prints them all");
        }
    }
}
