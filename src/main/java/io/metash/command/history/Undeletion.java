package io.metash.command.history;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.view.CatalogReader;
import io.metash.history.Certainty;
import io.metash.history.KeyChange;
import io.metash.history.LogStep;
import io.metash.record.Bytes;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the log entry with the last deletion of a key or object, and related changes: all keys changed by the entry,
 * their later changes, and the owner, which a separate entry deletes.
 */
final class Undeletion implements LogStep.Sink {
    private static final String DATABASE = "__fd_database/{t}/{s:database}";
    private static final String TABLE = "__fd_table/{u:database}/{s:table}";
    private static final String OWNERS = "__fd_object_owners/";

    private final String name;
    private final Bytes key;
    private final CatalogReader reader;
    private final Map<Bytes, KeyChange> owners = new LinkedHashMap<>();
    private final Set<Bytes> deletedNames = new TreeSet<>();
    private final NavigableMap<Bytes, KeyChange> changes = new TreeMap<>();
    private final Map<Bytes, KeyChange> later = new LinkedHashMap<>();
    /** The last deletion; null if there is none. */
    private @Nullable KeyChange deletion;

    private long entry;

    /** Creates a search for a key, or for the database or table with a name. */
    Undeletion(String name, Bytes key, CatalogReader reader) {
        this.name = name;
        this.key = key;
        this.reader = reader;
    }

    @Override
    public void step(LogStep step) throws IOException {
        for (KeyChange change : step.changes()) {
            if (change.deleted() && change.key().startsWith(Bytes.utf8(OWNERS))) {
                owners.put(change.key(), change);
            }
            if (change.deleted() && isWanted(change.key()) && !isRenamed(step, change)) {
                found(step, change);
            } else if (changes.containsKey(change.key()) && step.entry().logId().index() != entry) {
                later.put(change.key(), change);
            }
        }
    }

    private void found(LogStep step, KeyChange last) {
        deletion = last;
        Bytes which = last.key();
        deletedNames.add(which);
        entry = step.entry().logId().index();
        changes.clear();
        later.clear();
        boolean alone = !isObject(which) && which.equals(key);
        for (KeyChange change : step.changes()) {
            boolean own = change.key().equals(which);
            if (own || !alone && !sameValue(change)) {
                changes.put(change.key(), change);
            }
        }
    }

    /** Whether another name with the same id appeared instead. */
    private static boolean isRenamed(LogStep step, KeyChange gone) {
        return isObject(gone.key())
                && step.changes().stream()
                        .anyMatch(other -> isObject(other.key())
                                && sameData(gone.before().value(), other.after().value()));
    }

    private static boolean sameValue(KeyChange change) {
        return change.before().certainty().present()
                && change.after().certainty().present()
                && sameData(change.before().value(), change.after().value());
    }

    private static boolean sameData(@Nullable SeqV one, @Nullable SeqV other) {
        return one != null && other != null && one.data().equals(other.data());
    }

    private static boolean isObject(Bytes which) {
        String pattern =
                CatalogKey.parse(which).form().map(form -> form.pattern()).orElse("");
        return pattern.equals(DATABASE) || pattern.equals(TABLE);
    }

    private boolean isWanted(Bytes candidate) throws IOException {
        if (candidate.equals(key)) {
            return true;
        }
        CatalogKey parsed = CatalogKey.parse(candidate);
        String pattern = parsed.form().map(form -> form.pattern()).orElse("");
        if (pattern.equals(DATABASE)) {
            return parsed.part("database").orElseThrow().equals(name);
        }
        if (!pattern.equals(TABLE)) {
            return false;
        }
        String table = parsed.part("table").orElseThrow();
        String id = parsed.part("database").orElseThrow();
        if (!name.endsWith("." + table)) {
            return false;
        }
        String database = name.substring(0, name.length() - table.length() - 1);
        Optional<String> now = reader.names().database(U64.parse(id));
        return database.equals(now.orElse(id));
    }

    /** The deleted key; empty if no entry deleted the target. */
    Optional<Bytes> deleted() {
        return Optional.ofNullable(deletion).map(KeyChange::key);
    }

    /** All keys with the name: a database of this name may exist in several tenants. */
    Set<Bytes> deletedNames() {
        return deletedNames;
    }

    /** The index of the entry with the deletion. */
    long entry() {
        return entry;
    }

    /** The changes of that entry, and the deletion of the owner, by key. */
    NavigableMap<Bytes, KeyChange> changes() {
        NavigableMap<Bytes, KeyChange> all = new TreeMap<>(changes);
        id().ifPresent(id -> owners.forEach((owner, change) -> {
            if (owner.text().endsWith(id)) {
                all.putIfAbsent(owner, change);
            }
        }));
        return all;
    }

    /** The suffix of the owner's key. */
    private Optional<String> id() {
        if (deletion == null || !isObject(deletion.key()) || deletion.before().certainty() != Certainty.KNOWN) {
            return Optional.empty();
        }
        SeqV object = deletion.before().value();
        if (object == null) {
            return Optional.empty();
        }
        String id = object.data().text();
        if (deletion.key().startsWith(Bytes.utf8("__fd_table/"))) {
            return Optional.of("/table-by-id/" + id);
        }
        return Optional.of("/database-by-id/" + id);
    }

    /** The last change of a key after that entry, or null. */
    @Nullable
    KeyChange later(Bytes changed) {
        return later.get(changed);
    }
}
