package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.integrity.Grade;
import io.metash.record.Cancel;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import io.metash.storage.StoredFile;
import io.metash.testing.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that would have the same name (case 06). */
class BackupNamesTest {
    private static final BackupName NAME = BackupName.of("p", 1_795_928_400_000L, "");

    @TempDir
    Path shelf;

    private StoredFile add(long node) throws IOException {
        return add(node, Disk.real());
    }

    private StoredFile add(long node, Disk disk) throws IOException {
        try (ShelfWriter writer = ShelfWriter.begin(shelf, NAME, disk)) {
            writer.sink().accept(MetaRecord.Header.V004);
            writer.sink().accept(new MetaRecord.NodeId(node));
            writer.sink().finish();
            return writer.commit("dir", "/r", "p", 1_795_928_400_000L);
        }
    }

    /** Sixteen backups at once, all of one second: sixteen files, each with its own manifest. */
    @Test
    void backupsInTheSameSecondGetDifferentNames() throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<StoredFile>> adding = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            long node = i;
            adding.add(threads.submit(() -> add(node)));
        }
        Set<String> names = new HashSet<>();
        for (Future<StoredFile> each : adding) {
            StoredFile file = each.get();
            names.add(file.name());
            assertEquals(
                    Grade.PROVED,
                    FileVerify.run(file, Progress.NONE, new Cancel()).grade(),
                    file.name());
        }
        threads.shutdown();
        assertEquals(16, names.size());
        assertEquals(16, Shelf.of(shelf).backups().size());
        assertEquals(List.of(), Shelf.of(shelf).notes());
    }

    @Test
    void aManifestWithoutItsFileReservesTheName() throws IOException {
        Files.writeString(shelf.resolve("p-20261129T050000Z.ndjson.manifest"), "of another");
        assertEquals("p-20261129T050000Z-2.ndjson", add(1).name());
        assertEquals("of another", Files.readString(shelf.resolve("p-20261129T050000Z.ndjson.manifest")));
    }

    /** A backup whose command failed is not there, and no manifest takes its name. */
    @Test
    void aFaultAtAnyCallLeavesNoBackup() throws IOException {
        FaultyDisk none = new FaultyDisk(-1, false, true);
        List<Path> whole = List.of(
                shelf.resolve(add(1, none).name()), shelf.resolve("p-20261129T050000Z.ndjson" + Manifest.SUFFIX));
        assertEquals(whole, DirectoryListing.list(shelf));
        for (Path file : whole) {
            Files.delete(file);
        }
        for (long at = 0; at < none.calls(); at++) {
            FaultyDisk faulty = new FaultyDisk(at, false, true);
            assertThrows(IOException.class, () -> add(1, faulty), "call " + at);
            assertEquals(List.of(), DirectoryListing.list(shelf), "call " + at);
        }
    }

    @Test
    void namesAreUniquePerCluster() {
        assertTrue(NAME.sameCluster("p-20261129T050000Z.ndjson"));
        assertTrue(NAME.sameCluster("p-20261129T050000Z-x1y2z3.ndjson.zst"));
        assertEquals(false, NAME.sameCluster("p-2-20261129T050000Z.ndjson"));
        assertEquals(false, NAME.sameCluster("p-20261129T050000Z.ndjson.manifest"));
        assertEquals(
                "x.a-b-20261129T050000Z.ndjson.gz",
                BackupName.of(".a/b", 1_795_928_400_000L, ".gz").candidate(1));
    }
}
