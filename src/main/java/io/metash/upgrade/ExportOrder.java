package io.metash.upgrade;

import io.metash.record.U64;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The order of records in an export of a version (record-stream §2). */
final class ExportOrder {
    /** Rank of log entries, expiry rows and keys among the ranks of single records. */
    static final int LOGS = 20;

    static final int EXPIRES = 40;
    static final int KEYS = 50;

    private static final int SEQUENCES_LAST = 60;
    private static final List<String> RAFT_STATE = List.of("Id", "HardState", "StateMachineId", "Committed");
    private static final List<String> META = List.of("LastApplied", "Initialized", "LastMembership");

    private final boolean sequencesFirst;

    ExportOrder(DataVersion version) {
        sequencesFirst = version.compareTo(DataVersion.V003) >= 0;
    }

    Comparator<Fact> comparator() {
        return Comparator.<Fact>comparingInt(fact -> rank(fact.line()))
                .thenComparing((a, b) -> keys(a.line(), b.line()));
    }

    /** Returns the rank of a single record; rows of a kind come after all single records of lower rank. */
    int rank(StoreLine line) {
        return switch (line.kind()) {
            case DATA_HEADER -> line.stateMachine() < 0 ? 0 : LOGS + 10;
            case NODE_ID -> 10;
            case VOTE -> 11;
            case COMMITTED -> 13;
            case PURGED -> 14;
            case RAFT_STATE_KV -> 10 + RAFT_STATE.indexOf(line.key());
            case LOG_META -> LOGS + 1;
            case NODES -> sequencesFirst ? 36 : 31;
            case STATE_MACHINE_META -> 32 + META.indexOf(line.key());
            case SEQUENCES -> sequencesFirst ? 31 : SEQUENCES_LAST;
            default -> SEQUENCES_LAST + line.kind().ordinal();
        };
    }

    private static int keys(StoreLine a, StoreLine b) {
        if (a.kind() == LineKind.NODES && b.kind() == LineKind.NODES) {
            return U64.compare(StoreLine.unsigned(a.key(), 0), StoreLine.unsigned(b.key(), 0));
        }
        return Arrays.compareUnsigned(
                a.key().getBytes(StandardCharsets.UTF_8), b.key().getBytes(StandardCharsets.UTF_8));
    }
}
