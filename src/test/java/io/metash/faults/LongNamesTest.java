package io.metash.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.command.CommandRun;
import io.metash.files.DirectoryListing;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that the file system allows, next to which it does not allow the longer names that metash creates. */
class LongNamesTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson");
    private static final int LONGEST = 255;
    private static final String WHY = "\n  why    metash also creates ";
    private static final String NEXT =
            " next to it, which this file system does not allow\n  next   use a shorter name\n";
    private static final String KEPT = "NAME.metash-cluster-" + "x".repeat(28);
    private static final String TEMPORARY = ".NAME.metash-" + "x".repeat(13);

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    private Path named(int length, String ending) {
        return scratch.resolve("n".repeat(length - ending.length()) + ending);
    }

    private void assertRefused(String line, Path file, String created) throws IOException {
        List<Path> before = DirectoryListing.list(scratch);
        assertEquals(2, run.status(line), run.err());
        assertEquals("metash: this name is too long\n  where  " + file + WHY + created + NEXT, run.err());
        assertEquals(before, DirectoryListing.list(scratch));
    }

    /** An import that swaps the stores and cannot name the kept one could not be undone. */
    @Test
    void aRaftDirectoryIsRefusedBeforeAnythingIsDone() throws IOException {
        int added = KEPT.length() - "NAME".length();
        Path fits = named(LONGEST - added, "");
        run.ok("import --raft-dir " + fits + " --db " + SAMPLE);
        run.ok("import --raft-dir " + fits + " --db " + SAMPLE);
        run.ok("rollback --raft-dir " + fits);
        Path raft = named(LONGEST - added + 1, "");
        Files.move(fits, raft);
        String text = Stores.text(raft);
        assertRefused("import --raft-dir " + raft + " --db " + SAMPLE, raft, KEPT);
        assertRefused("import --dry-run --raft-dir " + raft + " --db " + SAMPLE, raft, KEPT);
        assertRefused("rollback --raft-dir " + raft, raft, KEPT);
        assertRefused("init-cluster --db " + SAMPLE + " --node 1=127.0.0.1:29101=" + raft, raft, KEPT);
        assertEquals(text, Stores.text(raft));
        Path below = scratch.resolve("new").resolve(raft.getFileName());
        assertRefused("import --raft-dir " + below + " --db " + SAMPLE, below, KEPT);
    }

    @Test
    void anOutputIsRefusedBeforeItIsWritten() throws IOException {
        int added = TEMPORARY.length() - "NAME".length();
        run.ok("export --raft-dir " + raft() + " --db " + named(LONGEST - added, ".ndjson"));
        Path export = named(LONGEST - added + 1, ".ndjson");
        assertRefused("export --raft-dir " + raft() + " --db " + export, export, TEMPORARY);
        Path plan = named(LONGEST - added - 1, ".plan.json");
        String line = "init-cluster plan --db " + SAMPLE + " --node 1=127.0.0.1:29101=" + scratch.resolve("n1");
        Path configuration = named(LONGEST - added + 1, ".node-1.toml");
        assertRefused(line + " --out " + plan, configuration, TEMPORARY);
    }

    /** The name of the manifest is longer than that of the backup, and is created last. */
    @Test
    void aClusterNameIsRefusedBeforeTheBackupIsWritten() throws IOException {
        Path shelf = scratch.resolve("shelf");
        String line = "backup --raft-dir " + raft() + " --to " + shelf + " --cluster " + "c".repeat(210);
        List<Path> before = DirectoryListing.list(scratch);
        assertEquals(2, run.status(line), run.err());
        assertEquals(
                "metash: this name is too long\n  where  " + shelf + "/" + "c".repeat(210) + "-TIME.ndjson.manifest"
                        + WHY + TEMPORARY + NEXT,
                run.err().replaceAll("-[0-9]+T[0-9]+Z", "-TIME"));
        assertEquals(before, DirectoryListing.list(scratch));
    }

    private Path raft() {
        Path raft = scratch.resolve("raft");
        if (Files.notExists(raft)) {
            run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        }
        return raft;
    }
}
