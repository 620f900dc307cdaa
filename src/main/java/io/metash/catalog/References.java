package io.metash.catalog;

import io.metash.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Finds what a key and its value refer to (keyspace 6), as far as that can be read with confidence. Left out is what comes and
 * goes by itself (warehouses, tokens, tasks), what other catalogs hold, and the way back from an id to a name, which a drop
 * leaves behind.
 */
public final class References {
    private static final Set<String> BUILT_IN_ROLES = Set.of("account_admin", "public");
    private static final Set<String> BUILT_IN_DATABASES = Set.of("system", "information_schema");
    private static final String DEFAULT_CATALOG = "default";

    private final Found found;
    private final FirstSegments<Reader> readers = new FirstSegments<>();

    /** What is told of what was found. */
    public interface Found {
        /** A reference by id. */
        void id(ReferenceKind reason, ObjectKind thing, long id);

        /** A reference by name: the whole key that it leads to. */
        void name(ReferenceKind reason, ObjectKind thing, Bytes key);

        /** A value that should be a message and could not be read. */
        void unread();
    }

    /** Reads a key with its value. */
    private interface Reader {
        void read(byte[] key, byte[] value);
    }

    /** Reads a key with the message that is its value. */
    private interface MessageReader {
        void read(byte[] key, MessageFields message);
    }

    /** Tells what it finds to somebody. */
    public References(Found found) {
        this.found = found;
        message("__fd_users", this::user);
        message("__fd_roles", this::role);
        message("__fd_object_owners", this::owner);
        message("__fd_db_id_list", (key, list) -> ids(ObjectKind.DATABASE, list));
        message("__fd_table_id_list", (key, list) -> ids(ObjectKind.TABLE, list));
        message("__fd_table_by_id", (key, table) -> table(table));
        message("__fd_table_id_to_name", (key, name) -> needed(ObjectKind.DATABASE, name.firstNumber(1)));
        message("__fd_index_by_id", (key, index) -> needed(ObjectKind.TABLE, index.firstNumber(1)));
        message("__fd_sequence", this::sequence);
        keptFor("__fd_table_lvt", 1);
        keptFor("__fd_table_copied_files", 1);
        keptFor("__fd_table_tag", 1);
        keptFor("__fd_autoincrement_storage", 2);
        readers.put("__fd_mask_policy_apply_table_id", (key, value) -> applied(ObjectKind.MASKING_POLICY, key));
        readers.put(
                "__fd_row_access_policy_apply_table_id", (key, value) -> applied(ObjectKind.ROW_ACCESS_POLICY, key));
    }

    private void message(String prefix, MessageReader reader) {
        readers.put(prefix, (key, value) -> {
            byte[] message = StoredMessage.of(value);
            if (message == null) {
                found.unread();
            } else {
                reader.read(key, MessageFields.of(message));
            }
        });
    }

    private void keptFor(String prefix, int segment) {
        readers.put(prefix, (key, value) -> id(ReferenceKind.KEPT_FOR, ObjectKind.TABLE, segment(key, segment)));
    }

    /** The next key and its value. */
    public void look(byte[] key, byte[] value) {
        Reader reader = readers.of(key);
        if (reader != null) {
            reader.read(key, value);
        }
    }

    private void user(byte[] key, MessageFields user) {
        while (user.next()) {
            if (user.isBytes(4)) {
                grants(key, user.message());
            } else if (user.isBytes(6)) {
                MessageFields option = user.message();
                while (option.next()) {
                    switch (option.field()) {
                        case 2 -> roleOf(ReferenceKind.OF_USER, key, option);
                        case 3 -> name(ReferenceKind.OF_USER, ObjectKind.NETWORK_POLICY, key, option);
                        case 4 -> name(ReferenceKind.OF_USER, ObjectKind.PASSWORD_POLICY, key, option);
                        default -> {}
                    }
                }
            }
        }
    }

    private void role(byte[] key, MessageFields role) {
        while (role.next()) {
            if (role.isBytes(2)) {
                grants(key, role.message());
            }
        }
    }

    private void grants(byte[] key, MessageFields set) {
        while (set.next()) {
            MessageFields entry = set.message();
            if (set.isBytes(1)) {
                while (entry.next()) {
                    if (entry.isBytes(1)) {
                        granted(key, entry.message());
                    }
                }
            } else if (set.isBytes(2)) {
                while (entry.next()) {
                    if (entry.field() == 1) {
                        roleOf(ReferenceKind.GRANTED, key, entry);
                    }
                }
            }
        }
    }

    private void granted(byte[] key, MessageFields object) {
        while (object.next()) {
            switch (object.field()) {
                case 2, 3 -> ofCatalog(ReferenceKind.GRANTED, ObjectKind.DATABASE_NAME, 2, key, object);
                case 4 -> inner(ReferenceKind.GRANTED, ObjectKind.FUNCTION, key, object);
                case 5 -> inner(ReferenceKind.GRANTED, ObjectKind.STAGE, key, object);
                case 6 -> ofCatalog(ReferenceKind.GRANTED, ObjectKind.DATABASE, 2, key, object);
                case 7 -> ofCatalog(ReferenceKind.GRANTED, ObjectKind.TABLE, 3, key, object);
                case 9 -> inner(ReferenceKind.GRANTED, ObjectKind.CONNECTION, key, object);
                case 10 -> inner(ReferenceKind.GRANTED, ObjectKind.SEQUENCE, key, object);
                case 11 -> inner(ReferenceKind.GRANTED, ObjectKind.PROCEDURE, key, object);
                case 12 -> inner(ReferenceKind.GRANTED, ObjectKind.MASKING_POLICY, key, object);
                case 13 -> inner(ReferenceKind.GRANTED, ObjectKind.ROW_ACCESS_POLICY, key, object);
                default -> {}
            }
        }
    }

    private void owner(byte[] key, MessageFields owner) {
        while (owner.next()) {
            if (owner.isBytes(1)) {
                roleOf(ReferenceKind.OWNS, key, owner);
            } else if (owner.isBytes(2)) {
                owned(key, owner.message());
            }
        }
    }

    private void owned(byte[] key, MessageFields object) {
        while (object.next()) {
            switch (object.field()) {
                case 1 -> ofCatalog(ReferenceKind.OWNED, ObjectKind.DATABASE, 2, key, object);
                case 2 -> ofCatalog(ReferenceKind.OWNED, ObjectKind.TABLE, 3, key, object);
                case 3 -> inner(ReferenceKind.OWNED, ObjectKind.FUNCTION, key, object);
                case 4 -> inner(ReferenceKind.OWNED, ObjectKind.STAGE, key, object);
                case 6 -> inner(ReferenceKind.OWNED, ObjectKind.CONNECTION, key, object);
                case 7 -> inner(ReferenceKind.OWNED, ObjectKind.SEQUENCE, key, object);
                case 8 -> inner(ReferenceKind.OWNED, ObjectKind.PROCEDURE, key, object);
                case 9 -> inner(ReferenceKind.OWNED, ObjectKind.MASKING_POLICY, key, object);
                case 10 -> inner(ReferenceKind.OWNED, ObjectKind.ROW_ACCESS_POLICY, key, object);
                default -> {}
            }
        }
    }

    /** What a message says of something in a catalog; only the built-in catalog is kept in this store. */
    private void ofCatalog(ReferenceKind reason, ObjectKind thing, int field, byte[] key, MessageFields in) {
        if (!in.isBytes(in.field())) {
            return;
        }
        String catalog = "";
        MessageFields object = in.message();
        while (object.next()) {
            if (object.isBytes(1)) {
                catalog = text(object.bytes());
            } else if (object.field() == field && catalog.equals(DEFAULT_CATALOG)) {
                refer(reason, thing, key, object);
            }
        }
    }

    private void inner(ReferenceKind reason, ObjectKind thing, byte[] key, MessageFields in) {
        if (in.isBytes(in.field())) {
            MessageFields object = in.message();
            while (object.next()) {
                if (object.field() == 1) {
                    refer(reason, thing, key, object);
                }
            }
        }
    }

    private void refer(ReferenceKind reason, ObjectKind thing, byte[] key, MessageFields at) {
        if (!thing.byId()) {
            name(reason, thing, key, at);
        } else if (at.isNumber(at.field())) {
            found.id(reason, thing, at.value());
        }
    }

    private void roleOf(ReferenceKind reason, byte[] key, MessageFields at) {
        if (at.isBytes(at.field()) && !BUILT_IN_ROLES.contains(text(at.bytes()))) {
            name(reason, ObjectKind.ROLE, key, at);
        }
    }

    /** A name of the tenant that the key belongs to. */
    private void name(ReferenceKind reason, ObjectKind thing, byte[] key, MessageFields at) {
        if (!at.isBytes(at.field())) {
            return;
        }
        byte[] name = at.bytes();
        if (name.length > 0 && !(thing == ObjectKind.DATABASE_NAME && BUILT_IN_DATABASES.contains(text(name)))) {
            found.name(reason, thing, KeyText.key(thing.prefix(), segment(key, 1), name));
        }
    }

    private void ids(ObjectKind thing, MessageFields list) {
        while (list.next()) {
            if (list.isBytes(1)) {
                for (long id : list.numbers()) {
                    found.id(ReferenceKind.ONCE_NAMED, thing, id);
                }
            } else if (list.isNumber(1)) {
                found.id(ReferenceKind.ONCE_NAMED, thing, list.value());
            }
        }
    }

    private void table(MessageFields table) {
        while (table.next()) {
            if (table.isBytes(5)) {
                option(table.message());
            } else if (table.isBytes(35)) {
                needed(ObjectKind.ROW_ACCESS_POLICY, table.message().firstNumber(1));
            } else if (table.isBytes(36)) {
                MessageFields column = table.message();
                while (column.next()) {
                    if (column.isBytes(2)) {
                        needed(ObjectKind.MASKING_POLICY, column.message().firstNumber(1));
                    }
                }
            }
        }
    }

    private void option(MessageFields option) {
        String name = "";
        while (option.next()) {
            if (option.isBytes(1)) {
                name = text(option.bytes());
            } else if (option.isBytes(2)) {
                switch (name) {
                    case "database_id" -> id(ReferenceKind.NEEDED, ObjectKind.DATABASE, option.bytes());
                    case "materialized_view_source_table_id" ->
                        id(ReferenceKind.NEEDED, ObjectKind.TABLE, option.bytes());
                    default -> {}
                }
            }
        }
    }

    private void sequence(byte[] key, MessageFields sequence) {
        if (sequence.firstNumber(7) == 1) {
            byte[] rest = Arrays.copyOfRange(key, FirstSegments.end(key, 0), key.length);
            found.name(
                    ReferenceKind.NEEDED,
                    ObjectKind.COUNTER,
                    Bytes.utf8(ObjectKind.COUNTER.prefix() + new String(rest, StandardCharsets.UTF_8)));
        }
    }

    private void applied(ObjectKind policy, byte[] key) {
        id(ReferenceKind.KEPT_FOR, policy, segment(key, 2));
        id(ReferenceKind.KEPT_FOR, ObjectKind.TABLE, segment(key, 3));
    }

    private void needed(ObjectKind thing, long id) {
        if (id != 0) {
            found.id(ReferenceKind.NEEDED, thing, id);
        }
    }

    private void id(ReferenceKind reason, ObjectKind thing, byte[] digits) {
        Long id = KeyText.id(digits, 0);
        if (id != null) {
            found.id(reason, thing, id);
        }
    }

    private static byte[] segment(byte[] key, int number) {
        int from = 0;
        for (int i = 0; i < number && from < key.length; i++) {
            from = Math.min(key.length, FirstSegments.end(key, from) + 1);
        }
        return Arrays.copyOfRange(key, from, FirstSegments.end(key, from));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
