package io.metash.upgrade;

import java.util.List;

/**
 * V002 to V003 (legacy-versions §3.3): drops the header inside the snapshot, gives expiry rows a number of at least
 * 1, and adds a Sequences record.
 */
final class SnapshotStep implements LiftStep {
    private static final JsonObject.Text ZERO = JsonObject.Text.of("0");
    private static final JsonObject.Text ONE = JsonObject.Text.of("1");

    @Override
    public DataVersion from() {
        return DataVersion.V002;
    }

    @Override
    public DataVersion to() {
        return DataVersion.V003;
    }

    @Override
    public boolean apply(StoreLine line, Survey survey, LiftReport report) {
        switch (line.kind()) {
            case DATA_HEADER -> {
                if (line.stateMachine() >= 0) {
                    report.superseded("DataHeader inside the state machine", 1);
                    return false;
                }
            }
            case CLIENT_LAST_RESPS -> {
                report.lost(line.kind().label(), 1);
                return false;
            }
            case SEQUENCES -> {
                if (!line.key().equals(CatalogStep.GENERIC_KV)) {
                    report.lost("Sequences/" + line.key(), 1);
                    return false;
                }
            }
            case STATE_MACHINE_META -> {
                if (line.key().equals("Initialized")) {
                    report.superseded("Initialized", 1);
                    return false;
                }
            }
            case EXPIRE -> line.value().ifPresent(SnapshotStep::expire);
            default -> {
                // All other records are equal in both versions.
            }
        }
        return true;
    }

    /** Adds the number to an expiry row that V003 and later always write. */
    static void expire(JsonObject value) {
        if (!value.has("seq")) {
            value.putFirst("seq", ONE);
        } else if (value.isEmpty("seq") || "0".equals(String.valueOf(value.get("seq")))) {
            value.put("seq", ONE);
        }
    }

    @Override
    public void complete(List<Fact> facts, Survey survey) {
        facts.removeIf(HeaderStep::isHeader);
        facts.add(HeaderStep.header(DataVersion.V003));
        // With keys the record must exist, and the checks of the store report its absence.
        if (survey.hasState() && !survey.hasKeys() && !Fact.any(facts, LineKind.SEQUENCES, CatalogStep.GENERIC_KV)) {
            facts.add(Fact.added(StoreLine.of(LineKind.SEQUENCES, CatalogStep.GENERIC_KV, ZERO)));
        }
    }
}
