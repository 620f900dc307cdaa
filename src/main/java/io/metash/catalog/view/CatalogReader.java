package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.StoredMessage;
import io.metash.catalog.StoredTime;
import io.metash.catalog.StoredValue;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads decoded keys and values of a store. */
public final class CatalogReader {
    private final KeyValues store;
    private final ObjectNames names;

    /** Reads this store. */
    public CatalogReader(KeyValues store) {
        this.store = store;
        this.names = new ObjectNames(this);
    }

    /** What ids stand for. */
    public ObjectNames names() {
        return names;
    }

    /** The store itself. */
    public KeyValues store() {
        return store;
    }

    /** A key with its value, decoded on demand. */
    public record Entry(CatalogKey key, SeqV stored) {
        /** The decoded value. */
        public StoredValue value() {
            return StoredValue.of(key.bytes(), stored.data());
        }

        /** The message that is the value; empty when it is none or cannot be read. */
        public Optional<StoredMessage> message() {
            return value().message();
        }

        /** A part of the key; empty text when the key has none of that name. */
        public String part(String name) {
            return key.part(name).orElse("");
        }

        /** The tenant; empty text when the key has none. */
        public String tenant() {
            return key.tenant().orElse("");
        }
    }

    /** Receives the entries. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes one. */
        void visit(Entry entry) throws IOException;
    }

    /** Visits the keys with a first segment that have a known form, in the order of their bytes. */
    public void each(String firstSegment, Visitor visitor) throws IOException {
        eachWithPrefix(firstSegment + "/", visitor);
    }

    /** Visits the keys with a prefix that have a known form, in the order of their bytes. */
    public void eachWithPrefix(String prefix, Visitor visitor) throws IOException {
        try (KvCursor keys = store.scan(Bytes.utf8(prefix))) {
            while (keys.next()) {
                CatalogKey key = CatalogKey.parse(keys.key());
                if (key.form().isPresent()) {
                    visitor.visit(new Entry(key, keys.value()));
                }
            }
        }
    }

    /** The entry of a key; empty when it is not stored. */
    public Optional<Entry> entry(CatalogKey key) throws IOException {
        return store.get(key.bytes()).map(value -> new Entry(key, value));
    }

    /** The entry of the key of a form. */
    public Optional<Entry> entry(String pattern, String... parts) throws IOException {
        return entry(CatalogKey.of(pattern, parts));
    }

    /** The role that owns an object; empty text when none is recorded. */
    String owner(String pattern, String... parts) throws IOException {
        return entry(pattern, parts)
                .flatMap(Entry::message)
                .map(owner -> owner.text("role"))
                .orElse("");
    }

    /** The id as text, u64. */
    static String id(long id) {
        return U64.text(id);
    }

    /** A stored time in milliseconds since 1970; empty when the field holds none. */
    static OptionalLong time(StoredMessage message, String field) {
        return StoredTime.millis(message.text(field));
    }
}
