package io.metash.command.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.command.Prompter;
import io.metash.command.StateDirectory;
import io.metash.command.completion.Completion;
import io.metash.config.Config;
import io.metash.config.ConfigFiles;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.shell.script.CommandSplitter;
import io.metash.testing.Await;
import io.metash.testing.LiveService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a session on a running service, each with its complete output. */
class LiveCommandsTest {
    private static final long NOW_MS = 1_795_000_000_000L;

    @TempDir
    Path scratch;

    private final AtomicLong clockMs = new AtomicLong(NOW_MS);
    private LiveService service;
    private CommandRun run;

    @BeforeEach
    void start() throws IOException {
        service = new LiveService(scratch, "service", clockMs::get);
        run = new CommandRun().onRealPlaces();
        run.context().use(new StateDirectory(scratch.resolve("state")));
        assertEquals(0, run.status("connect " + service.address() + " as live --admin " + service.admin()), run.err());
    }

    @AfterEach
    void stop() throws IOException {
        run.context().close();
        service.close();
    }

    private String audit() throws IOException {
        return Files.readString(scratch.resolve("state/audit.ndjson"));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(scratch.resolve(name), text);
    }

    @Test
    void connectDescribesTheService() {
        assertEquals(
                "connected to meta service " + service.address() + " as live\n"
                        + "note: node 0 answers: leader of term 1, version 260304.0.0\n",
                run.err());
        assertEquals("leader 0", run.context().session().promptState());
        assertEquals(
                "current  name  kind  mode  at  place\nyes      live  live  ro    /   " + service.address() + "\n",
                run.ok("sessions"));
    }

    @Test
    void nothingIsWrittenBeforeRwOn() throws IOException {
        Path txn = file("a.txn", "then put a b");
        for (String line : new String[] {
            "upsert a b", "delete a", "txn " + txn, "set-feature dummy on", "transfer-leader", "upsert a b --dry-run"
        }) {
            assertEquals(6, run.status(line), line);
            assertEquals("metash: the session is read-only\n  where  live\n  next   rw on 15m\n", run.err(), line);
        }
        run.ok("rw");
        assertEquals("live is read-only\n", run.err());
        run.ok("rw on 30s");
        assertEquals("live may be written for 30 s\n", run.err());
        run.ok("upsert a b");
        run.ok("rw off");
        assertEquals("live is read-only\n", run.err());
        assertEquals(6, run.status("upsert a b"));
        assertEquals(2, run.status("rw on forever"));
        assertEquals(2, run.status("rw on 2d"));
    }

    @Test
    void everyWriteHasADryRun() {
        for (String name :
                new String[] {"upsert", "delete", "txn", "set-feature", "transfer-leader", "trigger-snapshot"}) {
            CommandEntry entry = run.context().table().find(name).orElseThrow();
            assertTrue(
                    new CommandLineRunner(run.context())
                            .commandLine(entry)
                            .getCommandSpec()
                            .optionsMap()
                            .containsKey("--dry-run"),
                    name);
        }
    }

    @Test
    void switchesComplete() {
        Completion completion = new Completion(run.context());
        assertEquals(
                java.util.List.of("on", "off"),
                completion.complete(java.util.List.of("rw"), "").stream()
                        .map(Completion.Candidate::value)
                        .toList());
    }

    @Test
    void upsertSetsAKeyAndPrintsThePreviousValue() throws IOException {
        run.ok("rw on");
        assertEquals("set a/b, 5 B\n", run.ok("upsert a/b hello --dry-run"));
        assertEquals("dry run: 1 step, nothing was done\n", run.err());
        assertEquals(1, run.status("get a/b"));
        assertEquals("key  seq before  seq  expire at\na/b                1\n", run.ok("upsert a/b hello"));
        assertEquals("set a/b, 5 B\n", run.err());
        assertEquals(
                "[{\"key\":\"a/b\",\"seq_before\":1,\"seq\":2,\"expire_at_ms\":1795000030000}]\n",
                run.ok("upsert a/b held --ttl 30s -o json"));
        assertEquals(
                "{\"key\":\"a/b\",\"seq\":2,\"proposed_at_ms\":1795000000000,\"expire_at_ms\":1795000030000,\"bytes\":4,\"encoding\":\"text\",\"value\":\"held\"}\n",
                run.ok("get a/b"));
        Path bytes = scratch.resolve("bytes");
        Files.write(bytes, new byte[] {0, (byte) 0xff, 10});
        run.ok("cd a/");
        run.ok("upsert c --file " + bytes + " --until 2030-01-01T00:00:00Z");
        assertEquals(
                "{\"key\":\"a/c\",\"seq\":3,\"proposed_at_ms\":1795000000000,\"expire_at_ms\":1893456000000,\"bytes\":3,\"encoding\":\"base64\",\"value\":\"AP8K\"}\n",
                run.ok("get /a/c"));
        String audit = audit();
        assertEquals(3, audit.lines().count());
        assertTrue(audit.contains("\"key\":\"a/c\",\"seq\":\"3\",\"sha256\":\""), audit);
        assertFalse(audit.contains("hello"), audit);
    }

    /** Messages print a key as typed at the current prefix, quoted once. */
    @Test
    void messagesPrintKeysAsTyped() throws CommandSplitter.Unfinished {
        run.ok("rw on");
        assertEquals(0, run.typed("upsert 'dollar/$HOME/x' 1"), run.err());
        assertEquals("set 'dollar/$HOME/x', 1 B\n", run.err());
        assertEquals(0, run.typed("cd 'dollar/$HOME'"), run.err());
        assertEquals("'/dollar/$HOME/'\n", run.ok("pwd"));
        assertEquals(0, run.typed("upsert 'a b' 1"), run.err());
        assertEquals("set \"a b\", 1 B\n", run.err());
        assertEquals("key    seq before  seq  expire at\n\"a b\"                2\n", run.out());
        assertEquals(0, run.typed("cp 'a b' \"/x\\n'\\\\y\""), run.err());
        assertEquals("copy \"a b\" to \"/x\\n'\\\\y\"\n", run.err());
        assertEquals(0, run.typed("delete 'a b' --dry-run"), run.err());
        assertEquals("delete \"a b\", seq 2\n", run.out());
        assertEquals(0, run.typed("delete 'none here'"), run.err());
        assertEquals("no such key: \"none here\"\n0 records\n", run.err());
        assertEquals(1, run.typed("get \"none\\n'\\\\y\""), run.err());
        assertEquals("metash: no such key\n  where  \"none\\n'\\\\y\" in " + service.address() + "\n", run.err());
    }

    @Test
    void upsertComparesTheSequenceNumberFirst() throws IOException {
        run.ok("rw on");
        assertEquals("set a, 1 B, if its number is 0\n", run.ok("upsert a 1 --if-seq 0 --dry-run"));
        assertEquals("key  seq before  seq  expire at\na                  1\n", run.ok("upsert a 1 --if-seq 0"));
        assertEquals(1, run.status("upsert a 2 --if-seq 0"));
        assertEquals("metash: the key has sequence number 1, not 0: nothing was set\n  where  a\n", run.err());
        assertEquals("", run.out());
        assertEquals(
                "[{\"key\":\"a\",\"seq_before\":1,\"seq\":2,\"expire_at_ms\":1795000030000}]\n",
                run.ok("upsert a 2 --if-seq 1 --ttl 30s -o json"));
        assertEquals(1, run.status("upsert b 2 --if-seq 7"));
        assertEquals("metash: no such key: nothing was set\n  where  b\n", run.err());
        assertEquals(2, run.status("upsert b 2 --if-seq -1"));
        assertEquals(
                "metash: --if-seq takes a sequence number, not '-1'\n"
                        + "  next   get KEY shows it; --if-seq 0: only if the key does not exist\n",
                run.err());
        assertEquals(2, audit().lines().count());
    }

    @Test
    void aTransactionIsReadFromStandardInput() throws IOException {
        run.ok("rw on");
        for (String line : new String[] {"txn", "txn -"}) {
            assertEquals(2, run.status(line));
            assertEquals(
                    "metash: the transaction is missing\n"
                            + "  why    Neither a file nor a here-document is given, and standard input is the terminal.\n"
                            + "  next   txn FILE; or txn <<END, the lines, END\n",
                    run.err());
        }
        Io nothing = run.context().io();
        for (String key : new String[] {"a", "b"}) {
            byte[] text = ("then put " + key + " c").getBytes(StandardCharsets.UTF_8);
            run.context().use(nothing.from(new ByteArrayInputStream(text)));
            run.ok(key.equals("a") ? "txn -o json" : "txn - -o json");
        }
        run.context().use(nothing);
        assertEquals("a\nb\n", run.ok("ls -o raw"));
    }

    @Test
    void harmfulRequestsAreNotSent() throws IOException {
        run.ok("rw on");
        assertEquals(6, run.status("upsert a b --until 8210266876800000"));
        assertTrue(run.err().startsWith("metash: unsafe expiry time 8210266876800000\n"));
        Path late = file("late.txn", "then put a b until 8210266876800000");
        assertEquals(6, run.status("txn " + late));
        assertEquals(6, run.status("txn " + late + " --dry-run"));
        assertEquals(6, run.status("txn " + file("next.txn", "else put-next a/ b c until 8210266876800000")));
        assertEquals(
                6,
                run.status(
                        "txn "
                                + file(
                                        "json.txn",
                                        "{\"condition\":[],\"if_then\":[{\"request\":{\"Put\":{\"key\":\"a\",\"value\":[1],\"prev_value\":true,\"expire_at\":8210266876800000}}}],\"else_then\":[]}")));
        assertEquals(6, run.status("txn " + file("bad.txn", "then delete-prefix 'a\uD7FF'")));
        assertTrue(run.err().startsWith("metash: unsafe prefix: it ends in U+D7FF\n"), run.err());
        assertEquals(6, run.status("txn " + file("if.txn", "if 'a\uD7FF' count > 3\nthen get a")));
        assertEquals(6, run.status("delete --prefix 'a\uD7FF'"));
        for (String size : new String[] {"0", "10001", "4294967296", "18446744073709551616"}) {
            int status = run.status("export --chunk-size " + size);
            assertTrue(status == 6 || status == 2, run.err());
        }
        assertEquals("0 records\n", status0("ls"));
    }

    /** The most common mistakes get complete answers that use the words of the user. */
    @Test
    void wrongArgumentsAreExplained() {
        run.ok("rw on");
        assertEquals(2, run.status("watch a/ --count x"));
        assertTrue(
                run.err().startsWith("metash: watch: Invalid value for option '--count': 'x' is not a whole number\n"),
                run.err());
        assertEquals(2, run.status("keys-layout --depth x"));
        assertTrue(run.err().contains("'x' is not a whole number\n"), run.err());
        assertEquals(2, run.status("keys-layout --depth -1"));
        assertEquals("metash: --depth -1 is below 0\n  next   keys-layout --depth 1\n", run.err());
        assertEquals(5, run.status("set-feature nosuch on"));
        assertEquals(
                "metash: the admin API refused the request\n  where  " + service.admin()
                        + "\n  why    status code: 400, msg: 'feature' and 'enable' query parameters are required\n"
                        + "  next   features lists the names that the service knows\n",
                run.err());
        assertEquals("", run.ok("metrics nosuch"));
        assertEquals("0 records\n", run.err());
        assertEquals(7, run.status("export " + scratch.resolve("none/out.ndjson")));
        assertEquals(
                "metash: no such directory\n  where  " + scratch.resolve("none")
                        + "\n  next   check the spelling of the path\n",
                run.err());
        assertEquals(7, run.status("connect localhost"));
        assertEquals(
                "metash: no such file or directory\n  where  localhost\n"
                        + "  next   check the spelling; for a running service name its port: connect HOST:9191\n",
                run.err());
        assertEquals(5, run.status("connect 127.0.0.1:1"));
        assertTrue(run.err().contains("\n  why    Connection refused\n"), run.err());
    }

    /** The prompt stops showing a node as leader when it no longer is. */
    @Test
    void anUnreachableServiceHasNoLeader() throws IOException {
        service.put("a=x");
        run.ok("get a");
        assertEquals("leader 0", run.context().session().promptState());
        service.close();
        assertEquals(5, run.status("get a"));
        assertEquals("not reached", run.context().session().promptState());
        assertEquals(5, run.status("ls"));
        assertEquals("not reached", run.context().session().promptState());
    }

    /** A time in the past deletes the key; that no value is shown is explained. */
    @Test
    void aPastExpiryIsExplained() {
        run.ok("rw on");
        run.ok("upsert a/b x");
        assertEquals(
                "key  seq before  seq  expire at\na/b           1\n",
                run.ok("upsert a/b y --until 2001-01-01T00:00:00Z"));
        assertEquals(
                "note: the expiry time is in the past: the key does not exist now\n"
                        + "set a/b, 1 B, until 2001-01-01T00:00:00Z\n",
                run.err());
        assertEquals(1, run.status("get a/b"));
        run.ok("upsert new y --until 2001-01-01T00:00:00Z");
        assertTrue(run.err().startsWith("note: the expiry time is in the past: the key does not exist\n"), run.err());
    }

    private String status0(String line) {
        run.ok(line);
        return run.err();
    }

    @Test
    void deleteConfirmsTheKeysItListed() throws IOException {
        service.put("a/1=x", "a/2=y", "b=z", "c=z");
        run.ok("rw on");
        assertEquals("delete b, seq 3\n", run.ok("delete b --dry-run"));
        run.ok("delete b nothing --yes-i-mean live");
        assertEquals("no such key: nothing\ndelete b, seq 3\ndeleted 1 key\n", run.err());
        run.ok("delete nothing");
        assertEquals("no such key: nothing\n0 records\n", run.err());
        assertEquals("delete 2 keys from a/1 to a/2\n", run.ok("delete --prefix a/ --dry-run"));
        assertEquals(6, run.status("delete --prefix a/"));
        assertTrue(run.err().contains("--yes-i-mean live"), run.err());
        assertEquals(6, run.status("delete --prefix a/ --yes-i-mean other"));
        run.context().setPrompter(question -> "live");
        run.ok("delete --prefix a/");
        assertTrue(run.err().endsWith("deleted 2 keys\n"), run.err());
        assertEquals("keys  bytes  key\n   1    2 B  c\n", run.ok("ls"));
        assertTrue(audit().contains("\"command\":\"delete\""), audit());
    }

    @Test
    void deleteKeepsKeysThatChangedSince() {
        service.put("a/1=x", "a/2=y");
        run.ok("rw on");
        run.context().setPrompter(question -> {
            service.put("a/1=changed");
            return "live";
        });
        run.ok("delete --prefix a/");
        assertTrue(run.err().endsWith("deleted 1 key; 1 key changed during the command and kept\n"), run.err());
        assertEquals("a/1\n", run.ok("ls -r -o raw"));
    }

    /** In the newer log form, with a warning about compatibility before the write. */
    @Test
    void aTransactionRunsItsFirstTrueBranch() throws IOException {
        String branches =
                "{\"branches\":[{\"predicate\":{\"Leaf\":{\"key\":\"a\",\"target\":{\"Seq\":7},\"op\":\"Ge\"}},\"operations\":[{\"DeleteByPrefix\":{\"prefix\":\"a\"}}]},"
                        + "{\"predicate\":{\"Leaf\":{\"key\":\"a\",\"target\":{\"Seq\":0},\"op\":\"Eq\"}},\"operations\":[{\"Put\":{\"target\":{\"key\":\"a\",\"match_seq\":null},\"payload\":{\"value\":[98],\"expire_at_ms\":null,\"ttl_ms\":null}}}]}]}";
        String note =
                "note: the service logs this as KvTransaction, which metactl and services up to 260205 cannot read, in"
                        + " exports either; written as a Transaction they can\n";
        Path bare = file("bare.txn", branches + "\n");
        Path named = file("named.txn", "{\"KvTransaction\":" + branches + "}");
        assertEquals(6, run.status("txn " + bare));
        run.ok("rw on");
        assertEquals("transaction: 2 branches\n", run.ok("txn " + bare + " --dry-run"));
        assertEquals(note + "dry run: 1 step, nothing was done\n", run.err());
        assertEquals(6, run.status("txn " + bare));
        assertEquals(
                "operation  key  seq before  seq  number  value\nput        a                  1          b\n",
                run.ok("txn " + bare + " --yes-i-mean live"));
        assertEquals(
                note
                        + "plan: 1 step\n"
                        + "  transaction: 2 branches\n"
                        + "transaction: 2 branches\n"
                        + "done: branch:1, 1 operation\n",
                run.err());
        assertEquals(1, run.status("txn " + named + " --yes-i-mean live"));
        assertTrue(run.err().endsWith("0 records\n"), run.err());
        assertTrue(audit().contains("\"path\":\"no branch\""), audit());
        assertEquals(
                6,
                run.status("txn " + file("bad.txn", branches.replace("\"prefix\":\"a\"", "\"prefix\":\"a\uD7FF\""))));
    }

    @Test
    void aTransactionFromLinesOrJson() throws IOException {
        Path lines = file(
                "swap.txn",
                """
                # hold a lease
                if lease seq == 0
                if q/ count < 1
                then put lease "me \\"now\\"" ttl 30s
                then increase counter 5 floor 10
                then put-next q/ q_counter 'a job'
                then get counter
                then delete nothing
                else get lease
                """);
        run.ok("rw on");
        assertEquals(
                "transaction: 2 conditions, then 5 operations, else 1 operation\n",
                run.ok("txn " + lines + " --dry-run"));
        assertEquals(
                """
                operation           key                            seq before  seq  number  value
                put                 lease                                        1          me "now"
                fetch_increase_u64  counter                                             15
                put                 q/000_000_000_000_000_000_000                4          a job
                get                 counter                                      2          15
                delete              nothing
                """,
                run.ok("txn " + lines));
        assertTrue(run.err().endsWith("done: then, 5 operations\n"), run.err());
        assertEquals(1, run.status("txn " + lines + " -o ndjson"));
        assertEquals(
                "{\"operation\":\"get\",\"key\":\"lease\",\"seq_before\":null,\"seq\":1,\"number\":null,\"value\":\"me"
                        + " \\\"now\\\"\"}\n",
                run.out());
        Path json = file(
                "json.txn",
                "{\"condition\":[],\"if_then\":[{\"request\":{\"DeleteByPrefix\":{\"prefix\":\"q/\"}}}],\"else_then\":[]}\n");
        assertEquals(6, run.status("txn " + json));
        assertEquals(
                "operation         key  seq before  seq  number  value\n"
                        + "delete_by_prefix  q/                         1\n",
                run.ok("txn " + json + " --yes-i-mean live"));
    }

    @Test
    void aWrongTransactionNamesItsLine() throws IOException {
        assertEquals(2, run.status("txn " + file("a.txn", "then put a b\nthen put")));
        assertTrue(run.err().contains("a.txn:2"), run.err());
        assertEquals(2, run.status("txn " + file("b.txn", "if a seq ~ 3")));
        assertEquals(2, run.status("txn " + file("c.txn", "if a seq == x")));
        assertEquals(2, run.status("txn " + file("d.txn", "then put 'a b")));
        assertEquals(2, run.status("txn " + file("e.txn", "then put a b c")));
        assertEquals(2, run.status("txn " + file("f.txn", "# nothing\n\n")));
        assertEquals(3, run.status("txn " + file("g.txn", "{\"condition\":[{}]}")));
    }

    /** On a terminal a watch line is wrapped between its parts. */
    @Test
    void watchIsWrappedOnATerminal() throws Exception {
        service.put("a/1=x y");
        CommandRun screen = new CommandRun(true, 40, Display.PLAIN).onRealPlaces();
        assertEquals(0, screen.status("connect " + service.address() + " as live"), screen.err());
        assertEquals(
                """
                there    a/1  seq 1  at
                         2026-11-18T11:06:40.000Z  x y
                """,
                screen.ok("watch a/ --count 1"));
        screen.context().close();
    }

    @Test
    void watchPrintsPresentKeysAndChanges() throws Exception {
        service.put("a/1=x", "b=y", "__fd_users/u=secret");
        assertEquals("there    a/1  seq 1  at 2026-11-18T11:06:40.000Z  x\n", run.ok("watch a/ --count 1"));
        assertEquals("1 key there, 0 changes seen\n", run.err());
        assertEquals(
                """
                        there    __fd_users/u  seq 3  at 2026-11-18T11:06:40.000Z  {"_undecoded":"<redacted 6 bytes>","_reason":"not a message UserInfo: wire type 3 at byte 1"}
                        there    a/1  seq 1  at 2026-11-18T11:06:40.000Z  x
                        there    b  seq 2  at 2026-11-18T11:06:40.000Z  y
                        """,
                run.ok("watch --for 2s"));
        assertEquals("end of the 3 existing keys; changes follow\n3 keys there, 0 changes seen\n", run.err());
        Thread writer = new Thread(() -> {
            awaitOutput("\"event\":\"there\"");
            service.put("a/2=new", "c=other", "a/1=changed");
        });
        writer.start();
        assertEquals(
                """
                {"key":"a/1","event":"there","at_ms":1795000000000,"seq_before":null,"seq":1,"proposed_at_ms":1795000000000,"expire_at_ms":null,"bytes":1,"encoding":"text","value":"x"}
                {"key":"a/2","event":"new","at_ms":1795000000000,"seq_before":null,"seq":4,"proposed_at_ms":1795000000000,"expire_at_ms":null,"bytes":3,"encoding":"text","value":"new"}
                {"key":"a/1","event":"changed","at_ms":1795000000000,"seq_before":1,"seq":6,"proposed_at_ms":1795000000000,"expire_at_ms":null,"bytes":7,"encoding":"text","value":"changed"}
                """,
                run.ok("watch a/ --count 3 -o json"));
        writer.join();
    }

    @Test
    void ctrlCEndsAWatch() {
        service.put("a/1=x");
        Thread prompter = new Thread(() -> {
            awaitOutput("there    a/1");
            run.context().cancel().ask();
        });
        prompter.start();
        long start = System.nanoTime();
        assertEquals(130, run.status("watch a/"));
        assertTrue(System.nanoTime() - start < 100_000_000_000L);
        assertEquals("there    a/1  seq 1  at 2026-11-18T11:06:40.000Z  x\n", run.out());
        assertEquals(0, run.status("get a/1"), run.err());
    }

    /** Waits until the running command has written this. */
    private void awaitOutput(String text) {
        Await.until("the command prints " + text, () -> run.out().contains(text));
    }

    @Test
    void membersFeaturesHealthAndMetricsArePrinted() {
        run.ok("rw on");
        assertEquals(
                "name  role   leads  answers  raft             grpc  log\n"
                        + "0     voter  yes    yes      localhost:28004        T1-N0.3\n",
                run.ok("members"));
        assertEquals("feature         on\ndummy           no\ndummy_feature2  no\n", run.ok("features"));
        assertEquals("switch dummy on, through " + service.admin() + "\n", run.ok("set-feature dummy on --dry-run"));
        assertTrue(run.ok("set-feature dummy on").startsWith("set-feature: Done; features:\n{\n"));
        assertEquals("feature         on\ndummy           yes\ndummy_feature2  no\n", run.ok("features"));
        assertEquals("{\"status\":\"pass\"}\n", run.ok("health"));
        assertEquals("metasrv_server_is_leader 1\n", run.ok("metrics is_leader"));
        assertEquals("triggered leader transfer from 0 to 0.\nvoter ids: [0]\n", run.ok("transfer-leader"));
    }

    @Test
    void keysLayoutShowsTheAgeOfTheSnapshot() {
        service.put("a/b/1=x", "a/b/2=x", "a/c/3=x");
        assertEquals("", run.ok("keys-layout"));
        assertEquals("note: the node has no snapshot; trigger-snapshot --wait makes one\n", run.err());
        assertEquals(
                "write a snapshot, through " + service.admin() + "\n", run.ok("trigger-snapshot --dry-run --wait"));
        assertEquals("", run.ok("keys-layout"));
        assertEquals("triggered snapshot successfully.\n", run.ok("trigger-snapshot --wait"));
        assertEquals(
                "snapshot complete: at T1-N0.6, 3 rows\nwrite a snapshot, through " + service.admin() + "\n",
                run.err());
        assertEquals("a/b 2\na/c 1\na 3\n 3\n", run.ok("keys-layout"));
        assertEquals("note: this is the snapshot at T1-N0.6\n", run.err());
        service.put("d=x");
        assertEquals(
                "[{\"keys\":3,\"directory\":\"a\"},\n {\"keys\":3,\"directory\":\"\"}]\n",
                run.ok("keys-layout --depth 1 -o json"));
        assertEquals("note: this is the snapshot at T1-N0.6; 1 log entry came after it\n", run.err());
    }

    @Test
    void anExportReportsItsSnapshotAndLog() throws IOException {
        service.put("a=x");
        String text = run.ok("export");
        assertEquals(10, text.lines().count());
        assertTrue(run.err().contains("the node has no snapshot"), run.err());
        Path target = scratch.resolve("out.ndjson");
        run.ok("export --snapshot " + target);
        assertTrue(run.err().contains("note: the export shows the node's snapshot at T1-N0.4"), run.err());
        String written = Files.readString(target);
        assertTrue(written.contains("[\"state_machine/0\",{\"GenericKV\":{\"key\":\"a\""), written);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        assertEquals(written, run.ok("export --chunk-size 1"));
    }

    @Test
    void serviceCommandsNeedAService() {
        run.ok("connect " + io.metash.testing.TestData.file("real/rich-snap.raft") + " as dir");
        for (String line : new String[] {"members", "watch", "keys-layout", "metrics", "features", "member-list"}) {
            assertEquals(2, run.status(line), line);
            assertTrue(run.err().startsWith("metash: this works on a running service only\n"), run.err());
        }
        assertEquals(2, run.status("upsert a b"));
        String place = run.context().session().place();
        assertEquals(
                "metash: this works on a running service only\n  where  dir, " + place
                        + "\n"
                        + "  why    This session reads a store on disk (Raft directory). An embedded service can run on"
                        + " a copy of it.\n"
                        + "  next   connect embedded --from "
                        + place + "\n",
                run.err());
        assertEquals(6, run.status("rw on"));
        assertEquals(0, run.status("members @live"), run.err());
    }

    @Test
    void aWrongUserOrAReadablePasswordFileIsRefused() throws IOException {
        assertEquals(5, run.status("connect " + service.address() + " as other --user bob"));
        assertEquals(
                "metash: the meta service denies access\n  where  " + service.address()
                        + "\n  why    Unknown user: bob\n  next   check --user and --password-file\n",
                run.err());
        Path password = file("password", "hush\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(6, run.status("connect " + service.address() + " as other --password-file " + password));
        assertTrue(run.err().contains("chmod 600 " + password), run.err());
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        run.ok("connect " + service.address() + " as other --user root --password-file " + password);
        run.context().setPrompter(new Prompter() {
            @Override
            public String ask(String question) {
                throw new AssertionError("a password must not be echoed");
            }

            @Override
            public String askSecret(String question) {
                assertEquals("password of root: ", question);
                return "hush";
            }
        });
        run.ok("connect " + service.address() + " as third --ask-password");
    }

    @Test
    void aProductionConnectionNeedsATypedName() throws IOException {
        Path toml = file(
                "metash.toml",
                """
                [connections.shop]
                place = "%s"
                admin = "%s"
                user = "root"
                danger = true
                """
                        .formatted(service.address(), service.admin()));
        run.context().use(Config.load(new ConfigFiles(toml, scratch.resolve("none.toml")), Map.of()));
        run.ok("connect shop");
        assertEquals("shop", run.context().session().name());
        assertEquals("{\"status\":\"pass\"}\n", run.ok("health"));
        assertEquals(6, run.status("rw on"));
        assertTrue(run.err().contains("marked as production"), run.err());
        run.context().setPrompter(question -> "shop");
        run.ok("rw on");
        run.ok("upsert a b");
        run.context().setPrompter(question -> "something else");
        run.ok("upsert a/c d");
        assertEquals(6, run.status("delete --prefix a --yes-i-mean shop"));
        assertEquals(6, run.status("rw on"));
    }
}
