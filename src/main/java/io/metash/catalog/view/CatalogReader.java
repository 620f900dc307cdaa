package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.StoredMessage;
import io.metash.catalog.StoredTime;
import io.metash.catalog.StoredValue;
import io.metash.catalog.TenantSpelling;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads decoded keys and values of a store. */
public final class CatalogReader {
    private final KeyValues store;
    private final ObjectNames names;
    /** Whether keys have these starts, which end with an unescaped tenant. */
    private final Map<String, Boolean> unescapedTenants = new HashMap<>();

    /** Creates a reader of a store. */
    public CatalogReader(KeyValues store) {
        this.store = store;
        this.names = new ObjectNames(this);
    }

    /** The names of ids. */
    public ObjectNames names() {
        return names;
    }

    /** The underlying store. */
    public KeyValues store() {
        return store;
    }

    /** A key with its value, decoded on demand. */
    public record Entry(CatalogKey key, SeqV stored) {
        /** The decoded value. */
        public StoredValue value() {
            return StoredValue.of(key.bytes(), stored.data());
        }

        /** The message of the value; empty for other or undecodable values. */
        public Optional<StoredMessage> message() {
            return value().message();
        }

        /** The expiry in milliseconds since the epoch; empty when it has none. */
        public OptionalLong expireAtMs() {
            KvMeta meta = stored.meta();
            if (meta == null) {
                return OptionalLong.empty();
            }
            Long expireAtMs = meta.expireAtMs();
            if (expireAtMs == null) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(expireAtMs);
        }

        /** A part of the key; empty text when absent. */
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
        /** Receives an entry. */
        void visit(Entry entry) throws IOException;
    }

    /** Visits the keys of known form with this first segment, in key order. */
    public void each(String firstSegment, Visitor visitor) throws IOException {
        eachWithPrefix(firstSegment + "/", visitor);
    }

    /** Visits the keys of known form with this prefix, in key order. */
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

    /** Returns the entry of a key, in either spelling of its tenant; empty when absent. */
    public Optional<Entry> entry(CatalogKey key) throws IOException {
        Optional<SeqV> value = store.get(key.bytes());
        if (value.isPresent()) {
            return Optional.of(new Entry(key, value.get()));
        }
        Optional<String> unescaped = TenantSpelling.unescaped(key.bytes().text());
        if (unescaped.isEmpty() || !hasKeys(TenantSpelling.throughTenant(unescaped.get()))) {
            return Optional.empty();
        }
        CatalogKey other = CatalogKey.parse(Bytes.utf8(unescaped.get()));
        return store.get(other.bytes()).map(found -> new Entry(other, found));
    }

    private boolean hasKeys(String prefix) throws IOException {
        Boolean known = unescapedTenants.get(prefix);
        if (known == null) {
            try (KvCursor keys = store.scan(Bytes.utf8(prefix))) {
                known = keys.next();
            }
            unescapedTenants.put(prefix, known);
        }
        return known;
    }

    /** Returns the entry of a key built from its form. */
    public Optional<Entry> entry(String pattern, String... parts) throws IOException {
        return entry(CatalogKey.of(pattern, parts));
    }

    /** Returns the role that owns an object; empty text when none is recorded. */
    String owner(String pattern, String... parts) throws IOException {
        return entry(pattern, parts)
                .flatMap(Entry::message)
                .map(owner -> owner.text("role"))
                .orElse("");
    }

    /** Formats an id, u64. */
    static String id(long id) {
        return U64.text(id);
    }

    /** Returns a stored time in milliseconds since the epoch; empty when the field has none. */
    static OptionalLong time(StoredMessage message, String field) {
        return StoredTime.millis(message.text(field));
    }
}
