package io.metash.backup;

import io.metash.integrity.DanglingReferences;
import io.metash.integrity.Finding;
import io.metash.integrity.StoreChecks;
import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.RecordSink;
import java.util.ArrayList;
import java.util.List;

/** Passes a stream through {@link StoreChecks} and adds notes and dangling references. */
public final class StreamVerify implements RecordSink {
    private final StreamFacts facts = new StreamFacts();
    private final StoreChecks checks = new StoreChecks();
    private final DanglingReferences dangling = new DanglingReferences();
    private final List<Finding> extra = new ArrayList<>();

    @Override
    public void accept(MetaRecord record) {
        accept(record, 0);
    }

    @Override
    public void accept(MetaRecord record, long line) {
        facts.add(record, 0);
        checks.accept(record, line);
        if (record instanceof MetaRecord.Kv kv) {
            dangling.add(kv);
        }
    }

    @Override
    public void finish() {
        checks.finish();
        if (checks.confirmed() != null) {
            extra.add(Finding.of(Note.Code.CHECKED, checks.confirmed()));
        }
        extra.addAll(dangling.findings());
        checks.notes().stream().map(Finding::of).forEach(extra::add);
    }

    /** Returns the findings; complete after {@link #finish}. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(checks.findings());
        all.addAll(extra);
        return all;
    }

    /** The facts of the stream. */
    public StreamFacts facts() {
        return facts;
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
