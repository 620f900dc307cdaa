package io.metash.catalog;

import io.metash.record.Bytes;
import io.metash.record.U64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the references of a key and its value (keyspace §6), as far as they are certain. Excludes transient objects
 * (warehouses, tokens, tasks), objects of other catalogs, and the back reference from an id to a name, which remains
 * after a drop.
 */
public final class References {
    private static final Set<String> BUILT_IN_ROLES = Set.of("account_admin", "public");
    private static final Set<String> BUILT_IN_DATABASES = Set.of("system", "information_schema");
    private static final String DEFAULT_CATALOG = "default";
    private static final int MAX_DIGITS = 20;

    private static final Map<String, NamedIn> GRANTED = Map.ofEntries(
            Map.entry("database", new NamedIn(ObjectKind.DATABASE_NAME, "db")),
            Map.entry("table", new NamedIn(ObjectKind.DATABASE_NAME, "db")),
            Map.entry("udf", new NamedIn(ObjectKind.FUNCTION, "udf")),
            Map.entry("stage", new NamedIn(ObjectKind.STAGE, "stage")),
            Map.entry("databasebyid", new NamedIn(ObjectKind.DATABASE, "db")),
            Map.entry("tablebyid", new NamedIn(ObjectKind.TABLE, "table")),
            Map.entry("connection", new NamedIn(ObjectKind.CONNECTION, "connection")),
            Map.entry("sequence", new NamedIn(ObjectKind.SEQUENCE, "sequence")),
            Map.entry("procedure", new NamedIn(ObjectKind.PROCEDURE, "procedure_id")),
            Map.entry("maskingpolicy", new NamedIn(ObjectKind.MASKING_POLICY, "policy_id")),
            Map.entry("row_access_policy", new NamedIn(ObjectKind.ROW_ACCESS_POLICY, "policy_id")));
    private static final Map<String, NamedIn> OWNED = Map.of(
            "database", new NamedIn(ObjectKind.DATABASE, "db"),
            "table", new NamedIn(ObjectKind.TABLE, "table"),
            "udf", new NamedIn(ObjectKind.FUNCTION, "udf"),
            "stage", new NamedIn(ObjectKind.STAGE, "stage"),
            "connection", new NamedIn(ObjectKind.CONNECTION, "connection"),
            "sequence", new NamedIn(ObjectKind.SEQUENCE, "sequence"),
            "procedure", new NamedIn(ObjectKind.PROCEDURE, "procedure_id"),
            "masking_policy", new NamedIn(ObjectKind.MASKING_POLICY, "policy_id"),
            "row_access_policy", new NamedIn(ObjectKind.ROW_ACCESS_POLICY, "policy_id"));

    private final ReferenceSink found;
    private final FirstSegments<Reader> readers = new FirstSegments<>();

    /** Receives the references. */
    public interface ReferenceSink {
        /** Reports a reference by id. */
        void id(ReferenceKind reason, ObjectKind kind, long id);

        /** Reports a reference by name, as the whole key of its target. */
        void name(ReferenceKind reason, ObjectKind kind, Bytes key);

        /** Reports a value that should be a message and cannot be parsed. */
        void unread();
    }

    /** A field of a oneof member that refers to an object. */
    private record NamedIn(ObjectKind kind, String field) {}

    /** Reads references from a key and its value. */
    private interface Reader {
        void read(Bytes key, Bytes value);
    }

    /** Reads references from a key and its message. */
    private interface MessageRefs {
        void read(Bytes key, StoredMessage message);
    }

    /** Creates a scanner that reports to {@code found}. */
    public References(ReferenceSink found) {
        this.found = found;
        message("__fd_users", this::user);
        message("__fd_roles", (key, role) -> grants(key, role));
        message("__fd_object_owners", this::owner);
        message("__fd_db_id_list", (key, list) -> ids(ObjectKind.DATABASE, list));
        message("__fd_table_id_list", (key, list) -> ids(ObjectKind.TABLE, list));
        message("__fd_table_by_id", (key, table) -> table(table));
        message("__fd_table_id_to_name", (key, name) -> needed(ObjectKind.DATABASE, name.number("db_id")));
        message("__fd_index_by_id", (key, index) -> needed(ObjectKind.TABLE, index.number("table_id")));
        message("__fd_sequence", this::sequence);
        keptForTable("__fd_table_lvt");
        keptForTable("__fd_table_copied_files");
        keptForTable("__fd_table_tag");
        keptForTable("__fd_autoincrement_storage");
        readers.put("__fd_mask_policy_apply_table_id", (key, value) -> applied(ObjectKind.MASKING_POLICY, key));
        readers.put(
                "__fd_row_access_policy_apply_table_id", (key, value) -> applied(ObjectKind.ROW_ACCESS_POLICY, key));
    }

    private void message(String prefix, MessageRefs reader) {
        readers.put(prefix, (key, value) -> {
            // Every root message has its writer's version; other bytes hardly parse with one.
            Optional<StoredMessage> message =
                    StoredValue.of(key, value).message().filter(read -> read.number("ver") != 0);
            if (message.isEmpty()) {
                found.unread();
            } else {
                reader.read(key, message.get());
            }
        });
    }

    private void keptForTable(String prefix) {
        readers.put(prefix, (key, value) -> partId(ReferenceKind.KEPT_FOR, ObjectKind.TABLE, key, "table"));
    }

    /** Scans a key and its value. */
    public void scan(Bytes key, Bytes value) {
        Reader reader = readers.of(key.array());
        if (reader != null) {
            reader.read(key, value);
        }
    }

    private void user(Bytes key, StoredMessage user) {
        grants(key, user);
        user.message("option").ifPresent(option -> {
            role(ReferenceKind.OF_USER, key, option.text("default_role"));
            name(ReferenceKind.OF_USER, ObjectKind.NETWORK_POLICY, key, option.text("network_policy"));
            name(ReferenceKind.OF_USER, ObjectKind.PASSWORD_POLICY, key, option.text("password_policy"));
        });
    }

    private void grants(Bytes key, StoredMessage of) {
        of.message("grants").ifPresent(grants -> {
            for (StoredMessage entry : grants.messages("entries")) {
                entry.message("object").ifPresent(object -> member(ReferenceKind.GRANTED, GRANTED, key, object));
            }
            grants.map("roles").keySet().forEach(name -> role(ReferenceKind.GRANTED, key, name));
        });
    }

    private void owner(Bytes key, StoredMessage owner) {
        role(ReferenceKind.OWNS, key, owner.text("role"));
        owner.message("object").ifPresent(object -> member(ReferenceKind.OWNED, OWNED, key, object));
    }

    private void member(ReferenceKind reason, Map<String, NamedIn> known, Bytes key, StoredMessage object) {
        Optional<String> kind = object.oneof("object").filter(known::containsKey);
        Optional<StoredMessage> member = kind.flatMap(object::message);
        if (member.isEmpty() || isOfOtherCatalog(member.get())) {
            return;
        }
        NamedIn named = Objects.requireNonNull(known.get(kind.get()));
        if (named.kind().byId()) {
            found.id(reason, named.kind(), member.get().number(named.field()));
        } else {
            name(reason, named.kind(), key, member.get().text(named.field()));
        }
    }

    /** Whether the object belongs to a catalog other than the built-in one, which this store does not hold. */
    private static boolean isOfOtherCatalog(StoredMessage member) {
        return member.type().has("catalog") && !member.text("catalog").equals(DEFAULT_CATALOG);
    }

    private void role(ReferenceKind reason, Bytes key, String role) {
        if (!BUILT_IN_ROLES.contains(role)) {
            name(reason, ObjectKind.ROLE, key, role);
        }
    }

    /** Reports a reference by name within the tenant of the key. */
    private void name(ReferenceKind reason, ObjectKind kind, Bytes key, String name) {
        boolean builtIn = kind == ObjectKind.DATABASE_NAME && BUILT_IN_DATABASES.contains(name);
        if (!name.isEmpty() && !builtIn) {
            String[] segments = key.text().split("/", 3);
            String target = kind.prefix() + "/" + segments[1] + "/" + KeyEscape.escape(name);
            found.name(reason, kind, Bytes.utf8(target));
        }
    }

    private void ids(ObjectKind kind, StoredMessage list) {
        list.numbers("ids").forEach(id -> found.id(ReferenceKind.ONCE_NAMED, kind, id));
    }

    private void table(StoredMessage table) {
        Map<String, String> options = table.map("options");
        optionId(ObjectKind.DATABASE, options.get("database_id"));
        optionId(ObjectKind.TABLE, options.get("materialized_view_source_table_id"));
        table.message("row_access_policy_columns_ids")
                .ifPresent(policy -> needed(ObjectKind.ROW_ACCESS_POLICY, policy.number("policy_id")));
        table.messageMap("column_mask_policy_columns_ids")
                .values()
                .forEach(policy -> needed(ObjectKind.MASKING_POLICY, policy.number("policy_id")));
    }

    private void optionId(ObjectKind kind, @Nullable String digits) {
        if (digits != null && !digits.isEmpty() && digits.length() <= MAX_DIGITS) {
            try {
                found.id(ReferenceKind.NEEDED, kind, U64.parse(digits));
            } catch (NumberFormatException noId) {
                found.unread();
            }
        }
    }

    private void sequence(Bytes key, StoredMessage sequence) {
        if (sequence.number("storage_version") == 1) {
            String text = key.text();
            found.name(
                    ReferenceKind.NEEDED,
                    ObjectKind.COUNTER,
                    Bytes.utf8(ObjectKind.COUNTER.prefix() + text.substring(text.indexOf('/'))));
        }
    }

    private void applied(ObjectKind policy, Bytes key) {
        partId(ReferenceKind.KEPT_FOR, policy, key, "policy");
        partId(ReferenceKind.KEPT_FOR, ObjectKind.TABLE, key, "table");
    }

    private void partId(ReferenceKind reason, ObjectKind kind, Bytes key, String part) {
        CatalogKey.parse(key).parts().stream()
                .filter(one -> one.name().equals(part))
                .forEach(one -> found.id(reason, kind, one.number()));
    }

    private void needed(ObjectKind kind, long id) {
        if (id != 0) {
            found.id(ReferenceKind.NEEDED, kind, id);
        }
    }
}
