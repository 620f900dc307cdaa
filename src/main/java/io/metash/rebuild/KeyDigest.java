package io.metash.rebuild;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import io.metash.record.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the keys of a state and hashes the export lines of keys without expiry (SHA-256, in order, without proposal
 * times). Keys with an expiry are only counted, since the clock decides how many are left.
 */
final class KeyDigest {
    private static final int KEPT_BYTES = 1 << 20;
    private static final byte[] DATABASE = prefix("__fd_database/");
    private static final byte[] TABLE = prefix("__fd_table/");
    private static final byte[] USER = prefix("__fd_users/");

    private final MessageDigest sum = Sha256.digest();
    private final LineWriter lines = new LineWriter();
    private JsonOut text = new JsonOut(4096);
    /** Ids of the existing databases, whose keys precede those of tables. */
    private final Set<String> living = new HashSet<>();

    private long keys;
    private long expiring;
    private long databases;
    private long tables;
    private long users;

    private static byte[] prefix(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Adds the next key, ascending. */
    void add(Bytes key, SeqV value) {
        if (startsWith(key, DATABASE)) {
            databases++;
            living.add(new String(value.data().array(), StandardCharsets.ISO_8859_1));
        } else if (startsWith(key, TABLE)) {
            if (living.contains(database(key))) {
                tables++;
            }
        } else if (startsWith(key, USER)) {
            users++;
        }
        if (expires(value)) {
            expiring++;
            return;
        }
        keys++;
        text.reset();
        lines.write(new MetaRecord.Kv(key, plain(value)), text);
        text.put('\n');
        sum.update(text.array(), 0, text.length());
        if (text.array().length > KEPT_BYTES) {
            text = new JsonOut(4096);
        }
    }

    /** Whether a value has an expiry. */
    static boolean expires(SeqV value) {
        return value.meta() != null && value.meta().expireAt() != null;
    }

    /**
     * Removes parts of a value that servers keep differently: the protocol does not distinguish an empty meta from
     * none, and releases before 1.2.823 drop the proposal time of log entries that they apply (meta-service-api
     * §0.7).
     */
    static SeqV plain(SeqV value) {
        KvMeta meta = value.meta();
        if (meta == null || meta.expireAt() == null) {
            return new SeqV(value.seq(), null, value.data());
        }
        return new SeqV(value.seq(), new KvMeta(meta.expireAt(), null), value.data());
    }

    /** Returns the database in a table's key; dropping a database does not remove the keys of its tables. */
    private static String database(Bytes key) {
        byte[] text = key.array();
        int end = TABLE.length;
        while (end < text.length && text[end] != '/') {
            end++;
        }
        return new String(text, TABLE.length, end - TABLE.length, StandardCharsets.ISO_8859_1);
    }

    private static boolean startsWith(Bytes key, byte[] prefix) {
        byte[] text = key.array();
        return text.length >= prefix.length && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Completes the SHA-256, in hexadecimal. */
    String finish() {
        return Sha256.of(sum);
    }

    long keys() {
        return keys;
    }

    long expiring() {
        return expiring;
    }

    long databases() {
        return databases;
    }

    long tables() {
        return tables;
    }

    long users() {
        return users;
    }
}
