package io.metash;

import static io.metash.InProcess.run;
import static io.metash.InProcess.runWithInput;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.RunResult;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program from outside: arguments, streams and exit status. */
class ProgramTest {
    @TempDir
    Path scratch;

    private Path sample;
    private Path dir;

    @BeforeEach
    void files() {
        sample = TestData.file("peer/want_exported_v004");
        dir = scratch.resolve("raft");
    }

    private String raft() {
        return dir.toString();
    }

    private void filled() {
        assertEquals(
                0,
                run("import", "--raft-dir", raft(), "--db", sample.toString()).status());
    }

    @Test
    void importReportsOnStandardErrorOnly() {
        RunResult ran = run("import", "--raft-dir", raft(), "--db", sample.toString());
        assertEquals("", ran.out());
        assertEquals(
                List.of(
                        "imported 167 records, 114.0 KB in # into " + dir + ": 82 log entries, a snapshot with 71 keys",
                        "verified: the new store matches the input",
                        "completeness unproved: the input has no manifest, so truncation would go unnoticed"),
                ran.err().replaceAll("in [0-9.]+ s \\([^)]*\\)", "in #").lines().toList());
    }

    @Test
    void importReadsStandardInputAndExportWritesStandardOutput() throws IOException {
        RunResult in = runWithInput(Files.readString(sample), "import", "--raft-dir", raft());
        assertEquals(0, in.status(), in.err());
        RunResult out = run("export", "--raft-dir", raft());
        assertEquals(Files.readString(sample), out.out());
        assertTrue(out.err().startsWith("exported 167 records, 114.0 KB in "), out.err());
    }

    @Test
    void theOldFormWithoutASubcommandWorks() throws IOException {
        assertEquals(
                0,
                run("--import", "--raft-dir", raft(), "--db", sample.toString()).status());
        assertEquals(
                Files.readString(sample),
                run("--log-level", "Info", "--export", "--raft-dir", raft()).out());
    }

    @Test
    void anExportIsPrivateAndCompressedBySuffix() throws IOException {
        filled();
        Path plain = scratch.resolve("b.ndjson");
        Path packed = scratch.resolve("b.ndjson.gz");
        Path zstd = scratch.resolve("b.ndjson.zst");
        for (Path file : List.of(plain, packed, zstd)) {
            assertEquals(
                    0,
                    run("export", "--raft-dir", raft(), "--db", file.toString()).status());
            assertEquals(
                    "rw-------",
                    java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        assertArrayEquals(Files.readAllBytes(sample), Files.readAllBytes(plain));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            assertArrayEquals(Files.readAllBytes(sample), in.readAllBytes());
        }
        Path again = scratch.resolve("again");
        assertEquals(
                0,
                run("import", "--raft-dir", again.toString(), "--db", zstd.toString())
                        .status());
        assertEquals(Files.readString(sample), Stores.text(again));
    }

    @Test
    void aPathWithoutAStoreIsRefusedAndNothingIsCreated() throws IOException {
        Path none = scratch.resolve("none");
        RunResult missing = run("export", "--raft-dir", none.toString());
        assertEquals(7, missing.status());
        assertEquals(
                "metash: no store at " + none + "\n  why    no such directory\n"
                        + "  next   name the directory that contains df_meta\n",
                missing.err());
        assertFalse(Files.exists(none));
        Files.createDirectory(none);
        assertEquals(7, run("export", "--raft-dir", none.toString()).status());
        assertEquals(7, run("-c", "connect " + none).status());
        assertTrue(Stores.tree(none).isEmpty());
    }

    @Test
    void rollbackRestoresThePreviousStore() throws IOException {
        filled();
        Path rich = TestData.file("real/rich.export.ndjson");
        RunResult over = run("import", "--raft-dir", raft(), "--db", rich.toString());
        assertTrue(over.err().contains("previous store kept in " + dir + ".metash-old-"), over.err());
        assertTrue(over.err().contains("to undo: metash rollback --raft-dir " + dir), over.err());
        assertEquals(Files.readString(rich), Stores.text(dir));
        assertEquals(0, run("rollback", "--raft-dir", raft()).status());
        assertEquals(Files.readString(sample), Stores.text(dir));
    }

    @Test
    void noKeepRequiresTheTypedName() throws IOException {
        filled();
        var before = Stores.tree(scratch);
        String[] noKeep = {"import", "--raft-dir", raft(), "--db", sample.toString(), "--no-keep"};
        RunResult refused = run(noKeep);
        assertEquals(6, refused.status());
        assertTrue(refused.err().contains("--yes-i-mean raft"), refused.err());
        assertEquals(
                6,
                run("import", "--raft-dir", raft(), "--db", sample.toString(), "--no-keep", "--yes-i-mean", "other")
                        .status());
        assertEquals(before, Stores.tree(scratch));
        RunResult removed =
                run("import", "--raft-dir", raft(), "--db", sample.toString(), "--no-keep", "--yes-i-mean", "raft");
        assertEquals(0, removed.status(), removed.err());
        assertTrue(removed.err().contains("the old store was removed: "), removed.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --initial-cluster 1=a:1 --initial-cluster 1=b:2 --id 1 | number 1 (1=a:1) and number 2 (1=b:2)
            --initial-cluster 1=a --id 1                           | number 1 in the list
            --initial-cluster 1=a:1 --initial-cluster x=b:2 --id 1 | number 2 in the list
            --initial-cluster 1=a:70000 --id 1                     | number 1 in the list
            --initial-cluster 1=a:1                                | --id 0 is not among the nodes
            --initial-cluster 1=a:1 --id 3                         | --id 3 is not among the nodes
            """)
    void malformedNodesAreRefusedWithTheirPosition(String flags, String says) throws IOException {
        filled();
        var before = Stores.tree(scratch);
        String[] words = ("import --raft-dir " + raft() + " --db " + sample + " " + flags).split(" ");
        RunResult ran = run(words);
        assertEquals(2, ran.status());
        assertTrue(ran.err().contains(says), ran.err());
        assertEquals(before, Stores.tree(scratch));
    }

    @Test
    void aScriptStopsAtTheFirstFailureWithItsStatus() throws IOException {
        Path script = Files.writeString(
                scratch.resolve("look.metash"),
                "connect '" + TestData.file("real/rich.raft")
                        + "' as r  # a comment\nls __fd_database/\nget nothing\nls\n");
        RunResult ran = run(script.toString());
        assertEquals(1, ran.status());
        assertEquals("keys  bytes  key\n   3  159 B  __fd_database/python_binding/\n", ran.out());
        assertTrue(ran.err().contains("metash: no such key"), ran.err());
        assertTrue(ran.err().endsWith("metash: stopped at " + script + ":3:1, exit status 1\n"), ran.err());
        String text = Files.readString(script);
        RunResult piped = runWithInput(text);
        assertEquals(1, piped.status());
        assertEquals(ran.out(), piped.out());
        assertEquals(
                3,
                run("-c", "connect '" + TestData.file("peer/want_snapshot_v004") + "'")
                        .status());
    }

    @Test
    void importInAScriptUsesTheOpenSession() throws IOException {
        RunResult ran = run("-c", "connect '" + sample + "'; import --raft-dir '" + dir + "'");
        assertEquals(0, ran.status(), ran.err());
        assertEquals(Files.readString(sample), Stores.text(dir));
        RunResult piped = runWithInput("import --raft-dir '" + dir + "'\n" + Files.readString(sample));
        assertEquals(2, piped.status());
        assertTrue(piped.err().contains("the input is missing"), piped.err());
    }

    @Test
    void bothKindsOfSessionAnswerTheSame() {
        String verbs = "; status; ls; ls -r probe/; ls --limit 2; get probe/big; du --depth 2; tree; find; scan /";
        RunResult fromDir = run("-c", "connect '" + TestData.file("real/rich-snap.raft") + "'" + verbs);
        RunResult fromFile = run("-c", "connect '" + TestData.file("real/rich-snap.export.ndjson") + "'" + verbs);
        assertEquals(0, fromDir.status(), fromDir.err());
        assertEquals(neutral(fromDir.out()), neutral(fromFile.out()));
    }

    /** The output without the lines about the kind of store. */
    private static String neutral(String out) {
        return out.replaceAll("(?m)^(place|snapshot|log) .*\n", "");
    }

    @Test
    void statusPrintsEverything() {
        RunResult ran = run("-c", "connect '" + TestData.file("real/rich-snap.raft") + "' as r; status");
        assertEquals(
                """
                header        V004
                node id       0
                vote          T1-N0 committed
                committed     T1-N0.1042
                purged        T1-N0.23
                log           T1-N0.24 to T1-N0.1042, 1,019 entries, 315.6 KB
                snapshot      1-0-1023-1795479865071, 227 keys, 38.3 KB
                last applied  T1-N0.1042
                sequence      1121
                membership    voters 0, set by T1-N0.114
                node 0        id=0 raft=localhost:40009 grpc=
                features      none
                as of         2026-11-24T00:24:27.179Z
                keys          231, 7 of them expire, 0 expired ones hidden
                """,
                ran.out().replaceAll("(?m)^place .*\n", ""));
    }

    @Test
    void secretsAreHiddenUnlessAskedFor() {
        String connect = "connect '" + TestData.file("real/rich-users.raft") + "'; ";
        RunResult hidden = run("-c", connect + "get __fd_connection/python_binding/myconn");
        assertEquals(0, hidden.status(), hidden.err());
        assertTrue(
                hidden.out()
                        .endsWith("\"storage_type\":\"s3\",\"storage_params\":{\"access_key_id\":\"<redacted>\","
                                + "\"secret_access_key\":\"<redacted>\"}}}\n"),
                hidden.out());
        RunResult raw = run("-c", connect + "get --raw __fd_connection/python_binding/myconn");
        assertEquals(6, raw.status());
        RunResult shown = run("-c", connect + "get --raw --show-secrets __fd_connection/python_binding/myconn");
        assertTrue(shown.out().contains("planted-secret-key-0001"));
    }

    @Test
    void unknownCommandsGetSuggestions() {
        RunResult command = run("exprot");
        assertEquals(2, command.status());
        assertEquals("metash: unknown command 'exprot'\n  next   did you mean export?\n", command.err());
        RunResult option = run("export", "--raft-dri", "x");
        assertEquals(2, option.status());
        assertTrue(option.err().startsWith("metash: export: "), option.err());
        RunResult session = run("ls");
        assertEquals(
                "metash: ls works at the prompt and in scripts only\n  next   metash -c 'connect PLACE; ls'\n",
                session.err());
        assertEquals(
                "metash: connect works at the prompt and in scripts only\n  next   metash -c 'connect x; status'\n",
                run("connect", "x").err());
    }

    @Test
    void helpIsOnStandardOutput() {
        RunResult all = run("--help");
        assertEquals(0, all.status());
        assertTrue(all.out().matches("(?s).*  init-cluster +build the directories of a new cluster.*"), all.out());
        for (String command :
                List.of("export", "import", "init-cluster", "rollback", "dump-raft-log-wal", "ls", "get")) {
            RunResult one = run("help", command);
            assertEquals(0, one.status());
            assertTrue(one.out().contains("Example"), one.out());
            assertEquals(one.out(), run(command, "--help").out());
        }
    }

    /** The commands that fill the class-data archive must succeed, or the archive lacks their classes. */
    @Test
    void theBackupOfTheWarmupIsValid() throws IOException {
        Path backup = Files.writeString(scratch.resolve("warmup"), Warmup.BACKUP);
        RunResult ran = run("import", "--raft-dir", raft(), "--db", backup.toString());
        assertEquals(0, ran.status(), ran.err());
        assertEquals(Warmup.BACKUP, Stores.text(dir));
    }

    @Test
    void stackTracesAreShownOnRequestOnly() {
        assertFalse(run("export", "--raft-dir", "/nowhere/at/all").err().contains("\tat "));
        assertTrue(
                run("--debug", "export", "--raft-dir", "/nowhere/at/all").err().contains("\tat "));
    }
}
