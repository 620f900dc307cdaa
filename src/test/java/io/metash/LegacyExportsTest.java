package io.metash;

import static io.metash.InProcess.ok;
import static io.metash.InProcess.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineReader;
import io.metash.ndjson.LineWriter;
import io.metash.ndjson.ReadNotes;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.MetaRecord;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.Sessions;
import io.metash.testing.History;
import io.metash.testing.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Exports of V0 to V003 as input of commands: whole outputs and statuses. */
class LegacyExportsTest {
    private static final Pattern KEY = Pattern.compile("\"GenericKV\":\\{\"key\":\"([^\"]*)\"");
    private static final String GUIDE =
            """
            ["state_machine/0",{"StateMachineMeta":{"key":"LastApplied","value":{"LogId":{"term":1,"index":378}}}}]
            ["state_machine/0",{"StateMachineMeta":{"key":"Initialized","value":{"Bool":true}}}]
            ["state_machine/0",{"Nodes":{"key":1,"value":{"name":"","endpoint":{"addr":"localhost","port":28103}}}}]
            """;

    @TempDir
    private Path scratch;

    private static List<String> keys(String text) {
        return KEY.matcher(text).results().map(found -> found.group(1)).sorted().toList();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(scratch.resolve(name), text);
    }

    /** No option is needed: records that a version does not have are not missing. */
    @ParameterizedTest
    @FieldSource("io.metash.testing.History#WHOLE")
    void everyCompleteExportImportsWithItsKeys(String name) throws IOException {
        String raft = scratch.resolve("raft").toString();
        ok("import", "--raft-dir", raft, "--db", History.packed(name).toString());
        assertEquals(
                keys(History.text(name)), keys(ok("export", "--raft-dir", raft).out()));
    }

    /** From November 2022 on the samples are from one store. */
    @Test
    void keysOfTheSamplesStayTheSame() throws IOException {
        List<String> newest = keys(History.text("v004-20260316-metactl-want_exported_v004"));
        for (String name : History.WHOLE) {
            if (name.compareTo("v0b-20221101") >= 0 && !name.contains("upgrade09") || name.startsWith("v00")) {
                assertEquals(newest, keys(History.text(name)), name);
            }
        }
    }

    /** Pair 16 of legacy-versions §7: replaying a log of V0 yields the state that a program of V002 exported. */
    @Test
    void aLogOfV0IsReplayed() throws IOException {
        Path log = file("log.ndjson", History.text("v0b-20230808-v0-raft-log"));
        ConnectOptions whole = ConnectOptions.standard().withWholeLog(true).withNowMs(0L);
        List<String> keys = new ArrayList<>();
        try (Sessions sessions = Sessions.standard();
                Session session = sessions.connect(log.toString(), "log", whole);
                KvCursor all = session.scan(Bytes.EMPTY, null)) {
            while (all.next()) {
                keys.add(line(new MetaRecord.Kv(all.key(), all.value())));
            }
        }
        List<String> wanted = History.text("v002-20230808-want_exported_sm_v002")
                .lines()
                .filter(text -> text.contains("\"GenericKV\""))
                .map(text -> line(new LineReader(new ReadNotes())
                        .read(text.getBytes(StandardCharsets.UTF_8), 0, text.getBytes(StandardCharsets.UTF_8).length)))
                .toList();
        assertEquals(71, wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            assertEquals(wanted.get(i), keys.get(i));
        }
        assertEquals(wanted.size(), keys.size());
    }

    /** The line of a key without proposed_at_ms, which programs of that release did not store. */
    private static String line(MetaRecord record) {
        JsonOut out = new JsonOut(256);
        new LineWriter().write(record, out);
        return out.toString().replaceAll(",?\"proposed_at_ms\":\\d+", "").replace("\"meta\":{}", "\"meta\":null");
    }

    @Test
    void theGuidesLinesAreReadAndUpgraded() throws IOException {
        Path guide = file("guide.ndjson", GUIDE);
        String connect = "connect " + guide + "; ";
        assertEquals(
                """
                ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
                ["raft_log",{"Committed":null}]
                ["raft_log",{"Purged":null}]
                ["state_machine/0",{"Sequences":{"key":"generic-kv","value":0}}]
                ["state_machine/0",{"StateMachineMeta":{"key":"LastApplied","value":{"LogId":{"leader_id":{"term":1,"node_id":0},"index":378}}}}]
                ["state_machine/0",{"Nodes":{"key":1,"value":{"name":"","endpoint":{"addr":"localhost","port":28103},"grpc_api_advertise_address":null}}}]
                """,
                ok("-c", connect + "export").out());
        assertEquals("", ok("-c", connect + "ls").out());
        String status = ok("-c", connect + "status").out();
        assertTrue(status.contains("header        V0-b\n"), status);
        assertTrue(status.contains("node 1        id= raft=localhost:28103 grpc=\n"), status);
        assertEquals(4, run("verify", guide.toString()).status());
    }

    /** The lines are the tail of a file; the missing records must be accepted by name. */
    @Test
    void theGuidesLinesAloneAreNotAStore() throws IOException {
        Path guide = file("guide.ndjson", GUIDE);
        Path raft = scratch.resolve("raft");
        RunResult refused = run("import", "--raft-dir", raft.toString(), "--db", guide.toString());
        assertEquals(4, refused.status());
        assertEquals(
                "metash: there is no NodeId line\n"
                        + "  where  " + guide + "\n"
                        + "  why    every export has one, near its start\n"
                        + "  next   use another backup; to accept it anyway: --accept missing-node-id --accept"
                        + " missing-vote"
                        + " --accept missing-last-membership\n",
                refused.err());
        assertFalse(Files.exists(raft));
        List<String> words =
                new ArrayList<>(List.of("import", "--raft-dir", raft.toString(), "--db", guide.toString()));
        words.addAll(List.of("--accept", "missing-node-id", "--accept", "missing-last-membership"));
        refused = run(words.toArray(String[]::new));
        assertEquals(4, refused.status());
        assertEquals(
                "metash: there is no Vote line\n"
                        + "  where  " + guide + "\n"
                        + "  why    every export has one, near its start\n"
                        + "  next   use another backup; to accept it anyway: --accept missing-vote\n",
                refused.err());
        assertFalse(Files.exists(raft));
        words.addAll(List.of("--accept", "missing-vote"));
        ok(words.toArray(String[]::new));
        assertTrue(Files.exists(raft.resolve("df_meta/VERSION")));
    }

    /** Programs before v0.8.87 wrote no expiry rows; current servers need the row to remove a key. */
    @Test
    void missingExpiryRowsAreAdded() throws IOException {
        Path old = file("old.ndjson", History.text("v0b-20220507-metactl-meta"));
        RunResult exported = ok("-c", "connect " + old + "; export");
        assertEquals(
                3,
                exported.out()
                        .lines()
                        .filter(line -> line.contains("{\"Expire\":"))
                        .count());
        assertTrue(
                exported.err().contains("note: added, as releases of that time did not write them: 3 Expire\n"),
                exported.err());
        String raft = scratch.resolve("raft").toString();
        ok("import", "--raft-dir", raft, "--db", old.toString());
        assertEquals(0, run("verify", raft).status());
    }

    @Test
    void theUpgradeIsReportedInOneLine() throws IOException {
        Path old = file("old.ndjson", History.text("v0b-20230307-openraft07-meta"));
        String line =
                "note: upgraded from data version V0-b to V004; dropped, as V004 does not need them: 1 Initialized;"
                        + " nothing lost\n";
        String raft = scratch.resolve("raft").toString();
        assertTrue(
                ok("import", "--raft-dir", raft, "--db", old.toString()).err().contains(line));
        assertTrue(ok("verify", old.toString()).out().contains(line.replace("note: ", "  found   ")));
        assertTrue(ok("-c", "connect " + old).err().contains(line));
        String node = "1=127.0.0.1:28103=" + scratch.resolve("one");
        assertTrue(
                ok("init-cluster", "--db", old.toString(), "--node", node).err().contains(line));
        assertEquals(0, run("diff", old.toString(), raft).status());
    }

    @Test
    void theManifestNamesTheVersionOfTheSource() throws IOException {
        Path old = file("old.ndjson", History.text("v001-20230518-openraft07-want"));
        Path lifted = scratch.resolve("lifted.ndjson");
        ok("-c", "connect " + old + "; export " + lifted);
        Matcher version = Pattern.compile("\"data_version\":\"([^\"]*)\"")
                .matcher(Files.readString(scratch.resolve("lifted.ndjson.manifest")));
        assertEquals(
                List.of("V001", "V004"),
                version.results().map(found -> found.group(1)).toList());
    }

    @Test
    void strictRefusesRecordsThatCannotBeUpgraded() throws IOException {
        Path old = file("old.ndjson", History.text("v0a-20220222-metactl-meta"));
        String raft = scratch.resolve("raft").toString();
        RunResult refused = run("import", "--strict", "--raft-dir", raft, "--db", old.toString());
        assertEquals(8, refused.status());
        assertEquals(
                "metash: the store has records that V004 cannot hold\n"
                        + "  where  " + old + "\n"
                        + "  why    33 CreateDatabase command, 78 CreateTable command, 2"
                        + " DatabaseLookup, 2 Databases, 53 DropDatabase command, 73 DropTable"
                        + " command, 1 Sequences/database-lookup, 1 Sequences/database_id, 1"
                        + " Sequences/database_meta_id, 1 Sequences/databases, 1"
                        + " Sequences/table-lookup, 1 Sequences/table_id, 1 Sequences/tables, 16"
                        + " TableLookup, 16 Tables, 49 UpsertTableOptions command, 93 other log"
                        + " entry\n"
                        + "  next   to drop them, run the command without --strict\n",
                refused.err());
        assertFalse(Files.exists(Path.of(raft)));
        assertEquals(8, run("-c", "connect " + old + "; export --strict").status());
    }

    /** A plan of such a store is refused at each step that reads it, with the same message. */
    @Test
    void strictRefusesAPlanWithRecordsThatCannotBeUpgraded() throws IOException {
        Path old = file("old.ndjson", History.text("v0a-20220222-metactl-meta"));
        Path plan = scratch.resolve("one.plan.json");
        Path raft = scratch.resolve("one");
        String node = "1=127.0.0.1:1=" + raft;
        List<String> words = List.of("init-cluster", "plan", "--db", old.toString(), "--node", node, "--out");
        List<String> strict = new ArrayList<>(words);
        strict.addAll(List.of(plan.toString(), "--strict"));
        RunResult refused = run(strict.toArray(String[]::new));
        assertEquals(8, refused.status(), refused.err());
        assertTrue(
                refused.err()
                        .contains("metash: the store has records that V004 cannot hold\n  where  " + old
                                + "\n  why    33 CreateDatabase command, 78 CreateTable command, "),
                refused.err());
        assertFalse(Files.exists(plan));
        ok(strict.subList(0, strict.size() - 1).toArray(String[]::new));
        for (List<String> how : List.of(List.of("--dry-run"), List.of("--yes-i-mean", "1 node", "--ports-in-use"))) {
            List<String> apply = new ArrayList<>(List.of("init-cluster", "apply", plan.toString(), "--strict"));
            apply.addAll(how);
            RunResult stopped = run(apply.toArray(String[]::new));
            assertEquals(8, stopped.status(), stopped.err());
            assertTrue(
                    stopped.err().endsWith("  next   to drop them, run the command without --strict\n"), stopped.err());
            assertFalse(Files.exists(raft));
        }
        assertEquals(
                8,
                run("init-cluster", "--strict", "--db", old.toString(), "--node", node, "--dry-run")
                        .status());
        assertEquals(
                8,
                run("init-cluster", "--strict", "--db", old.toString(), "--node", node)
                        .status());
        assertFalse(Files.exists(raft));
        ok("init-cluster", "apply", plan.toString(), "--yes-i-mean", "1 node", "--ports-in-use");
        assertTrue(Files.exists(raft.resolve("df_meta/VERSION")));
    }

    /**
     * A text of two versions, of an unknown version, or with a record that its version does not have: one failure, no
     * change.
     */
    @Test
    void mixedVersionsAreRefused() throws IOException {
        String v0 = History.text("v0b-20220507-metactl-meta");
        String v003 = History.text("v003-20241110-metactl-meta_v003");
        String database =
                "[\"state_machine/0\",{\"Databases\":{\"key\":1,\"value\":{\"seq\":1,\"meta\":null,\"data\":{}}}}]\n";
        refused(v0 + v003, 8, ":129 (byte 76138)", "a header in line 129, but line 1 begins the text without one");
        refused(
                v003 + database,
                8,
                ":167 (byte 115186)",
                "the header in line 1 says V003, but the record Databases is from V0-a");
        refused(
                History.text("v0b-20221101-metactl-meta") + database,
                8,
                ":168 (byte 112806)",
                "line 168 holds the record Databases of V0-a, line 93 the record Expire of V0-b to V004");
        refused(
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V001\",\"upgrading\":null}}}]\n"
                        + v0,
                8,
                ":113 (byte 72529)",
                "the header in line 1 says V001, but this record has the raft types of V0");
        refused(
                History.text("v004-20260316-metactl-want_exported_v004")
                        + "[\"raft_state\",{\"RaftStateKV\":{\"key\":\"Id\",\"value\":{\"NodeId\":1}}}]\n",
                3,
                ":168 (byte 113987)",
                "the header in line 1 says V004, but the record RaftStateKV is from V003 or earlier");
    }

    private void refused(String text, int status, String place, String why) throws IOException {
        Path mixed = file("mixed.ndjson", text);
        Path raft = scratch.resolve("refused");
        RunResult ran = run("import", "--raft-dir", raft.toString(), "--db", mixed.toString());
        assertEquals(
                "metash: invalid line\n"
                        + "  where  " + mixed + place + "\n"
                        + "  why    " + why + ": two files may have been concatenated\n"
                        + "  next   run the export again, or correct the line\n",
                ran.err());
        assertEquals(status, ran.status());
        assertFalse(Files.exists(raft));
    }

    /** A duplicate row is named as in the text, not by its sort key. */
    @Test
    void aDuplicateRowIsNamed() throws IOException {
        twice("v002-20230808-metactl-want_exported_v002", "\"Logs\":{\"key\":40,", "log entry 40", 45);
        twice("v0b-20230307-openraft07-meta", "\"Logs\":{\"key\":40,", "log entry 40", 43);
        twice("v002-20230808-metactl-want_exported_v002", "\"Expire\"", "Expire 1667291025000-157", 94);
        twice(
                "v001-20230518-openraft07-want",
                "GenericKV\":{\"key\":\"__fd_database/",
                "__fd_database/test_tenant/default",
                100);
    }

    private void twice(String golden, String part, String row, int line) throws IOException {
        List<String> lines = new ArrayList<>(History.text(golden).lines().toList());
        lines.add(lines.stream().filter(text -> text.contains(part)).findFirst().orElseThrow());
        Path text = file("twice.ndjson", String.join("\n", lines) + "\n");
        RunResult ran = run("import", "--raft-dir", scratch.resolve("raft").toString(), "--db", text.toString());
        assertEquals(
                "metash: a row occurs twice: " + row + "\n  where  " + text + ", line " + line + " and line "
                        + lines.size() + "\n  why    a store has each row once\n  next   remove one of the two lines\n",
                ran.err());
    }

    @Test
    void anExportWithoutItsHeaderIsRefused() throws IOException {
        String whole = Files.readString(Path.of("src/examples/sample.ndjson"));
        Path cut = file("cut.ndjson", whole.substring(whole.indexOf('\n') + 1));
        RunResult ran = run("import", "--raft-dir", scratch.resolve("cut").toString(), "--db", cut.toString());
        assertEquals(8, ran.status());
        assertEquals(
                "metash: the first line is not a header\n"
                        + "  where  " + cut + ":1 (byte 0)\n"
                        + "  why    an export of V001 or later starts with its header: the start"
                        + " of this file is missing\n"
                        + "  next   run the export again\n",
                ran.err());
    }

    @Test
    void anUnknownVersionAndAnUnknownRecordAreRefused() throws IOException {
        Path later = file(
                "later.ndjson",
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V005\"}}}]\n");
        RunResult ran = run("import", "--raft-dir", scratch.resolve("later").toString(), "--db", later.toString());
        assertEquals(8, ran.status());
        assertEquals(
                "metash: data version V005 is later than V004, or invalid\n"
                        + "  where  " + later + ":1 (byte 0)\n"
                        + "  why    metash reads V0 to V004\n"
                        + "  next   use a newer metash\n",
                ran.err());
        Path unknown = file("unknown.ndjson", GUIDE + "[\"state_machine/0\",{\"Streams\":{\"key\":1,\"value\":{}}}]\n");
        ran = run("-c", "connect " + unknown);
        assertEquals(3, ran.status());
        assertTrue(ran.err().contains("unknown record 'Streams': no data version has it"), ran.err());
        Path oldest = file(
                "oldest.ndjson", "[\"sm\",2,\"sledks::Nodes\",1,{\"name\":\"\",\"address\":\"localhost:28103\"}]\n");
        ran = run("verify", oldest.toString());
        assertEquals(8, ran.status());
        assertTrue(
                ran.err().contains("an export from before v0.6.71 (2022-02-21), which no release could import"),
                ran.err());
    }

    /** Compressed text and standard input cannot be read twice, so they are copied. */
    @Test
    void compressedExportsImportAlike() throws IOException {
        Path old = file("old.ndjson", History.text("v0c-20230307-metactl-meta"));
        String packed = History.packed("v0c-20230307-metactl-meta").toString();
        assertEquals(
                ok("-c", "connect " + old + "; export").out(),
                ok("-c", "connect " + packed + "; export").out());
    }

    @Test
    void inspectFitsOneScreen() throws IOException {
        Path old = file("old.ndjson", History.text("v0b-20230307-openraft07-meta"));
        assertEquals(
                "place         " + old
                        + """

                        form          export text
                        data version  V0-b: no header; raft types of openraft 0.7
                        written by    v0.7.40 (2022-05-07) to v1.0.6
                        today         databend-metactl imports it: none; v0.7.40 to v1.2.360 did
                        metash        connect, export, import, init-cluster, verify, diff and backup read it directly, lifted to V004
                        official way  1. import it with the databend-metactl of any of v1.2.53 to v1.2.360, such as v1.2.300, and export it there: that is V002
                                      2. import that with the databend-metactl of a current release
                        """,
                ok("inspect", old.toString()).out());
        Path raft = scratch.resolve("raft");
        ok("import", "--raft-dir", raft.toString(), "--db", old.toString());
        assertEquals(
                "[{\"place\":\"" + raft + "\",\"form\":\"Raft directory: log in a write-ahead log, snapshot as rotbl\","
                        + "\"data_version\":\"V004\",\"meaning\":\"snapshot as rotbl, raft log in a write-ahead log\","
                        + "\"written_by\":\"v1.2.655 (2024-11-10) and later\","
                        + "\"today\":\"databend-meta starts on it: v1.2.655 and later, including current ones\","
                        + "\"metash\":\"connect, export, import, init-cluster, verify, diff and backup read it"
                        + " directly\","
                        + "\"left_out\":[],\"official_way\":[]}]\n",
                ok("inspect", raft.toString(), "-o", "json").out());
        String json = ok("inspect", old.toString(), "-o", "json").out();
        assertTrue(
                json.endsWith(
                        "\"left_out\":[],\"official_way\":[\"import it with the databend-metactl of any of v1.2.53 to"
                                + " v1.2.360, such as v1.2.300, and export it there: that is V002\","
                                + "\"import that with the databend-metactl of a current release\"]}]\n"),
                json);
        Path catalog = file("catalog.ndjson", History.text("v0a-20220504-metactl-meta"));
        json = ok("inspect", catalog.toString(), "-o", "ndjson").out();
        assertTrue(json.contains("\"left_out\":[\"50 CreateDatabase command\",\""), json);
        String shown = ok("inspect", catalog.toString()).out();
        assertTrue(shown.contains("data version  V0-a: "), shown);
        assertTrue(shown.contains("left out      50 CreateDatabase command, "), shown);
        assertTrue(
                shown.contains("official way  none: no release converts databases and tables from before v0.7.40\n"),
                shown);
    }
}
