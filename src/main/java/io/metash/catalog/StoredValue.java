package io.metash.catalog;

import io.metash.catalog.ValueKind.Encoding;
import io.metash.record.Bytes;
import io.metash.record.U64;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value decoded according to its key (values §1). {@link #of} never fails: an undecodable value is written as text
 * or hex with the reason, and masked where it may contain secrets.
 */
public final class StoredValue {
    /** The newest supported version of Databend's messages (values §2). */
    public static final long KNOWN_VERSION = 182;

    private static final BigInteger MAX_ID = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final int MAX_ID_BYTES = 64;
    /** Numbers with fewer digits than this are below 2^63. */
    private static final int LONGEST_PLAIN_ID = 19;
    /** Types that programs of 2021 wrote as JSON; quotas are JSON to this day (values §1). */
    static final Set<String> ONCE_JSON = Set.of("UserInfo", "RoleInfo", "OwnershipInfo");

    private static final String QUOTA = "TenantQuota";
    private static final HexFormat HEX = HexFormat.of();

    private final ValueKind kind;
    private final byte[] bytes;
    private @Nullable StoredMessage message;
    private boolean compressed;
    private @Nullable String json;
    private @Nullable String problem;

    private StoredValue(ValueKind kind, byte[] bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /** Decodes the value of a key. */
    public static StoredValue of(Bytes key, Bytes value) {
        return of(KeyForms.value(key), value);
    }

    /** Decodes a value of a given kind. */
    public static StoredValue of(ValueKind kind, Bytes value) {
        StoredValue decoded = new StoredValue(kind, value.array());
        decoded.decode();
        return decoded;
    }

    /**
     * Parses some fields of a message value, which is faster when many values are read for a few fields.
     *
     * @param wanted the names of the fields; all others are skipped
     * @return empty when the value is not a readable message
     */
    public static Optional<StoredMessage> brief(Bytes key, Bytes value, Set<String> wanted) {
        ValueKind kind = KeyForms.value(key);
        if (kind.encoding() != Encoding.PB) {
            return Optional.empty();
        }
        try {
            byte[] bytes = value.array();
            byte[] plain = bytes;
            if (Compressed.is(bytes)) {
                plain = Compressed.open(bytes);
            }
            return Optional.of(MessageReader.brief(StoredTypes.of(kind.of()), plain, wanted));
        } catch (BadMessage bad) {
            return Optional.empty();
        }
    }

    private void decode() {
        switch (kind.encoding()) {
            case PB -> pb();
            case JSON -> json();
            case ID, NUMBER, MS -> number();
            case TEXT -> {
                if (utf8().isEmpty()) {
                    problem = "not UTF-8 text";
                }
            }
            case EMPTY -> {
                if (bytes.length > 0) {
                    problem = "expected no bytes";
                }
            }
            case PERMIT -> {
                if (Permit.read(bytes).isEmpty()) {
                    problem = "not a semaphore permit";
                }
            }
            default -> {}
        }
    }

    private void pb() {
        try {
            compressed = Compressed.is(bytes);
            byte[] plain = bytes;
            if (compressed) {
                plain = Compressed.open(bytes);
            }
            message = MessageReader.read(StoredTypes.of(kind.of()), plain);
        } catch (BadMessage bad) {
            problem = bad.getMessage();
            if (ONCE_JSON.contains(kind.of())) {
                utf8().filter(text -> JsonCopy.problem(text, kind.of()).isEmpty())
                        .ifPresent(text -> {
                            json = text;
                            problem = null;
                        });
            }
        }
    }

    private void json() {
        Optional<String> text = utf8();
        if (text.isEmpty()) {
            problem = "not UTF-8 text";
        } else {
            problem = JsonCopy.problem(text.get(), kind.of()).orElse(null);
        }
        if (problem == null) {
            json = text.get();
        } else if (kind.of().equals(QUOTA)) {
            try {
                message = MessageReader.read(StoredTypes.of(QUOTA), bytes);
                problem = null;
            } catch (BadMessage e) {
                problem = "neither JSON nor a message " + QUOTA;
            }
        }
    }

    private void number() {
        if (bytes.length > MAX_ID_BYTES || id().isEmpty()) {
            problem = "not a number from 0 to 18446744073709551615";
        }
    }

    private Optional<String> utf8() {
        return KeyEscape.strictUtf8(ByteBuffer.wrap(bytes));
    }

    /** The kind of the value, according to its key. */
    public ValueKind kind() {
        return kind;
    }

    /** The message; empty for other or undecodable values. */
    public Optional<StoredMessage> message() {
        return Optional.ofNullable(message);
    }

    /** The JSON text; empty for other values. */
    public Optional<String> jsonText() {
        return Optional.ofNullable(json);
    }

    /** The number, u64, of an id or counter; empty for other values. */
    public Optional<Long> id() {
        if (kind.encoding() != Encoding.ID && kind.encoding() != Encoding.NUMBER && kind.encoding() != Encoding.MS) {
            return Optional.empty();
        }
        Long plain = KeyText.id(bytes, 0);
        if (plain != null && bytes.length < LONGEST_PLAIN_ID) {
            return Optional.of(plain);
        }
        String digits = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(digits);
        if (number.compareTo(MAX_ID) > 0) {
            return Optional.empty();
        }
        return Optional.of(number.longValue());
    }

    /** The key that an id refers to, with the tenant of the key that holds the id. */
    public Optional<CatalogKey> target(CatalogKey of) {
        if (kind.encoding() != Encoding.ID || problem != null) {
            return Optional.empty();
        }
        String key = kind.of()
                .replace("{t}", KeyEscape.escape(of.tenant().orElse("")))
                .replace("{}", U64.text(id().orElseThrow()));
        return Optional.of(CatalogKey.parse(Bytes.utf8(key)));
    }

    /** The decoding error; empty when there is none or the key is unknown. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** A warning that the value was written by a newer, unsupported version of Databend. */
    public Optional<String> caution() {
        if (message == null) {
            return Optional.empty();
        }
        FieldType min = message.type().field(MessageJson.MIN_READER_VER);
        long needed = 0;
        if (min != null) {
            needed = message.number(min.name());
        }
        if (U64.compare(needed, KNOWN_VERSION) <= 0) {
            return Optional.empty();
        }
        return Optional.of("written for readers of version " + U64.text(needed) + " and later; metash knows version "
                + KNOWN_VERSION);
    }

    /** Encodes the value: the original bytes, or a modified message compressed like the original. */
    public byte[] encode() {
        if (message == null) {
            return bytes.clone();
        }
        if (compressed) {
            return Compressed.seal(message.bytes());
        }
        return message.bytes();
    }

    /** Encodes another message in place of this one, compressed like this one. */
    byte[] encode(StoredMessage other) {
        if (compressed) {
            return Compressed.seal(other.bytes());
        }
        return other.bytes();
    }

    /** Whether the value contains secrets. */
    public boolean holdsSecrets() {
        if (kind.encoding() == Encoding.UNKNOWN) {
            return false;
        }
        return !FieldValues.of(this, SecretPolicy.HIDE).equals(FieldValues.of(this, SecretPolicy.SHOW));
    }

    /** Writes the value as one JSON value. */
    public void write(SecretPolicy policy, JsonSink out) {
        if (message != null) {
            MessageJson.write(message, policy, out);
        } else if (json != null) {
            JsonCopy.write(json, kind.of(), policy, out);
        } else if (problem != null) {
            broken(policy, out);
        } else {
            switch (kind.encoding()) {
                case ID, NUMBER, MS -> out.unsigned(id().orElseThrow());
                case EMPTY -> out.nothing();
                case PERMIT -> Permit.read(bytes).orElseThrow().write(out);
                default -> bare(out);
            }
        }
    }

    private void broken(SecretPolicy policy, JsonSink out) {
        out.beginObject();
        out.name("_undecoded");
        if (policy.hides() && mayHoldSecrets()) {
            out.hidden(SecretNames.mark(bytes.length));
        } else {
            bare(out);
        }
        out.name("_reason");
        out.text(Objects.requireNonNull(problem));
        out.endObject();
    }

    /** Whether an undecodable value is masked because its message or structure can contain secrets. */
    private boolean mayHoldSecrets() {
        return switch (kind.encoding()) {
            case PB -> SecretTypes.has(StoredTypes.of(kind.of()));
            case JSON -> true;
            default -> false;
        };
    }

    /** Writes unstructured bytes: text if printable, else hex. */
    private void bare(JsonSink out) {
        Optional<String> text = utf8().filter(PlainText::isPrintable);
        if (text.isPresent()) {
            out.text(text.get());
        } else {
            out.beginObject();
            out.name("_hex");
            out.text(HEX.formatHex(bytes));
            out.endObject();
        }
    }
}
