package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.command.Confirmation;
import io.metash.command.StateDirectory;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Sha256;
import io.metash.session.Session;
import io.metash.testing.Await;
import io.metash.testing.Captured;
import io.metash.testing.KeySession;
import io.metash.testing.LiveService;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes need consent, and every change is logged. */
class SafetyTest {
    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void ownState() {
        run.context().use(new StateDirectory(scratch.resolve("state")));
    }

    private void answering(String answer) {
        run.context().setPrompter(question -> {
            asked.add(question);
            return answer;
        });
    }

    private static ExitStatus statusOf(org.junit.jupiter.api.function.Executable executable) {
        return assertThrows(Failure.class, executable).status();
    }

    @Test
    void r54_readOnlyUntilRwOnAndForALimitedTime() throws InterruptedException {
        Session directory = run.open("dir", "a");
        assertEquals(ExitStatus.REFUSED, statusOf(() -> run.context().requireWritable(directory)));
        assertEquals(6, run.status("rw on"));
        run.open(KeySession.of("other", "a").live());
        Session live = run.open(KeySession.of("live", "a").live());
        assertEquals(ExitStatus.REFUSED, statusOf(() -> run.context().requireWritable(live)));
        run.ok("rw on 1h");
        run.context().requireWritable(live);
        assertEquals(
                "dir ro\nother ro\nlive rw\n",
                run.ok("sessions -o csv")
                        .lines()
                        .skip(1)
                        .map(line -> line.split(","))
                        .map(cells -> cells[1] + " " + cells[3] + "\n")
                        .reduce("", String::concat));
        run.ok("rw off");
        assertEquals(ExitStatus.REFUSED, statusOf(() -> run.context().requireWritable(live)));
        run.ok("rw on 50ms");
        Await.until("the time to write is over", () -> !isWritable(live));
        assertEquals(ExitStatus.REFUSED, statusOf(() -> run.context().requireWritable(live)));
        assertEquals(2, run.status("rw on 100d"));
    }

    private boolean isWritable(Session session) throws IOException {
        try {
            run.context().requireWritable(session);
            return true;
        } catch (Failure refused) {
            return false;
        }
    }

    @Test
    void r54_aServiceIsNotWrittenWithoutRwOn() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            service.put("a=1");
            assertEquals(6, live(service, "upsert a 2"));
            assertEquals(6, live(service, "delete a"));
            assertTrue(captured.err().contains("next   rw on 15m"), captured.err());
            assertEquals(0, live(service, "rw on 1m", "upsert a 2"));
        }
    }

    /** A dry run prints the plan that the real run executes, and changes nothing. */
    @Test
    void r57_ofAService() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            service.put("a/1=1", "a/2=2", "b=3");
            for (String line : List.of("upsert c hello", "delete b", "delete --prefix a/")) {
                assertEquals(0, live(service, "rw on 1m", line + " --dry-run"));
                String plan = captured.out();
                assertFalse(plan.isEmpty());
                assertEquals(0, live(service, "ls -r -o raw"));
                String before = captured.out();
                String yes = line.contains("--prefix") ? " --yes-i-mean live" : "";
                assertEquals(0, live(service, "rw on 1m", line + yes));
                assertTrue(captured.err().contains(plan), plan + "is not in " + captured.err());
                assertEquals(0, live(service, "ls -r -o raw"));
                assertFalse(before.equals(captured.out()), before);
            }
            assertEquals(0, live(service, "ls -r -o raw"));
            assertEquals("c\n", captured.out());
        }
        List<String> audit = Files.readAllLines(scratch.resolve("state/audit.ndjson"));
        assertEquals(3, audit.size());
        assertFalse(audit.get(0).contains("hello"), audit.get(0));
        assertTrue(audit.get(0).contains("\"sha256\":\"" + Sha256.of("hello".getBytes(StandardCharsets.UTF_8))));
    }

    /** The plan for a directory matches the report of the real run; a dry run creates nothing. */
    @Test
    void r57_ofADirectory() throws IOException {
        Path dir = scratch.resolve("raft");
        String line = "import --raft-dir " + dir + " --db " + TestData.file("peer/want_exported_v004");
        String plan = run.ok(line + " --dry-run");
        assertTrue(run.err().contains("nothing was done"), run.err());
        assertEquals(List.of(), names());
        run.ok(line);
        for (String both : List.of(dir.toString(), "167 records")) {
            assertTrue(plan.contains(both), plan);
            assertTrue(run.err().contains(both), run.err());
        }
        List<String> before = names();
        String undo = run.ok("rollback --dry-run --raft-dir " + dir);
        assertTrue(undo.startsWith("move the store out of " + dir), undo);
        assertEquals(before, names());
        run.ok("rollback --raft-dir " + dir);
        assertTrue(run.err().startsWith(dir + " is as before the import: without a store\n"), run.err());
    }

    /** Every command that writes has a dry run. */
    @Test
    void r57_everyCommandThatWritesHasADryRun() {
        for (String name : List.of("upsert", "delete", "txn", "set-feature", "transfer-leader", "import", "rollback")) {
            CommandEntry entry = Commands.table().find(name).orElseThrow();
            assertNotNull(
                    new CommandLineRunner(run.context())
                            .commandLine(entry)
                            .getCommandSpec()
                            .findOption("--dry-run"),
                    name);
        }
    }

    private final Captured captured = new Captured();

    /** Runs lines in a session on a service without a terminal; returns the status of the last. */
    private int live(LiveService service, String... lines) throws IOException {
        try (CommandContext context = new CommandContext(Commands.table(), captured.io(), false, false)) {
            context.use(new StateDirectory(scratch.resolve("state")));
            CommandLineRunner runner = new CommandLineRunner(context);
            int status = runner.run(List.of("connect", service.address(), "as", "live"));
            for (String line : lines) {
                captured.reset();
                status = runner.run(List.of(line.split(" ")));
            }
            return status;
        }
    }

    @Test
    void r55_theNameOfTheTargetIsTyped() throws IOException {
        List<String> done = new ArrayList<>();
        ActionPlan actions =
                new ActionPlan().add("delete a", () -> done.add("a")).add("delete b\u001b[2J", () -> done.add("b"));
        answering("prod");
        run.status("help");
        actions.confirm(run.context(), "prod", null, null);
        assertEquals(List.of("To continue, type prod: "), asked);
        run.context().io().err().flush();
        assertTrue(run.err().endsWith("plan: 2 steps\n  1. delete a\n  2. delete b\\x1b[2J\n"), run.err());
        for (String wrong : new String[] {"yes", "y", "", null, "PROD"}) {
            answering(wrong);
            Failure refused = assertThrows(Failure.class, () -> actions.confirm(run.context(), "prod", null, null));
            assertEquals(ExitStatus.REFUSED, refused.status());
            assertEquals("not confirmed, so nothing was changed", refused.what());
        }
        answering(" prod ");
        actions.confirm(run.context(), "prod", null, null);
        assertEquals(List.of(), done);
        actions.run(run.context(), false);
        assertEquals(List.of("a", "b"), done);
    }

    @Test
    void r56_withoutATerminalTheFlagIsRequired() throws IOException {
        Failure refused = assertThrows(Failure.class, () -> Confirmation.require(run.context(), "raft", null, null));
        assertEquals(ExitStatus.REFUSED, refused.status());
        assertTrue(refused.next().contains("--yes-i-mean raft"), refused.next());
        Confirmation.require(run.context(), "raft", "raft", null);
        assertEquals(ExitStatus.REFUSED, statusOf(() -> Confirmation.require(run.context(), "raft", "other", null)));
        Path dir = scratch.resolve("raft");
        String sample = TestData.file("peer/want_exported_v004").toString();
        run.ok("import --raft-dir " + dir + " --db " + sample);
        List<String> before = names();
        assertEquals(6, run.status("import --no-keep --raft-dir " + dir + " --db " + sample));
        assertTrue(run.err().contains("--yes-i-mean raft"), run.err());
        assertEquals(before, names());
        run.ok("import --no-keep --yes-i-mean raft --raft-dir " + dir + " --db " + sample);
        assertEquals(before, names());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(scratch)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void r57_theDryRunEqualsTheAppliedPlan() throws IOException {
        List<String> done = new ArrayList<>();
        ActionPlan actions = new ActionPlan();
        for (String key : List.of("a", "b", "c")) {
            actions.add("delete " + key, () -> done.add(key));
        }
        run.status("help");
        String before = run.out();
        assertEquals(0, actions.run(run.context(), true));
        run.context().io().out().flush();
        String plan = run.out().substring(before.length());
        assertEquals("1. delete a\n2. delete b\n3. delete c\n", plan);
        assertEquals(List.of(), done);
        run.status("help");
        actions.run(run.context(), false);
        run.context().io().err().flush();
        assertEquals(plan, run.err());
        assertEquals(List.of("a", "b", "c"), done);
    }

    @Test
    void r58_productionIsConfirmedAtATerminalOnly() throws IOException {
        Session prod = run.open("prod", "a");
        run.context().state(prod).markDanger();
        Failure refused = assertThrows(Failure.class, () -> Confirmation.require(run.context(), "prod", "prod", prod));
        assertEquals(ExitStatus.REFUSED, refused.status());
        answering("prod");
        Confirmation.require(run.context(), "prod", "prod", prod);
        assertEquals(List.of("This is a production store. To continue, type prod: "), asked);
        answering("no");
        assertEquals(ExitStatus.REFUSED, statusOf(() -> Confirmation.require(run.context(), "prod", "prod", prod)));
    }

    @Test
    void r59_everyWriteIsAuditedWithoutSecrets() throws IOException {
        String sample = TestData.file("peer/want_exported_v004").toString();
        Path dir = scratch.resolve("raft");
        run.ok("import --raft-dir " + dir + " --db " + sample);
        run.ok("import --raft-dir " + dir + " --db " + sample);
        run.ok("rollback --raft-dir " + dir);
        Path file = scratch.resolve("state/audit.ndjson");
        List<String> lines = Files.readAllLines(file);
        assertEquals(3, lines.size());
        String time = "\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",\"user\":\"[^\"]+\","
                + "(\"sudo_user\":\"[^\"]+\",)?";
        assertTrue(
                lines.get(0)
                        .matches(time + "\"command\":\"import\",\"target\":\"" + dir + "\",\"source\":\"" + sample
                                + "\",\"records\":\"\\d+\",\"sum\":\"[0-9a-f]+\"\\}"),
                lines.get(0));
        assertTrue(lines.get(1).contains(",\"kept\":\"" + dir + ".metash-old-"), lines.get(1));
        assertTrue(lines.get(2).contains("\"command\":\"rollback\",\"target\":\"" + dir + "\",\"undone\":\""));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Audit.record(
                run.context(),
                "upsert x --password hunter2 --password-file /f --token=hunter3 u=http://u:hunter4@h/",
                "prod",
                Map.of("password", "hunter5"));
        String last = Files.readAllLines(file).get(3);
        assertFalse(last.contains("hunter"), last);
        assertTrue(last.contains("--password-file /f"), last);
    }

    @Test
    void r59_anUnwritableAuditLogIsReported() throws IOException {
        Path elsewhere = Files.createFile(scratch.resolve("elsewhere"));
        Files.createDirectories(scratch.resolve("state"));
        Files.createSymbolicLink(scratch.resolve("state/audit.ndjson"), elsewhere);
        run.status("help");
        Audit.record(run.context(), "upsert", "prod", Map.of());
        run.context().io().err().flush();
        assertTrue(run.err().contains("not in the audit log"), run.err());
        assertEquals("", Files.readString(elsewhere));
    }
}
