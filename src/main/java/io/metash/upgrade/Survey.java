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

/** Result of the first pass over a legacy store: its version, its single records, and the ranges of its rows. */
final class Survey {
    /** Commands on the catalog of V0-a (record-stream §8.4). */
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

    /**
     * Records and commands of the V0-a catalog.
     *
     * @param counts their number by kind
     * @param firstLine the first line with one, 0 for none
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

    /**
     * The active state machine of StateMachineId if present, else the one with the smallest number (legacy-versions
     * §4).
     */
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

    /** The header line, or the first line of a version without a header. */
    long headerLine() {
        return headerLine;
    }

    List<Fact> facts() {
        return facts;
    }

    /** Returns the range of the rows of a kind; empty when there are none. */
    Optional<RowRange> range(LineKind kind) {
        return Optional.ofNullable(ranges.get(kind));
    }

    /** The number of the selected state machine. */
    long stateMachine() {
        return stateMachine;
    }

    /** The number of records of each state machine. */
    TreeMap<Long, Long> stateMachines() {
        return stateMachines;
    }

    boolean hasState() {
        return !stateMachines.isEmpty();
    }

    boolean hasKeys() {
        return ranges.containsKey(LineKind.GENERIC_KV);
    }

    /** Whether any expiring keys have no expiry row. */
    boolean lacksExpiries() {
        return expiries.lacks(stateMachine);
    }

    Catalog catalog() {
        return catalog;
    }

    /** Whether the log is dropped, because some commands in it cannot be replayed. */
    boolean dropsLog() {
        return !catalog.isEmpty();
    }

    /** Whether a log entry was purged, by its index. */
    boolean isPurged(long index) {
        return purged.isPresent() && U64.compare(index, purged.get()) <= 0;
    }

    /** Accepts the Raft form of openraft 0.7; throws {@link BadText} when the version cannot have it. */
    void oldForm() {
        if (!anyForm && version.compareTo(DataVersion.V001) >= 0) {
            throw new BadText(
                    0,
                    "the header in line " + headerLine + " says " + version.label()
                            + ", but this record has the raft types of V0: two files may have been concatenated",
                    ExitStatus.VERSION);
        }
    }
}
