package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.backup.Manifest;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No output is something that the command reads, lies in a store, or has the name of another backup. */
class OutputGuardTest {
    @TempDir
    Path scratch;

    private Path input;
    private Path store;
    private OutputGuard guard;

    @BeforeEach
    void prepare() throws IOException {
        scratch = scratch.toRealPath();
        input = Files.writeString(scratch.resolve("input"), "x");
        store = Files.createDirectories(scratch.resolve("raft/df_meta/V004/log"));
        guard = OutputGuard.of(new CommandRun().context()).reads(input).reads(scratch.resolve("raft"));
    }

    private String said(Path output, boolean export) throws IOException {
        try {
            if (export) {
                guard.checkExport(output);
            } else {
                guard.check(output);
            }
            return "fine";
        } catch (Failure refused) {
            return refused.status().code() + " " + refused.what() + ": " + refused.where();
        }
    }

    private void refused(String what, Path output) throws IOException {
        String expected = "6 " + what + ": " + output;
        assertEquals(expected, said(output, true));
        assertEquals(expected, said(output, false));
    }

    @Test
    void theInputUnderAnyName() throws IOException {
        String what = "the output would overwrite the input";
        refused(what, input);
        refused(what, scratch.resolve("raft/../input"));
        refused(what, Files.createSymbolicLink(scratch.resolve("link"), input));
        refused(what, Files.createLink(scratch.resolve("hard"), input));
        Path folder = Files.createSymbolicLink(scratch.resolve("folder"), scratch);
        refused(what, folder.resolve("input"));
    }

    @Test
    void aPlaceInAStore() throws IOException {
        refused("the output would overwrite the input", store.resolve("r-0.wal"));
        Path other = Files.createDirectories(scratch.resolve("other/df_meta/V004/log"));
        refused("the output would be inside a Raft directory", other.resolve("new"));
        refused("the output would be inside a Raft directory", scratch.resolve("other/new"));
        Path link = Files.createSymbolicLink(scratch.resolve("to-log"), other);
        refused("the output would be inside a Raft directory", link.resolve("new"));
    }

    @Test
    void anotherBackup() throws IOException {
        Path backup = Files.writeString(scratch.resolve("b.ndjson"), "x");
        Files.writeString(Manifest.nameFor(backup), "{}");
        assertEquals("6 the output would overwrite a backup: " + backup, said(backup, false));
        assertEquals("fine", said(backup, true));
        refused("the output has the name of a manifest", Manifest.nameFor(backup));
        Path link = Files.createSymbolicLink(scratch.resolve("latest"), backup);
        assertEquals("6 the output would overwrite a backup: " + link, said(link, false));
    }

    @Test
    void anythingElse() throws IOException {
        assertEquals("fine", said(scratch.resolve("new"), false));
        assertEquals("fine", said(Path.of("/dev/null"), false));
        assertEquals("fine", said(scratch.resolve("raftx"), true));
        assertThrows(Failure.class, () -> guard.check(input));
    }
}
