package io.metash.output;

import io.metash.catalog.CompactJson;
import io.metash.catalog.SecretNames;
import io.metash.catalog.SecretPolicy;
import io.metash.catalog.StoredValue;
import io.metash.catalog.ValueKind.Encoding;
import io.metash.record.Bytes;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A value of a key in a listing: decoded, or its bytes.
 *
 * @param encoding {@code json} for a decoded value, else {@code text}, {@code base64}, {@code hex} or {@code hidden}
 * @param json the value as one line of JSON
 * @param text the value in tables and CSV
 */
public record ValueCell(String encoding, String json, String text) implements JsonCell {
    /** The form of a printed value. */
    public enum Form {
        /** Decoded according to its key; values of unknown keys as text or base64. */
        DECODED,
        /** Raw: text or base64. */
        RAW,
        /** Hex digits. */
        HEX
    }

    /** A cell for a value; its bytes are hidden if they hold a secret and the policy hides secrets. */
    public static ValueCell of(Bytes key, Bytes data, Form form, SecretPolicy policy) {
        StoredValue value = StoredValue.of(key, data);
        if (form == Form.DECODED && value.kind().encoding() != Encoding.UNKNOWN) {
            return decoded(value, policy);
        }
        if (policy.hides() && value.holdsSecrets()) {
            return new ValueCell("hidden", "null", SecretNames.mark(data.length()));
        }
        if (form == Form.HEX) {
            return string("hex", HexFormat.of().formatHex(data.array()));
        }
        return bytes(data.array(), data.text(), form);
    }

    private static ValueCell decoded(StoredValue value, SecretPolicy policy) {
        CompactJson json = Printable.compactJson();
        value.write(policy, json);
        String line = json.toString();
        boolean bareText =
                value.kind().encoding() == Encoding.TEXT && value.problem().isEmpty();
        return new ValueCell("json", line, bareText ? line.substring(1, line.length() - 1) : line);
    }

    private static ValueCell bytes(byte[] data, String text, Form form) {
        if (Printable.isText(data)) {
            return string("text", text);
        }
        String base64 = Base64.getEncoder().encodeToString(data);
        String shown = base64;
        if (form != Form.RAW) {
            shown = "<" + Units.count(data.length, "byte") + ">";
        }
        return new ValueCell("base64", "\"" + base64 + "\"", shown);
    }

    private static ValueCell string(String encoding, String text) {
        return new ValueCell(encoding, Printable.json(text), text);
    }

    /** The value in CSV: base64 where a table has a byte count, empty if hidden. */
    String csv() {
        if (isHidden()) {
            return "";
        }
        if (encoding.equals("base64")) {
            return json.substring(1, json.length() - 1);
        }
        return text;
    }

    /** Whether the value is hidden. */
    public boolean isHidden() {
        return encoding.equals("hidden");
    }

    @Override
    public String toString() {
        return text;
    }
}
