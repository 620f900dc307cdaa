package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.Audit;
import io.metash.command.Confirmation;
import io.metash.command.Deeds;
import io.metash.command.Run;
import io.metash.command.StateFolder;
import io.metash.record.Failure;
import io.metash.record.Status;
import io.metash.session.Session;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is changed that nobody meant to change, and what is changed is written down. */
class SafetyTest {
    @TempDir
    Path scratch;

    private final Run run = new Run();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void ownState() {
        run.context().use(new StateFolder(scratch.resolve("state")));
    }

    private void answering(String answer) {
        run.context().attended(question -> {
            asked.add(question);
            return answer;
        });
    }

    private static Status statusOf(org.junit.jupiter.api.function.Executable executable) {
        return assertThrows(Failure.class, executable).status();
    }

    @Test
    void r55_theNameOfTheThingIsTyped() throws IOException {
        List<String> done = new ArrayList<>();
        Deeds deeds = new Deeds().add("delete a", () -> done.add("a")).add("delete b\u001b[2J", () -> done.add("b"));
        answering("prod");
        run.status("help");
        deeds.confirm(run.context(), "prod", null, null);
        assertEquals(List.of("To go on, type prod: "), asked);
        run.context().io().err().flush();
        assertTrue(run.err().endsWith("plan: 2 steps\n  1. delete a\n  2. delete b\\x1b[2J\n"), run.err());
        for (String wrong : new String[] {"yes", "y", "", null, "PROD"}) {
            answering(wrong);
            Failure refused = assertThrows(Failure.class, () -> deeds.confirm(run.context(), "prod", null, null));
            assertEquals(Status.REFUSED, refused.status());
            assertEquals("not confirmed, so nothing was changed", refused.what());
        }
        answering(" prod ");
        deeds.confirm(run.context(), "prod", null, null);
        assertEquals(List.of(), done);
        deeds.run(run.context(), false);
        assertEquals(List.of("a", "b"), done);
    }

    @Test
    void r56_withoutAPersonTheFlagIsNeeded() throws IOException {
        Failure refused = assertThrows(Failure.class, () -> Confirmation.require(run.context(), "raft", null, null));
        assertEquals(Status.REFUSED, refused.status());
        assertTrue(refused.next().contains("--yes-i-mean raft"), refused.next());
        Confirmation.require(run.context(), "raft", "raft", null);
        assertEquals(Status.REFUSED, statusOf(() -> Confirmation.require(run.context(), "raft", "other", null)));
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
    void r57_theDryRunIsThePlanThatIsCarriedOut() throws IOException {
        List<String> done = new ArrayList<>();
        Deeds deeds = new Deeds();
        for (String key : List.of("a", "b", "c")) {
            deeds.add("delete " + key, () -> done.add(key));
        }
        run.status("help");
        String before = run.out();
        assertEquals(0, deeds.run(run.context(), true));
        run.context().io().out().flush();
        String plan = run.out().substring(before.length());
        assertEquals("1. delete a\n2. delete b\n3. delete c\n", plan);
        assertEquals(List.of(), done);
        run.status("help");
        deeds.run(run.context(), false);
        run.context().io().err().flush();
        assertEquals(plan, run.err());
        assertEquals(List.of("a", "b", "c"), done);
    }

    @Test
    void r58_productionIsConfirmedByAPersonOnly() throws IOException {
        Session prod = run.open("prod", "a");
        run.context().state(prod).markDanger();
        Failure refused = assertThrows(Failure.class, () -> Confirmation.require(run.context(), "prod", "prod", prod));
        assertEquals(Status.REFUSED, refused.status());
        answering("prod");
        Confirmation.require(run.context(), "prod", "prod", prod);
        assertEquals(List.of("This is a store of production. To go on, type prod: "), asked);
        answering("no");
        assertEquals(Status.REFUSED, statusOf(() -> Confirmation.require(run.context(), "prod", "prod", prod)));
    }

    @Test
    void r59_everyWriteLeavesALineWithoutSecrets() throws IOException {
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
    void r59_whatCannotBeWrittenDownIsSaid() throws IOException {
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
