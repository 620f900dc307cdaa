package io.metash.upgrade;

import java.util.List;

/** A step that only changes the version in the header: V0-c to V0-h, which adds the header, and V0-h to V001. */
final class HeaderStep implements LiftStep {
    private final DataVersion from;
    private final DataVersion to;

    HeaderStep(DataVersion from, DataVersion to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public DataVersion from() {
        return from;
    }

    @Override
    public DataVersion to() {
        return to;
    }

    /** Returns the header line of a version up to V003 (record-stream §3). */
    static Fact header(DataVersion version) {
        return Fact.added(StoreLine.of(
                LineKind.DATA_HEADER,
                "header",
                JsonObject.of("version", JsonObject.Text.of('"' + version.header() + '"'))
                        .put("upgrading", JsonObject.Text.NULL)));
    }

    /** Whether a fact is the header line rather than a DataHeader inside a state machine. */
    static boolean isHeader(Fact fact) {
        return fact.line().kind() == LineKind.DATA_HEADER && fact.line().stateMachine() < 0;
    }

    @Override
    public boolean apply(StoreLine line, Survey survey, LiftReport report) {
        if (to == DataVersion.V0_H && line.kind() == LineKind.LOGS) {
            Deletes.complete(line);
        }
        return true;
    }

    @Override
    public void complete(List<Fact> facts, Survey survey) {
        facts.removeIf(HeaderStep::isHeader);
        facts.add(header(to));
    }
}
