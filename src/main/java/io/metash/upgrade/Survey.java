package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.record.ExitStatus;
import io.metash.record.U64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the first reading of a legacy store found: its version, its single records, and where its rows are. */
final class Survey {
    /** The commands on the catalog of V0-a (record-stream §8.4). */
    static final Set<String> CATALOG_COMMANDS = Set.of(
            "CreateDatabase",
            "DropDatabase",
            "CreateTable",
            "DropTable",
            "RenameTable",
            "UpsertTableOptions",
            "CreateShare",
            "DropShare");

    private final DataVersion version;
    private final boolean anyForm;
    private final long headerLine;
    private final List<Fact> facts;
    private final Map<LineKind, RowRange> ranges;
    private final TreeMap<Long, Long> stateMachines;
    private final Catalog catalog;
    private final ExpirySums expiries;
    private final long stateMachine;
    private final Optional<Long> purged;
    private volatile boolean oldForm;

    /**
     * Records and commands of the catalog of V0-a.
     *
     * @param counts how many, by family
     * @param firstLine the first line that holds one, 0 for none
     */
    record Catalog(Map<String, Long> counts, long firstLine) {
        boolean isEmpty() {
            return counts.isEmpty();
        }
    }

    Survey(
            DataVersion version,
            boolean anyForm,
            long headerLine,
            List<Fact> facts,
            Map<LineKind, RowRange> ranges,
            TreeMap<Long, Long> stateMachines,
            Catalog catalog,
            ExpirySums expiries) {
        this.version = version;
        this.anyForm = anyForm;
        this.headerLine = headerLine;
        this.facts = List.copyOf(facts);
        this.ranges = new EnumMap<>(ranges);
        this.stateMachines = stateMachines;
        this.catalog = catalog;
        this.expiries = expiries;
        this.stateMachine = chosen();
        this.purged = facts.stream()
                .filter(fact -> fact.is(LineKind.LOG_META, "LastPurged"))
                .findFirst()
                .flatMap(fact -> fact.line().value())
                .map(value -> value.object("LogId"))
                .map(id -> id.get("index"))
                .map(index -> StoreLine.unsigned(index, 0));
    }

    /** The active state machine of StateMachineId if present, else the one with the smallest number (legacy-versions §4). */
    private long chosen() {
        if (stateMachines.isEmpty()) {
            return 0;
        }
        return facts.stream()
                .filter(fact -> fact.is(LineKind.RAFT_STATE_KV, "StateMachineId"))
                .findFirst()
                .flatMap(fact -> fact.line().value())
                .map(value -> String.valueOf(value.get("StateMachineId")))
                .map(numbers -> numbers.replaceAll("[^0-9,]", "").split(",", -1)[0])
                .filter(number -> !number.isEmpty())
                .map(number -> StoreLine.unsigned(number, 0))
                .filter(stateMachines::containsKey)
                .orElse(stateMachines.firstKey());
    }

    DataVersion version() {
        return version;
    }

    /** The header line of a version with header, and the first line of one without. */
    long headerLine() {
        return headerLine;
    }

    List<Fact> facts() {
        return facts;
    }

    /** Where the rows of a kind are; empty when there are none. */
    Optional<RowRange> range(LineKind kind) {
        return Optional.ofNullable(ranges.get(kind));
    }

    /** The number of the state machine that is the store's. */
    long stateMachine() {
        return stateMachine;
    }

    /** All state machines, and how many records each has. */
    TreeMap<Long, Long> stateMachines() {
        return stateMachines;
    }

    boolean hasState() {
        return !stateMachines.isEmpty();
    }

    boolean hasKeys() {
        return ranges.containsKey(LineKind.GENERIC_KV);
    }

    /** Whether keys that expire have no expiry row. */
    boolean lacksExpiries() {
        return expiries.lacks(stateMachine);
    }

    Catalog catalog() {
        return catalog;
    }

    /** Whether the log is left out, as commands in it cannot be replayed. */
    boolean dropsLog() {
        return !catalog.isEmpty();
    }

    /** Whether a log entry was purged, by its index. */
    boolean isPurged(long index) {
        return purged.isPresent() && U64.compare(index, purged.get()) <= 0;
    }

    /** Records the raft form of openraft 0.7; throws {@link BadText} when the version has none. */
    void oldForm() {
        oldForm = true;
        if (!anyForm && version.compareTo(DataVersion.V001) >= 0) {
            throw new BadText(
                    0,
                    "the header in line " + headerLine + " says " + version.label()
                            + ", but this record has the raft types of V0: two files may have been concatenated",
                    ExitStatus.VERSION);
        }
    }

    /** Whether a record in the raft form of openraft 0.7 was seen so far. */
    boolean metOldForm() {
        return oldForm;
    }
}
