package io.metash.integrity;

import io.metash.catalog.FirstSegments;
import io.metash.catalog.KeyText;
import io.metash.catalog.ObjectKind;
import io.metash.catalog.ReferenceKind;
import io.metash.catalog.References;
import io.metash.catalog.TenantSpelling;
import io.metash.record.Bytes;
import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds dangling references: grants, owners, lists of ids and the like that name missing objects. A drop does not
 * remove all of them, so they are reported but do not count as damage (keyspace §6). Keeps a limited number of ids
 * and hashes of names, never values.
 */
public final class DanglingReferences implements References.ReferenceSink {
    private static final int NAMED = 3;
    private static final int MAX_CHUNKS = 10_000;
    private static final int MAX_NAMES = 10_000;
    private static final long MAX_NAME_BYTES = 1 << 20;

    private static final IdSet NONE = new IdSet();

    private final References references = new References(this);
    private final FirstSegments<ObjectKind> objects = new FirstSegments<>();
    private final Map<ObjectKind, IdSet> present = new EnumMap<>(ObjectKind.class);
    private final HashSet64 names = new HashSet64();
    private final Map<ReferenceKind, Map<ObjectKind, IdSet>> wanted = new EnumMap<>(ReferenceKind.class);
    private final Map<ReferenceKind, Map<Bytes, ObjectKind>> wantedNames = new EnumMap<>(ReferenceKind.class);
    private long nameBytes;
    private long unread;
    private boolean tooMany;

    public DanglingReferences() {
        for (ObjectKind kind : ObjectKind.values()) {
            objects.put(kind.prefix(), kind);
            if (kind.byId()) {
                present.put(kind, new IdSet(MAX_CHUNKS));
            }
        }
    }

    /** Adds a key. */
    public void add(MetaRecord.Kv kv) {
        byte[] key = kv.key().array();
        ObjectKind kind = objects.of(key);
        IdSet ids = null;
        if (kind != null) {
            ids = present.get(kind);
        }
        if (ids != null) {
            Long id = KeyText.id(key, lastSegment(key));
            if (id != null) {
                ids.add(id);
            }
        } else if (kind != null) {
            names.add(spelled(kv.key()));
        }
        references.scan(kv.key(), kv.value().data());
    }

    /** The bytes of a key with its tenant escaped, since two families may spell one tenant differently. */
    private static byte[] spelled(Bytes key) {
        return Bytes.utf8(TenantSpelling.escaped(key.text())).array();
    }

    private static int lastSegment(byte[] key) {
        int at = key.length;
        while (at > 0 && key[at - 1] != '/') {
            at--;
        }
        return at;
    }

    @Override
    public void id(ReferenceKind reason, ObjectKind kind, long id) {
        wanted.computeIfAbsent(reason, r -> new EnumMap<>(ObjectKind.class))
                .computeIfAbsent(kind, t -> new IdSet(MAX_CHUNKS))
                .add(id);
    }

    @Override
    public void name(ReferenceKind reason, ObjectKind kind, Bytes key) {
        Map<Bytes, ObjectKind> of = wantedNames.computeIfAbsent(reason, r -> new LinkedHashMap<>());
        if (!of.containsKey(key)) {
            nameBytes += key.array().length;
            if (of.size() == MAX_NAMES || nameBytes > MAX_NAME_BYTES) {
                tooMany = true;
                return;
            }
            of.put(key, kind);
        }
    }

    @Override
    public void unread() {
        unread++;
    }

    /** Returns the findings by reason; complete after the last key. */
    public List<Finding> findings() {
        return findings(NAMED);
    }

    /** Returns the findings by reason, with at most {@code named} names each; complete after the last key. */
    public List<Finding> findings(int named) {
        List<Finding> findings = new ArrayList<>();
        for (ReferenceKind reason : EnumSet.allOf(ReferenceKind.class)) {
            List<String> first = new ArrayList<>();
            long[] count = {0};
            wanted.getOrDefault(reason, Map.of()).forEach((kind, ids) -> {
                IdSet here = present.getOrDefault(kind, NONE);
                tooMany |= ids.full() || here.full();
                if (!here.full()) {
                    ids.eachNotIn(here, id -> {
                        if (count[0]++ < named) {
                            first.add(kind.word() + " " + U64.text(id));
                        }
                    });
                }
            });
            tooMany |= names.full();
            if (!names.full()) {
                wantedNames.getOrDefault(reason, Map.of()).forEach((key, kind) -> {
                    if (!names.has(spelled(key)) && count[0]++ < named) {
                        first.add(kind.word() + " " + key);
                    }
                });
            }
            if (count[0] > 0) {
                String more = "";
                if (count[0] > named) {
                    more = ", and " + (count[0] - named) + " more";
                }
                Note note = new Note(
                        Note.Code.DANGLING,
                        "missing, though " + words(reason) + ": " + String.join(", ", first) + more);
                findings.add(Finding.noted(Grade.CONSISTENT, note, explained(reason)));
            }
        }
        if (unread > 0) {
            findings.add(Finding.of(
                    Note.Code.REFERENCES_UNCHECKED,
                    "values of users, roles, owners, tables and lists that could not be read, so"
                            + " their references were not checked: " + unread));
        }
        if (tooMany) {
            findings.add(Finding.of(
                    Note.Code.REFERENCES_UNCHECKED,
                    "there are more ids or names than fit into memory, so some references were not checked"));
        }
        return findings;
    }

    private static String explained(ReferenceKind reason) {
        String cause =
                switch (reason) {
                    case GRANTED -> "grants remain after a drop; they have no effect";
                    case OWNED -> "the owner record remains after a drop; it has no effect";
                    case OWNS -> "the role was dropped; account_admin manages its objects";
                    case OF_USER -> "the role or policy was dropped after it was assigned to the user";
                    case ONCE_NAMED ->
                        "a vacuum removes the object before its list of ids; the object can no longer be undropped";
                    case NEEDED -> "an object was removed that others depend on; queries on those may fail";
                    case KEPT_FOR -> "a vacuum removes the table before the keys kept for it; they only occupy space";
                };
        return cause + "; very many of them may mean that keys are missing";
    }

    private static String words(ReferenceKind reason) {
        return switch (reason) {
            case GRANTED -> "granted to a user or a role";
            case OWNED -> "its owner is recorded";
            case OWNS -> "it is recorded as an owner";
            case OF_USER -> "it is assigned to a user";
            case ONCE_NAMED -> "it is in the list of ids of a name";
            case NEEDED -> "a table, an index or a sequence refers to it";
            case KEPT_FOR -> "keys are kept for it";
        };
    }
}
