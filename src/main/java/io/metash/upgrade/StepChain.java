package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.LineStage;
import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversion steps from one data version to a later one, in order. */
final class StepChain implements LineStage {
    private static final List<LiftStep> ALL = List.of(
            new CatalogStep(),
            new RaftTypesStep(),
            new HeaderStep(DataVersion.V0_C, DataVersion.V0_H),
            new HeaderStep(DataVersion.V0_H, DataVersion.V001),
            new SingleStateStep(),
            new SnapshotStep(),
            new LogLiftStep());

    private final String name;
    private final List<LiftStep> steps;
    private final Survey survey;
    private final LiftReport report;
    private final DataVersion to;

    /** Creates the steps from the surveyed version; {@code name} is the store's name in errors. */
    StepChain(String name, Survey survey, DataVersion to, LiftReport report) {
        this.name = name;
        this.survey = survey;
        this.report = report;
        this.to = to;
        this.steps = steps(survey.version(), to);
    }

    /**
     * Records of V0 may have either Raft form, regardless of the rest of the file, and records of later versions only
     * the new one. The step that converts the form handles both.
     */
    private static List<LiftStep> steps(DataVersion from, DataVersion to) {
        List<LiftStep> steps = new ArrayList<>();
        for (LiftStep step : ALL) {
            boolean forms = step instanceof RaftTypesStep && from.compareTo(DataVersion.V004) < 0;
            if ((forms || step.from().compareTo(from) >= 0) && step.to().compareTo(to) <= 0) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** Converts the single records, in no order. */
    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>(survey.facts());
        for (LiftStep step : steps) {
            List<Fact> lifted = new ArrayList<>();
            for (Fact fact : facts) {
                if (apply(step, fact)) {
                    lifted.add(fact);
                }
            }
            step.complete(lifted, survey);
            facts = lifted;
        }
        if (to == DataVersion.V002 || to == DataVersion.V003) {
            SingleStateStep.addCommitted(facts);
        }
        return facts;
    }

    private boolean apply(LiftStep step, Fact fact) {
        try {
            return step.apply(fact.line(), survey, report);
        } catch (BadText bad) {
            throw Failure.of(bad.status(), "invalid line")
                    .at(fact.place(name))
                    .because(bad.what())
                    .next("run the export again, or correct the line")
                    .causedBy(bad);
        }
    }

    @Override
    public boolean passesKeys() {
        return to == DataVersion.V004
                && survey.stateMachine() == 0
                && survey.stateMachines().size() == 1;
    }

    @Override
    public byte @Nullable [] apply(byte[] buffer, int from, int end) {
        try {
            StoreLine line = StoreLine.parse(buffer, from, end);
            for (LiftStep step : steps) {
                if (!step.apply(line, survey, report)) {
                    return null;
                }
            }
            return line.text(stateMachine(line));
        } catch (BadText bad) {
            if (bad.at() >= from) {
                throw bad;
            }
            throw new BadText(from, bad.what(), bad.status());
        }
    }

    /** Returns the sort key of a row: before V002, each state machine has its own rows. */
    byte[] sortKey(long stateMachine, RowKey key) {
        if (to.compareTo(DataVersion.V002) >= 0) {
            return Arrays.copyOf(key.bytes(), key.length());
        }
        return ByteBuffer.allocate(Long.BYTES + key.length())
                .putLong(stateMachine)
                .put(key.bytes(), 0, key.length())
                .array();
    }

    /** Names a row by its sort key, for messages. */
    String rowName(LineKind kind, byte[] sortKey) {
        ByteBuffer key = ByteBuffer.wrap(sortKey);
        if (to.compareTo(DataVersion.V002) < 0) {
            key.getLong();
        }
        return switch (kind) {
            case LOGS -> "log entry " + U64.text(key.getLong());
            case EXPIRE -> "Expire " + U64.text(key.getLong()) + "-" + U64.text(key.getLong());
            default ->
                Bytes.of(Arrays.copyOfRange(sortKey, key.position(), sortKey.length))
                        .text();
        };
    }

    /** V002 and later have one state machine, number 0. */
    long stateMachine(StoreLine line) {
        if (to.compareTo(DataVersion.V002) >= 0) {
            return 0;
        }
        return line.stateMachine();
    }
}
