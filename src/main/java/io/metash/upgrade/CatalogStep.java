package io.metash.upgrade;

import java.util.List;

/**
 * V0-a to V0-b. Until v0.7.39, databases, tables and shares were separate records; later releases use keys with
 * protobuf values and have no migration, so these records are dropped. A log without its catalog commands cannot be
 * replayed: it is dropped too, and counts as purged up to LastApplied (legacy-versions §3.6).
 */
final class CatalogStep implements LiftStep {
    /** The only sequence generator that later releases use. */
    static final String GENERIC_KV = "generic-kv";

    @Override
    public DataVersion from() {
        return DataVersion.V0_A;
    }

    @Override
    public DataVersion to() {
        return DataVersion.V0_B;
    }

    @Override
    public boolean apply(StoreLine line, Survey survey, LiftReport report) {
        LineKind kind = line.kind();
        if (kind == LineKind.SEQUENCES && !line.key().equals(GENERIC_KV)) {
            report.lost("Sequences/" + line.key(), 1);
            return false;
        }
        // The survey counted catalog rows and the dropped log.
        return !kind.catalog() && !(survey.dropsLog() && (kind == LineKind.LOGS || kind == LineKind.LOG_META));
    }

    @Override
    public void complete(List<Fact> facts, Survey survey) {
        if (!survey.dropsLog()) {
            return;
        }
        facts.stream()
                .filter(fact -> fact.is(LineKind.STATE_MACHINE_META, "LastApplied")
                        && fact.line().stateMachine() == survey.stateMachine())
                .findFirst()
                .flatMap(applied -> applied.line().value())
                .ifPresent(value -> facts.add(Fact.added(StoreLine.of(LineKind.LOG_META, "LastPurged", value))));
    }
}
