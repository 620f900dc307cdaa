package io.metash.raftdir.legacy;

import io.metash.raftdir.sled.SledCursor;
import io.metash.raftdir.sled.SledDatabase;
import io.metash.raftdir.sled.SledTree;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trees of a meta store in a sled database (legacy-versions §5). Their names may share a prefix. */
final class LegacyTrees {
    private static final Pattern NAME = Pattern.compile("(.*)(header|raft_state|raft_log|state_machine/(\\d{1,18}))");

    private static final Bytes HARD_STATE = Bytes.of(new byte[] {LegacyKeys.RAFT_STATE_KV, 2});
    private static final Bytes LAST_APPLIED = Bytes.of(new byte[] {3, 1});

    private final String prefix;
    private final SortedMap<String, SledTree> fixed = new TreeMap<>();
    private final SortedMap<Long, SledTree> stateMachines = new TreeMap<>();

    private LegacyTrees(String prefix) {
        this.prefix = prefix;
    }

    /** Finds the trees; rejects a database with no meta store, or with several. */
    static LegacyTrees in(SledDatabase database, Path raftDir) {
        SortedMap<String, LegacyTrees> byPrefix = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (SledTree tree : database.trees()) {
            Matcher name = NAME.matcher(tree.name().text());
            if (name.matches()) {
                byPrefix.computeIfAbsent(name.group(1), LegacyTrees::new).add(name, tree);
            } else {
                others.add(tree.name().text());
            }
        }
        if (byPrefix.size() > 1) {
            throw Failure.of(ExitStatus.VERSION, "this sled database holds several meta stores")
                    .at(raftDir.toString())
                    .because("the names of their trees begin with: " + String.join(", ", byPrefix.keySet()))
                    .next("export each store with the databend-metactl of its release: metash reads the exports");
        }
        if (byPrefix.isEmpty() && !database.trees().isEmpty() && !others.equals(List.of("__sled__default"))) {
            throw Failure.of(ExitStatus.VERSION, "this sled database holds no meta store")
                    .at(raftDir.toString())
                    .because("its trees are: " + String.join(", ", others))
                    .next("name the raft_dir of databend-meta");
        }
        if (byPrefix.isEmpty()) {
            return new LegacyTrees("");
        }
        return Objects.requireNonNull(byPrefix.get(byPrefix.firstKey()));
    }

    private void add(Matcher name, SledTree tree) {
        if (name.group(3) != null) {
            stateMachines.put(Long.parseLong(name.group(3)), tree);
        } else {
            fixed.put(name.group(2), tree);
        }
    }

    /** The common prefix of the tree names, usually empty. */
    String prefix() {
        return prefix;
    }

    Optional<SledTree> header() {
        return Optional.ofNullable(fixed.get("header"));
    }

    Optional<SledTree> raftState() {
        return Optional.ofNullable(fixed.get("raft_state"));
    }

    Optional<SledTree> raftLog() {
        return Optional.ofNullable(fixed.get("raft_log"));
    }

    /**
     * Whether the vote, a LastApplied or the first log entry has a type of openraft 0.7 (record-stream §4). A store
     * of V001 or later has none.
     */
    boolean haveOldRaftTypes() throws IOException {
        if (raftState().isPresent()
                && value(raftState().get(), HARD_STATE).startsWith("{\"HardState\":{\"current_term\"")) {
            return true;
        }
        for (SledTree stateMachine : stateMachines.values()) {
            if (value(stateMachine, LAST_APPLIED).startsWith("{\"LogId\":{\"term\"")) {
                return true;
            }
        }
        if (raftLog().isEmpty()) {
            return false;
        }
        SledCursor entries = raftLog().get().scan();
        return entries.next() && entries.value().text().startsWith("{\"log_id\":{\"term\"");
    }

    private static String value(SledTree tree, Bytes key) throws IOException {
        return tree.get(key).map(Bytes::text).orElse("");
    }

    /** Whether there is a state machine but no Raft tree. */
    boolean withoutRaft() {
        return fixed.isEmpty() && !stateMachines.isEmpty();
    }

    /** The state machines by number. */
    SortedMap<Long, SledTree> stateMachines() {
        return stateMachines;
    }
}
