package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.integrity.StoreCheck;
import io.metash.ndjson.NdjsonSource;
import io.metash.raftdir.NewCluster;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Imports for tests. */
final class Imports {
    private static long plans;

    private Imports() {}

    static ImportReport run(Path raftDir, String text) throws IOException {
        return run(raftDir, text, null, Disk.real());
    }

    static ImportReport run(Path raftDir, String text, Set<StoreCheck> accepted) throws IOException {
        return run(raftDir, text, null, Disk.real(), accepted);
    }

    static ImportReport run(Path raftDir, String text, NewCluster cluster, Disk disk) throws IOException {
        return run(raftDir, text, cluster, disk, Set.of());
    }

    private static ImportReport run(Path raftDir, String text, NewCluster cluster, Disk disk, Set<StoreCheck> accepted)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ImportRequest request = new ImportRequest(raftDir, cluster, accepted, false, "p" + plans++);
        try (NdjsonSource source = new NdjsonSource(new ByteArrayInputStream(bytes), "backup", bytes.length);
                Import one = new Import(request, disk, System::currentTimeMillis)) {
            one.preflight(bytes.length);
            one.prepare(source, "backup", Progress.NONE, new Cancel());
            return one.commit();
        }
    }
}
