package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.integrity.StoreCheck;
import io.metash.ndjson.NdjsonSource;
import io.metash.raftdir.NewCluster;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
        return run(request, new ByteArrayInputStream(bytes), bytes.length, disk);
    }

    /** Imports a text of any length. */
    static ImportReport run(Path raftDir, InputStream text, long bytes) throws IOException {
        return run(new ImportRequest(raftDir, null, Set.of(), false, "p" + plans++), text, bytes, Disk.real());
    }

    private static ImportReport run(ImportRequest request, InputStream text, long bytes, Disk disk) throws IOException {
        try (NdjsonSource source = new NdjsonSource(text, "backup", bytes);
                Import one = new Import(request, disk, System::currentTimeMillis)) {
            one.preflight(bytes);
            one.prepare(source, "backup", Progress.NONE, new Cancel());
            return one.commit();
        }
    }
}
