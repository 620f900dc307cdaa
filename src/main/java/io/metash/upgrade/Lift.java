package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.NdjsonSource;
import io.metash.ndjson.ReadNotes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The conversion of a surveyed legacy store to a later version: its records in the export order of that version. */
final class Lift implements Closeable {
    private final String name;
    private final ScratchText text;
    private final Path scratch;
    private final Survey survey;
    private final DataVersion to;
    private final LiftReport report;
    private final List<ReadNotes> rowNotes = new CopyOnWriteArrayList<>();
    private final long textBytes;
    private final StepChain chain;
    private boolean withoutRaft;

    /**
     * Consecutive records: a single record, or the rows of a kind.
     *
     * @param fact the single record, or empty
     * @param rows the range of the rows, or empty
     * @param kind the kind of record in the old text
     */
    record Part(Optional<Fact> fact, Optional<RowRange> rows, LineKind kind) {
        /** The size of the rows in the text; 0 for a single record. */
        long bytes() {
            return rows.map(range -> range.to() - range.from()).orElse(0L);
        }
    }

    /** Takes ownership of the text and the survey. */
    Lift(String name, ScratchText text, Path scratch, Survey survey, DataVersion to) throws IOException {
        this.name = name;
        this.text = text;
        this.scratch = scratch;
        this.survey = survey;
        this.to = to;
        this.textBytes = text.size();
        this.report = new LiftReport(survey.version());
        this.chain = new StepChain(name, survey, to, report);
        refuseUnreplayable();
        survey.catalog().counts().forEach(report::lost);
        if (survey.stateMachines().size() > 1) {
            report.note(survey.stateMachines().size() + " state machines found, numbers "
                    + survey.stateMachines().navigableKeySet() + ": number " + survey.stateMachine() + " is used");
        }
    }

    /** Adds the Raft records of a new node, for a store written without Raft. */
    Lift withoutRaft() {
        if (to == DataVersion.V004) {
            withoutRaft = true;
            report.note("the store was written without Raft by an embedded Databend: it has no node id, vote, log or"
                    + " membership; a server starts on it as a node of a new cluster: --id ID --initial-cluster"
                    + " ID=HOST:PORT");
        }
        return this;
    }

    List<Part> parts() {
        try {
            return ordered();
        } catch (BadText bad) {
            throw unreadable(name, bad);
        }
    }

    /** Creates the failure for a record whose line number is unknown. */
    static Failure unreadable(String name, BadText bad) {
        return Failure.of(bad.status(), "the store cannot be read")
                .at(name)
                .because(bad.what())
                .next("run the export again")
                .causedBy(bad);
    }

    private List<Part> ordered() {
        ExportOrder order = new ExportOrder(to);
        List<Fact> facts = chain.facts();
        if (withoutRaft) {
            LogLiftStep.addUntouchedRaft(facts);
        }
        facts.sort(order.comparator());
        List<Part> parts = new ArrayList<>();
        int next = 0;
        next = addFacts(facts, next, ExportOrder.LOGS, order, parts);
        if (!survey.dropsLog()) {
            addRows(LineKind.LOGS, parts);
        }
        next = addFacts(facts, next, ExportOrder.EXPIRES, order, parts);
        addRows(LineKind.EXPIRE, parts);
        addRows(LineKind.GENERIC_KV, parts);
        addFacts(facts, next, Integer.MAX_VALUE, order, parts);
        return parts;
    }

    private static int addFacts(List<Fact> facts, int from, int below, ExportOrder order, List<Part> parts) {
        int next = from;
        while (next < facts.size() && order.rank(facts.get(next).line()) < below) {
            Fact fact = facts.get(next++);
            parts.add(new Part(Optional.of(fact), Optional.empty(), fact.line().kind()));
        }
        return next;
    }

    private void addRows(LineKind kind, List<Part> parts) {
        boolean added = kind == LineKind.EXPIRE && completesExpiries();
        if (survey.range(kind).isPresent() || added) {
            parts.add(new Part(Optional.empty(), survey.range(kind), kind));
        }
    }

    /** Returns converted rows, with lines of other kinds between them. */
    NdjsonSource read(RowRange rows) {
        return NdjsonSource.part(
                text.read(rows.from(), rows.to()),
                name,
                rows.firstLine() - 1,
                rows.from(),
                rows.to() - rows.from(),
                chain);
    }

    /** Sorts rows that do not ascend on disk. */
    SortedLines sorted(RowRange rows, LineKind kind) throws IOException {
        return SortedLines.of(read(rows), kind, chain, scratch, name);
    }

    /** Whether to add missing expiry rows, as V004 requires. */
    private boolean completesExpiries() {
        return to == DataVersion.V004 && survey.lacksExpiries();
    }

    /** Opens the rows of a part; {@code notes} receives the reader's findings. */
    LiftedPart open(Part part, ReadNotes notes) throws IOException {
        if (part.kind() != LineKind.EXPIRE || !completesExpiries()) {
            return open(part.kind(), part.rows().orElseThrow(), notes);
        }
        Optional<LiftedPart> stored = Optional.empty();
        if (part.rows().isPresent()) {
            stored = Optional.of(open(LineKind.EXPIRE, part.rows().get(), notes));
        }
        RowRange keys = survey.range(LineKind.GENERIC_KV).orElseThrow();
        LiftedPart all = new AscendingPart(read(keys), LineKind.GENERIC_KV, keys.from());
        return CompletedExpiries.of(all, stored, scratch, report, name);
    }

    private LiftedPart open(LineKind kind, RowRange range, ReadNotes notes) throws IOException {
        if (!range.ascending()) {
            return new SortedPart(sorted(range, kind), name, notes);
        }
        NdjsonSource rows = read(range);
        rowNotes.add(rows.notes());
        return new AscendingPart(rows, kind, range.from());
    }

    /** The findings of the row readers. */
    List<ReadNotes> rowNotes() {
        return rowNotes;
    }

    /** Returns the text of a single record. */
    byte[] text(Fact fact) {
        return fact.line().text(chain.stateMachine(fact.line()));
    }

    StepChain chain() {
        return chain;
    }

    String name() {
        return name;
    }

    /** The size of the text in bytes. */
    long textBytes() {
        return textBytes;
    }

    Survey survey() {
        return survey;
    }

    LiftReport report() {
        return report;
    }

    /** Rejects a store that cannot be converted at all. */
    private void refuseUnreplayable() {
        boolean applied = survey.facts().stream()
                .anyMatch(fact -> fact.is(LineKind.STATE_MACHINE_META, "LastApplied")
                        && fact.line().stateMachine() == survey.stateMachine());
        if (survey.dropsLog() && !applied) {
            throw Failure.of(ExitStatus.VERSION, "this store cannot be upgraded")
                    .at(name + ":" + survey.catalog().firstLine())
                    .because("its log has commands on databases and tables from before v0.7.40, which no later release"
                            + " can replay, and no state machine has applied them")
                    .next("export the store again with the metactl of its release, from a node that has applied its"
                            + " log");
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
