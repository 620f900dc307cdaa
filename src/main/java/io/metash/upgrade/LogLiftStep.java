package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.record.U64;
import java.util.List;

/** V003 to V004 (legacy-versions §3.4): Raft state and log become separate records; purged log entries are dropped. */
final class LogLiftStep implements LiftStep {
    @Override
    public DataVersion from() {
        return DataVersion.V003;
    }

    @Override
    public DataVersion to() {
        return DataVersion.V004;
    }

    @Override
    public boolean apply(StoreLine line, Survey survey, LiftReport report) {
        switch (line.kind()) {
            case LOGS -> {
                return entry(line, survey, report);
            }
            case LOG_META -> line.change(LineKind.PURGED, content(line, "LogId"));
            case RAFT_STATE_KV -> {
                return raftState(line, report);
            }
            case EXPIRE -> line.value().ifPresent(SnapshotStep::expire);
            default -> {
                // The state machine is equal in both versions.
            }
        }
        return true;
    }

    private static boolean entry(StoreLine line, Survey survey, LiftReport report) {
        Object entry = line.fields().map(fields -> fields.get("value")).orElse(null);
        if (!(entry instanceof JsonObject value)) {
            throw new BadText(0, "expected a log entry as the value of a Logs record");
        }
        long key = StoreLine.unsigned(line.key(), 0);
        JsonObject id = value.object("log_id");
        Object index = null;
        if (id != null) {
            index = id.get("index");
        }
        if (index != null && StoreLine.unsigned(index, 0) != key) {
            throw new BadText(0, "the key " + U64.text(key) + " is not the index " + index + " of the entry");
        }
        if (survey.isPurged(key)) {
            report.superseded("log entry that was purged", 1);
            return false;
        }
        line.change(LineKind.LOG_ENTRY, value);
        return true;
    }

    private static Object content(StoreLine line, String name) {
        Object content = line.value().map(value -> value.get(name)).orElse(null);
        if (content == null) {
            throw new BadText(
                    0, "the key '" + line.key() + "' of " + line.kind().label() + " does not match its value");
        }
        return content;
    }

    private static boolean raftState(StoreLine line, LiftReport report) {
        switch (line.key()) {
            case "Id" -> line.change(LineKind.NODE_ID, content(line, "NodeId"));
            case "HardState" -> line.change(LineKind.VOTE, content(line, "HardState"));
            case "Committed" -> line.change(LineKind.COMMITTED, content(line, "Committed"));
            case "StateMachineId" -> {
                report.superseded("StateMachineId", 1);
                return false;
            }
            default -> throw new BadText(0, "unknown key '" + line.key() + "' of RaftStateKV");
        }
        return true;
    }

    @Override
    public void complete(List<Fact> facts, Survey survey) {
        facts.removeIf(HeaderStep::isHeader);
        facts.add(Fact.added(StoreLine.of(
                LineKind.DATA_HEADER, "header", JsonObject.of("version", JsonObject.Text.of("\"V004\"")))));
        addNull(facts, LineKind.COMMITTED);
        addNull(facts, LineKind.PURGED);
    }

    /** Adds the records of a node that has never used Raft. */
    static void addUntouchedRaft(List<Fact> facts) {
        addNull(facts, LineKind.NODE_ID);
        addNull(facts, LineKind.VOTE);
        facts.add(Fact.added(StoreLine.of(
                LineKind.STATE_MACHINE_META,
                "LastMembership",
                JsonObject.of(
                        "Membership",
                        JsonObject.Text.of("{\"log_id\":null,\"membership\":{\"configs\":[],\"nodes\":{}}}")))));
    }

    private static void addNull(List<Fact> facts, LineKind kind) {
        if (facts.stream().noneMatch(fact -> fact.line().kind() == kind)) {
            facts.add(Fact.added(StoreLine.of(kind, JsonObject.Text.NULL)));
        }
    }
}
