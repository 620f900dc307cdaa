package io.metash.upgrade;

import java.util.List;

/**
 * V001 to V002: selects one state machine (legacy-versions §4) as number 0, drops Initialized, and adds an unknown
 * Committed (legacy-versions §3.2).
 */
final class SingleStateStep implements LiftStep {
    @Override
    public DataVersion from() {
        return DataVersion.V001;
    }

    @Override
    public DataVersion to() {
        return DataVersion.V002;
    }

    @Override
    public boolean apply(StoreLine line, Survey survey, LiftReport report) {
        long state = line.stateMachine();
        if (state >= 0 && state != survey.stateMachine()) {
            report.superseded("record of state machine " + state, 1);
            return false;
        }
        boolean initialized =
                line.kind() == LineKind.STATE_MACHINE_META && line.key().equals("Initialized");
        boolean stateMachineId =
                line.kind() == LineKind.RAFT_STATE_KV && line.key().equals("StateMachineId");
        if (initialized || stateMachineId) {
            report.superseded(line.key(), 1);
        }
        return !initialized && !stateMachineId;
    }

    @Override
    public void complete(List<Fact> facts, Survey survey) {
        facts.removeIf(HeaderStep::isHeader);
        facts.add(HeaderStep.header(DataVersion.V002));
    }

    /** Committed is always written, null when unknown (record-stream §5.1). */
    static void addCommitted(List<Fact> facts) {
        if (!Fact.any(facts, LineKind.RAFT_STATE_KV, "Committed")) {
            facts.add(Fact.added(StoreLine.of(
                    LineKind.RAFT_STATE_KV, "Committed", JsonObject.of("Committed", JsonObject.Text.NULL))));
        }
    }
}
