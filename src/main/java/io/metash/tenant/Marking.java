package io.metash.tenant;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.KeyPart;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.tenant.TenantRoots.Root;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Decides which keys to keep (filter-tenant §3). */
final class Marking implements Dependencies.Reach {
    private static final int MAX_EXAMPLES = 20;
    private static final Set<String> GLOBAL = Set.of("__fd_table_lock_v2_seq");
    private static final Set<String> TRANSIENT = Set.of("__fd_workload_queries_queue");
    private static final String TASK_LOCK = "0-0-";

    private final String name;
    private final StoreIndex index;
    private final KeyTable keys;
    private final TenantName tenant;
    private final FilterOptions options;
    private final Consumer<String> notes;
    private final Cancel cancel;
    private final Dependencies dependencies;
    private final BitSet kept = new BitSet();
    private final BitSet dropped = new BitSet();
    private int[] queue = new int[64];
    private int queued;
    private int from;
    private Mark mark = Mark.KEEP;

    Marking(
            String name,
            StoreIndex index,
            TenantName tenant,
            FilterOptions options,
            Consumer<String> notes,
            Cancel cancel) {
        this.name = name;
        this.index = index;
        this.keys = index.keys();
        this.tenant = tenant;
        this.options = options;
        this.notes = notes;
        this.cancel = cancel;
        this.dependencies = new Dependencies(index, options.strict(), this);
    }

    /** Marks all keys. */
    void run() {
        roots(Mark.KEEP);
        roots(Mark.DROP);
        orphans();
        if (!options.strict()) {
            tenantsOfOtherKeys();
            unowned();
        }
        unknown();
        requireReadableIds();
    }

    private void roots(Mark wanted) {
        for (int rank = 0; rank < keys.size(); rank++) {
            Optional<Root> root = TenantRoots.of(segments(rank));
            if (root.isPresent() && decided(root.get()) == wanted) {
                decide(rank, wanted);
            }
        }
    }

    private String[] segments(int rank) {
        return keys.key(rank).text().split("/", -1);
    }

    private Mark decided(Root root) {
        return switch (root.rule()) {
            case KEEP -> Mark.KEEP;
            case DROP -> Mark.DROP;
            case TENANT -> tenant.isNamedBy(root.tenant(), options.strict()) ? Mark.KEEP : Mark.DROP;
        };
    }

    /** Marks a key and its dependencies. */
    private void decide(int rank, Mark as) {
        cancel.check();
        mark = as;
        from = rank;
        set(rank);
        while (queued > 0) {
            from = queue[--queued];
            dependencies.of(from);
        }
    }

    private void set(int rank) {
        Mark before = keys.mark(rank);
        if (before == Mark.NONE) {
            keys.mark(rank, mark);
            if (queued == queue.length) {
                queue = Arrays.copyOf(queue, queued * 2);
            }
            queue[queued++] = rank;
        } else if (before != mark) {
            conflict(rank);
        }
    }

    private void conflict(int rank) {
        String what = keys.key(rank) + " belongs to the tenant and to another one";
        if (options.strict()) {
            throw Failure.of(ExitStatus.REFUSED, "conflicting tenant filter marks: " + what)
                    .at(name + ":" + keys.line(rank))
                    .because(keys.key(from) + " in line " + keys.line(from) + " leads to it")
                    .next("run the command without --strict: the first mark is kept");
        }
        String stays = "dropped";
        if (keys.mark(rank) == Mark.KEEP) {
            stays = "kept";
        }
        note("conflict at line " + keys.line(rank) + ": " + keys.key(from) + " leads to " + keys.key(rank)
                + ", which is " + stays);
    }

    private void note(String text) {
        notes.accept("filter-tenant: " + text);
    }

    @Override
    public void required(String key) {
        int rank = index.find(key, options.strict());
        if (rank != KeyTable.MISSING) {
            set(rank);
        } else if (mark == Mark.KEEP) {
            missing(key);
        }
    }

    private void missing(String key) {
        if (options.strict()) {
            throw Failure.of(ExitStatus.REFUSED, "required key not found: " + key)
                    .at(name + ":" + keys.line(from))
                    .because(keys.key(from) + " refers to it")
                    .next("run the command without --strict: stale references are named and kept");
        }
        note("stale reference at line " + keys.line(from) + ": " + keys.key(from) + " refers to " + key
                + ", which is not in the export");
    }

    @Override
    public void optional(String key) {
        int rank = index.find(key, options.strict());
        if (rank != KeyTable.MISSING) {
            set(rank);
        }
    }

    @Override
    public void under(String prefix) {
        for (String spelled : StoreIndex.spellings(prefix, options.strict())) {
            Bytes start = Bytes.utf8(spelled);
            for (int rank = keys.firstFrom(start);
                    rank < keys.size() && keys.key(rank).startsWith(start);
                    rank++) {
                set(rank);
            }
        }
    }

    @Override
    public boolean reached(String key) {
        int rank = index.find(key, options.strict());
        if (rank == KeyTable.MISSING) {
            return false;
        }
        BitSet reached = dropped;
        if (mark == Mark.KEEP) {
            reached = kept;
        }
        boolean again = reached.get(rank);
        reached.set(rank);
        return again;
    }

    @Override
    public void unread() {
        if (options.strict()) {
            throw unreadable(from);
        }
        if (mark == Mark.KEEP) {
            noteUnread(from);
        }
    }

    private Failure unreadable(int rank) {
        return Failure.of(ExitStatus.DAMAGED, "the value of " + keys.key(rank) + " cannot be decoded")
                .at(name + ":" + keys.line(rank))
                .because("its references are unknown")
                .next("run the command without --strict: the record is named and kept");
    }

    private void noteUnread(int rank) {
        note("undecodable value at line " + keys.line(rank) + ": " + keys.key(rank) + ", its references are unknown");
    }

    /** Marks keys of a missing table, database or index (filter-tenant §3.5). */
    private void orphans() {
        Orphans orphans = new Orphans(index);
        for (int rank = 0; rank < keys.size(); rank++) {
            if (keys.mark(rank) == Mark.NONE) {
                Optional<String> reason = orphans.reason(segments(rank), keys.id(rank));
                if (reason.isPresent()) {
                    note("drop snapshot orphan at line " + keys.line(rank) + ": " + keys.key(rank) + ": "
                            + reason.get());
                    decide(rank, Mark.DROP);
                }
            }
        }
    }

    /** Marks keys that name their tenant although metactl has no rule for them. */
    private void tenantsOfOtherKeys() {
        for (int rank = 0; rank < keys.size(); rank++) {
            if (keys.mark(rank) != Mark.NONE) {
                continue;
            }
            CatalogKey key = CatalogKey.parse(keys.key(rank));
            Optional<KeyPart> named = key.parts().stream()
                    .filter(part -> part.name().equals(KeyPart.TENANT))
                    .findFirst();
            if (named.isPresent()) {
                decide(rank, named.get().text().equals(tenant.plain()) ? Mark.KEEP : Mark.DROP);
            } else if (GLOBAL.contains(segments(rank)[0])) {
                decide(rank, Mark.KEEP);
            } else if (isTransient(keys.key(rank).text())) {
                decide(rank, Mark.DROP);
            }
        }
    }

    private static boolean isTransient(String key) {
        return key.startsWith(TASK_LOCK) || TRANSIENT.contains(key.split("/", 2)[0]);
    }

    /**
     * Marks keys of known families without a name that leads to them, such as the record of an object whose creation
     * was interrupted.
     */
    private void unowned() {
        for (int rank = 0; rank < keys.size(); rank++) {
            if (keys.mark(rank) == Mark.NONE
                    && CatalogKey.parse(keys.key(rank)).form().isPresent()) {
                note("drop unowned key at line " + keys.line(rank) + ": " + keys.key(rank) + ": no name leads to it");
                keys.mark(rank, Mark.DROP);
            }
        }
    }

    private void unknown() {
        List<String> examples = new ArrayList<>();
        TreeMap<String, Integer> families = new TreeMap<>();
        Mark as = Mark.DROP;
        if (options.unknown() == UnknownKeys.KEEP) {
            as = Mark.KEEP;
        }
        int count = 0;
        for (int rank = 0; rank < keys.size(); rank++) {
            if (keys.mark(rank) == Mark.NONE) {
                count++;
                families.merge(segments(rank)[0], 1, Integer::sum);
                if (examples.size() < MAX_EXAMPLES) {
                    examples.add("line " + keys.line(rank) + ": " + keys.key(rank));
                }
                keys.mark(rank, as);
            }
        }
        if (count > 0 && (options.strict() || options.unknown() == UnknownKeys.FAIL)) {
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "did not mark all state machine entries; keys without an owner: " + count)
                    .at(name)
                    .because(String.join(", ", examples))
                    .next("decide for all of them without --strict: --unknown keep or --unknown drop");
        }
        String done;
        if (as == Mark.KEEP) {
            done = "kept";
        } else {
            done = "dropped";
        }
        families.forEach((family, keysOf) -> note("unknown family " + family + ": " + keysOf + " " + done));
    }

    /** Fails for values that should contain an id and do not: fatal by metactl's rule, regardless of their owner. */
    private void requireReadableIds() {
        for (Bytes key : index.unread()) {
            int rank = keys.find(key);
            if (options.strict()) {
                throw unreadable(rank);
            }
            if (keys.mark(rank) == Mark.KEEP) {
                noteUnread(rank);
            }
        }
    }
}
