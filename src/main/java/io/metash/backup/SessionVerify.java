package io.metash.backup;

import io.metash.integrity.Finding;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.session.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Verifies the export of a session; the only check possible on a running service. */
public final class SessionVerify {
    private SessionVerify() {}

    /** Verifies a session. */
    public static Verdict run(Session session, Progress progress, Cancel cancel) throws IOException {
        StreamVerify stream = new StreamVerify();
        try (RecordSource source = session.export()) {
            new Pump(source, List.of(), stream, progress, cancel).run();
        }
        List<Finding> findings = new ArrayList<>(stream.findings());
        return Verdict.of(session.place(), findings, stream.facts(), -1, null);
    }
}
