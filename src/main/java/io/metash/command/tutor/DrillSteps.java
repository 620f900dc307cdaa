package io.metash.command.tutor;

import io.metash.backup.DirectoryVerify;
import io.metash.backup.FileVerify;
import io.metash.backup.Verdict;
import io.metash.integrity.Grade;
import io.metash.ndjson.NdjsonSink;
import io.metash.raftdir.RaftDir;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.session.SessionKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of the drill: look around, back up, break it, rebuild it. */
final class DrillSteps {
    static final List<DrillStep> ALL = List.of(
            new DrillStep(
                    "Open a store",
                    "One node of a small cluster is stopped; its Raft directory is $drill/node1. Looking at it changes"
                            + " nothing.",
                    "connect $drill/node1 as node1",
                    DrillStep.when(
                            seen -> seen.context().sessions().hasCurrent()
                                    && Path.of(seen.context().session().place())
                                            .equals(seen.directory().resolve("node1")),
                            "the session node1 is not open")),
            new DrillStep(
                    "Who is it?",
                    "Members, vote, end of the log, number of keys: the first look at any store. A log id such as"
                            + " T1-N0.83 is term 1, the leader node 0, entry 83 of the raft log; help log-id explains"
                            + " more.",
                    "status",
                    DrillStep.when(seen -> seen.succeeded("status"), "status has not run")),
            new DrillStep(
                    "Keys look like files",
                    "ls groups keys by their next slash; TAB completes them; cd goes in. Databases are below"
                            + " __fd_database.",
                    "cd __fd_database/test_tenant",
                    DrillStep.when(
                            seen -> seen.context().directory().startsWith("__fd_database/"),
                            "you are not below __fd_database")),
            new DrillStep(
                    "Read a key",
                    "A name is relative to the current prefix. Values that may hold secrets are hidden by default.",
                    "get default",
                    DrillStep.when(seen -> seen.succeeded("get"), "no key has been shown")),
            new DrillStep(
                    "Back it up",
                    "The whole store as lines in one file, next to it a manifest with its digest.",
                    "export $drill/backup.ndjson",
                    DrillStep.when(
                            seen -> Files.exists(seen.directory().resolve("backup.ndjson")),
                            "$drill/backup.ndjson does not exist")),
            new DrillStep(
                    "Verify it",
                    "Without verification a backup is not reliable. With the manifest, verify proves that it is"
                            + " complete.",
                    "verify --require-proof $drill/backup.ndjson",
                    DrillSteps::verified),
            new DrillStep(
                    "Break it",
                    "Now the disk of the node fails in the middle of its log. (tutor break does that; to a copy, of"
                            + " course.)",
                    "tutor break",
                    DrillStep.when(
                            seen -> seen.succeeded("tutor")
                                    && damaged(seen.directory().resolve("node1")),
                            "the store is still intact")),
            new DrillStep(
                    "See what is wrong",
                    "verify checks every checksum and names the file and the byte. Status 3: damaged.",
                    "verify $drill/node1",
                    DrillStep.when(
                            seen -> seen.words().get(0).equals("verify")
                                    && seen.names("node1")
                                    && seen.status() == ExitStatus.DAMAGED.code(),
                            "verify $drill/node1 has not run")),
            new DrillStep(
                    "Rebuild it",
                    "The directory is built next to the broken one, compared with the backup, and swapped in one"
                            + " step. The broken one is kept.",
                    "import --raft-dir $drill/node1 --db $drill/backup.ndjson",
                    DrillStep.when(
                            seen -> same(
                                    seen.directory().resolve("node1"),
                                    seen.directory().resolve("backup.ndjson")),
                            "the store does not match the backup yet")),
            new DrillStep(
                    "Plan a move",
                    "The same keys on two new nodes at other addresses. First make a plan, which changes nothing.",
                    "init-cluster plan --db $drill/backup.ndjson --node 1=127.0.0.1:29103=$drill/new1"
                            + " --node 2=127.0.0.1:29203=$drill/new2 --out $drill/move.plan.json",
                    DrillStep.when(
                            seen -> Files.exists(seen.directory().resolve("move.plan.json")),
                            "$drill/move.plan.json does not exist")),
            new DrillStep(
                    "Apply the plan",
                    "Both directories are built, compared, and swapped in. The change is confirmed by its name.",
                    "init-cluster apply $drill/move.plan.json --yes-i-mean '2 nodes'",
                    DrillStep.when(
                            seen -> isIntact(seen.directory().resolve("new1"))
                                    && isIntact(seen.directory().resolve("new2")),
                            "the two new directories do not exist yet")),
            new DrillStep(
                    "See it run",
                    "A small meta service inside metash runs on a copy of the new store. The session is live: commands"
                            + " that need a running service work here.",
                    "connect embedded --from $drill/new1 as live",
                    DrillStep.when(
                            seen -> seen.succeeded("connect")
                                    && seen.context().session().kind() == SessionKind.ENDPOINT,
                            "no session on a running service is open")),
            new DrillStep(
                    "Allow writes",
                    "A session is read-only until you allow writes for a limited time. The prompt shows the time left.",
                    "rw on 5m",
                    DrillStep.when(seen -> seen.succeeded("rw"), "rw on has not run")),
            new DrillStep(
                    "Write a key",
                    "One key, replicated through the raft log like any other change.",
                    "upsert greeting hello",
                    DrillStep.when(seen -> seen.succeeded("upsert"), "no key has been written")),
            new DrillStep(
                    "Watch it",
                    "watch prints the existing keys, then every change, until Ctrl-C; here it ends after one key.",
                    "watch --count 1 greeting",
                    DrillStep.when(seen -> seen.succeeded("watch"), "watch has not run")));

    private DrillSteps() {}

    private static @Nullable String verified(DrillStep.Situation seen) throws IOException {
        if (!seen.succeeded("verify")) {
            return "verify has not run";
        }
        Path file = seen.directory().resolve("backup.ndjson");
        Verdict verdict = FileVerify.run(file, Progress.NONE, new Cancel());
        if (verdict.grade() == Grade.PROVED) {
            return null;
        }
        return "the backup is " + verdict.grade().words();
    }

    private static boolean damaged(Path dir) {
        try {
            return DirectoryVerify.run(dir, Progress.NONE, new Cancel()).grade() == Grade.DAMAGED;
        } catch (IOException | Failure unreadable) {
            return true;
        }
    }

    private static boolean isIntact(Path dir) {
        return Files.isDirectory(dir) && !damaged(dir);
    }

    /** Whether an export of the directory equals the file. */
    private static boolean same(Path dir, Path file) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (RaftDir store = RaftDir.open(dir);
                RecordSource source = store.export();
                NdjsonSink sink = new NdjsonSink(lines)) {
            new Pump(source, List.of(), sink, Progress.NONE, new Cancel()).run();
        } catch (Failure e) {
            return false;
        }
        return Arrays.equals(lines.toByteArray(), Files.readAllBytes(file));
    }
}
