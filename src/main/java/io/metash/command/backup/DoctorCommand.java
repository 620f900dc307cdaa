package io.metash.command.backup;

import io.metash.backup.DirectoryVerify;
import io.metash.backup.FileVerify;
import io.metash.backup.Manifest;
import io.metash.backup.MembershipTrace;
import io.metash.backup.SessionVerify;
import io.metash.backup.Verdict;
import io.metash.client.ClusterInfo;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.OutputOption;
import io.metash.files.Disk;
import io.metash.files.LockProbe;
import io.metash.files.SpaceProbe;
import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.output.Style;
import io.metash.output.Units;
import io.metash.rebuild.Leftovers;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Note;
import io.metash.record.ShellWord;
import io.metash.session.EndpointSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor}: what is wrong or odd about a store, each with the command to type. */
@Command(
        name = "doctor",
        description = {
            "Looks a store over: damage, half-done upgrades and imports, members without addresses, a running server, room"
                    + " on the disk, rights. Every finding has a number and the command to type next. Nothing is changed;"
                    + " status 1 when something is to be done, 3 or 4 when the store is damaged or incomplete.",
            "'doctor --clean DIR' removes what killed imports left beside a directory and nothing can use any more.",
            "",
            "Examples:",
            "  doctor /var/lib/databend/raft",
            "  doctor --clean --dry-run /var/lib/databend/raft"
        })
public final class DoctorCommand implements Callable<Integer> {
    private final CommandContext context;

    private final List<Advice> advices = new ArrayList<>();
    private Optional<Note> running = Optional.empty();
    private boolean serverRuns;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A Raft directory, an export file or a session; the open session when missing.")
    private String word;

    @Option(names = "--clean", description = "Removes workspaces that killed imports left behind.")
    private boolean clean;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    /** A doctor that sees this context. */
    public DoctorCommand(CommandContext context) {
        this.context = context;
    }

    /**
     * A finding with what to do.
     *
     * @param urgent whether something is to be done; else it is only to be known
     * @param what what was found
     * @param why what it means, or null
     * @param command what to type, or null
     */
    private record Advice(boolean urgent, String what, String why, String command) {}

    @Override
    public Integer call() throws IOException {
        Place place = Place.of(context, word);
        if (clean) {
            return clean(place);
        }
        place = place.readOften(context);
        if (dryRun.asked()) {
            throw Failure.of(ExitStatus.USAGE, "--dry-run belongs to --clean").next("doctor --clean --dry-run DIR");
        }
        Verdict verdict = verify(place);
        if (verdict != null) {
            verdict(place, verdict);
        }
        if (place.isDirectory()) {
            directory(place.path());
        } else if (place.path() != null) {
            file(place.path());
        } else if (place.session() != null) {
            service((EndpointSession) place.session());
        }
        if (verdict != null && verdict.grade() != Grade.DAMAGED) {
            members(place);
        }
        return tell(place, verdict);
    }

    private Verdict verify(Place place) throws IOException {
        ProgressLine progress = new ProgressLine(context, "looking");
        try {
            if (place.isDirectory()) {
                return DirectoryVerify.run(place.path(), progress, context.cancel());
            }
            return place.session() != null
                    ? SessionVerify.run(place.session(), progress, context.cancel())
                    : FileVerify.run(place.file(), progress, context.cancel());
        } catch (Failure failure) {
            if (failure.status() == ExitStatus.INTERRUPTED || failure.status() == ExitStatus.USAGE) {
                throw failure;
            }
            urgent(
                    failure.what() + (failure.where() == null ? "" : " (" + failure.where() + ")"),
                    failure.why(),
                    failure.next());
            return null;
        } finally {
            progress.clear();
        }
    }

    private void urgent(String what, String why, String command) {
        advices.add(new Advice(true, what, why, command));
    }

    private void known(String what, String why, String command) {
        advices.add(new Advice(false, what, why, command));
    }

    private void verdict(Place place, Verdict verdict) {
        if (verdict.grade().compareTo(Grade.CONSISTENT) > 0) {
            urgent(
                    VerifyCommand.headline(verdict) + ": " + verdict.what(),
                    verdict.why(),
                    verdict.remedy() == Verdict.Remedy.IMPORT
                            ? "metash import --raft-dir " + ShellWord.of(place.shown())
                                    + " --db BACKUP   (the damaged store is kept), or without a backup: metash"
                                    + " export --raft-dir " + ShellWord.of(place.shown()) + " --salvage --db FILE"
                            : verdict.next());
        }
        for (Finding finding : verdict.findings()) {
            if (finding.grade().compareTo(Grade.CONSISTENT) > 0) {
                urgent(finding.grade().words() + ": " + finding.what(), finding.why(), null);
            } else if (finding.is(Note.Code.SERVER_RUNNING)) {
                running = finding.note();
                serverRuns = true;
            } else if (!finding.is(Note.Code.CHECKED)) {
                known(finding.what(), finding.why(), command(place, finding.note()));
            }
        }
    }

    /** What to do about the notes of a store. */
    private static String command(Place place, Optional<Note> note) {
        if (note.isEmpty()) {
            return null;
        }
        return switch (note.get().code()) {
            case VERSION_MISSING ->
                "printf '{\"version\":\"V004\"}' > " + place.shown()
                        + "/df_meta/VERSION   (only while no server runs; else the next start may upgrade what needs none)";
            case UNFINISHED_SNAPSHOT ->
                "rm " + ShellWord.of(note.get().about().orElseThrow()) + "   (while no server runs)";
            case UPGRADE_UNCLEANED, UPGRADE_UNDER_WAY -> "cp -a " + place.shown() + " " + place.shown() + ".copy";
            default -> null;
        };
    }

    private void directory(Path dir) throws IOException {
        for (Leftovers.Leftover left : Leftovers.of(dir)) {
            String size = " (" + Units.bytes(left.bytes()) + ")";
            switch (left.kind()) {
                case UNUSED ->
                    urgent(
                            "left behind by an import that was killed, of no use: " + left.path() + size,
                            null,
                            "metash doctor --clean " + ShellWord.of(dir));
                case UNSETTLED ->
                    urgent(
                            "an import of this directory was killed in its last step: " + left.path() + size,
                            "both stores are whole; the next import or rollback of the directory, or this, finishes it",
                            "metash doctor --clean " + ShellWord.of(dir));
                case BUILT ->
                    urgent(
                            "a complete store that an import built and did not put in its place: " + left.path() + size,
                            "the directory itself has no store",
                            "metash import --raft-dir " + ShellWord.of(dir) + " --db BACKUP");
                case FOREIGN -> known("not made by metash, left alone: " + left.path() + size, null, null);
                case IN_USE -> known("a command is working on this directory now: " + left.path(), null, null);
                case REPLACED ->
                    known(
                            Files.isDirectory(left.path().resolve("df_meta"))
                                    ? "the store that an import replaced is kept: " + left.path() + size
                                    : "the last import can be undone; there was no store before it: " + left.path(),
                            null,
                            "metash rollback --raft-dir " + ShellWord.of(dir) + "   (undoes it), or rm -r "
                                    + ShellWord.of(left.path()));
                case UNDONE ->
                    known(
                            "a store that a rollback took away is kept: " + left.path() + size,
                            null,
                            "rm -r " + ShellWord.of(left.path()));
            }
        }
        Path lock = dir.resolve("df_meta/V004/log/LOCK");
        if (LockProbe.busy(lock)) {
            String read = running.flatMap(Note::about)
                    .map(end -> "; its log was read up to " + end)
                    .orElse("");
            serverRuns = true;
            known(
                    "a server is running on this directory"
                            + LockProbe.holder(lock)
                                    .map(h -> ": process " + h.pid() + " (" + h.program() + ")")
                                    .orElse("")
                            + read,
                    "it can be looked at and exported, not replaced",
                    null);
        }
        long free = SpaceProbe.usableBytes(dir);
        long size = size(dir.resolve("df_meta"));
        if (free < 2 * size) {
            urgent(
                    "little room: " + Units.bytes(free) + " are free, the store has " + Units.bytes(size),
                    "a server writes a new snapshot beside the old ones, and an import a new store beside the old one",
                    "df -h " + dir);
        }
        mode(dir.resolve("df_meta"), "the store can be read by everybody on this machine; it holds secrets");
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        if (Files.isDirectory(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    size += Files.isRegularFile(file) ? Files.size(file) : 0;
                }
            } catch (UncheckedIOException vanished) {
                return size;
            }
        }
        return size;
    }

    private void mode(Path path, String what) throws IOException {
        if (Files.exists(path) && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
            known(what, null, "chmod " + (Files.isDirectory(path) ? "o-rwx " : "600 ") + ShellWord.of(path));
        }
    }

    private void file(Path file) throws IOException {
        mode(file, "the backup can be read by everybody on this machine; it holds secrets");
        if (!Files.exists(Manifest.nameFor(file))) {
            known(
                    "there is no manifest: nobody can tell whether the file is complete",
                    null,
                    "metash backup --to DIR --raft-dir RAFT_DIR   (makes one that is proved)");
        }
    }

    private void service(EndpointSession service) {
        ClusterInfo info = service.info();
        if (info.leaderOrNull() == null) {
            urgent(
                    "the node knows no leader",
                    "writes are not possible now",
                    "metash -c 'connect ANOTHER_NODE; status'");
        }
        LogId snapshot = info.snapshotLastLogIdOrNull() == null ? null : LogId.parse(info.snapshotLastLogIdOrNull());
        long behind = info.lastLogIndex() - (snapshot == null ? -1 : snapshot.index());
        if (behind > 0) {
            known(
                    "the last snapshot is " + Units.count(behind, "log entry") + " old",
                    "an export holds the snapshot, and later writes as log entries alone",
                    "export --snapshot FILE");
        }
    }

    private void members(Place place) throws IOException {
        MembershipTrace trace = ExplainMembershipCommand.trace(context, place, new ArrayList<>());
        for (Long id : trace.withoutAddress()) {
            urgent(
                    "member " + Long.toUnsignedString(id) + " has no address",
                    "no other node can reach it",
                    "metash explain-membership " + ShellWord.of(place.shown()));
        }
        if (trace.effective() == null) {
            return;
        }
        for (Long id : trace.effective().nodes().size() < 2
                ? List.<Long>of()
                : List.copyOf(trace.effective().nodes().keySet())) {
            trace.unreachable(id)
                    .ifPresent(why -> urgent(
                            "no other node can reach member " + Long.toUnsignedString(id) + " at its Raft address",
                            why,
                            "metash init-cluster   (makes a new cluster of this store, with other addresses)"));
        }
        if (place.isDirectory()
                && trace.nodeId() != null
                && !trace.effective().nodes().containsKey(trace.nodeId())) {
            urgent(
                    "node " + Long.toUnsignedString(trace.nodeId()) + " is no member of the cluster in its own store",
                    "it was removed, or the store belongs to another node",
                    "metash explain-membership " + ShellWord.of(place.shown()));
        }
        int voters =
                trace.effective().configs().stream().mapToInt(List::size).max().orElse(0);
        if (voters > 1 && place.path() != null) {
            String nodes = trace.effective().nodes().keySet().stream()
                    .map(id -> Long.toUnsignedString(id) + "=" + trace.address(id))
                    .collect(Collectors.joining(", "));
            known(
                    "the cluster has " + voters + " voters: " + (voters / 2 + 1)
                            + " of them must be up before it answers (" + nodes + ")",
                    "alone this node finds no leader",
                    serverRuns
                            ? null
                            : "metash init-cluster   (only when the others are lost: makes a new cluster of this store)");
        }
        LogId known = trace.known();
        if (voters > 1
                && trace.lastLog() != null
                && (known == null || trace.lastLog().compareTo(known) > 0)) {
            known(
                    "log entries after " + known + " up to " + trace.lastLog() + " are not known to be committed",
                    "the cluster decides at its next election whether they stay",
                    null);
        }
    }

    private int tell(Place place, Verdict verdict) throws IOException {
        boolean urgent = advices.stream().anyMatch(Advice::urgent);
        if (output.format(context) == OutputFormat.TABLE) {
            print(place, verdict);
        } else {
            Listing list = output.open(
                    context,
                    Column.text("what"),
                    Column.number("number"),
                    Column.flag("urgent"),
                    Column.text("why"),
                    Column.text("command"));
            for (int i = 0; i < advices.size(); i++) {
                Advice advice = advices.get(i);
                list.row(advice.what(), (long) i + 1, advice.urgent(), advice.why(), advice.command());
            }
            list.finish();
        }
        if (verdict != null && verdict.grade().status() != ExitStatus.OK) {
            return verdict.grade().status().code();
        }
        return urgent ? ExitStatus.NO.code() : ExitStatus.OK.code();
    }

    private void print(Place place, Verdict verdict) {
        var out = context.io().out();
        out.println(Printable.text(place.shown()) + ": "
                + (verdict == null ? "cannot be read" : verdict.grade().words()));
        advices.sort((a, b) -> Boolean.compare(b.urgent(), a.urgent()));
        for (int i = 0; i < advices.size(); i++) {
            Advice advice = advices.get(i);
            String mark = advice.urgent() ? Style.BAD.on("to do: ", context.io().colored()) : "";
            out.println((i + 1) + ". " + mark + Printable.text(advice.what()));
            if (advice.why() != null) {
                out.println("     " + Printable.text(advice.why()));
            }
            if (advice.command() != null) {
                out.println((isCommand(advice.command()) ? "     type: " : "     next: ")
                        + Printable.command(advice.command()));
            }
        }
        long todo = advices.stream().filter(Advice::urgent).count();
        context.io()
                .err()
                .println(todo == 0 ? "nothing to do" : Units.count(todo, "thing") + " to do, first of all number 1");
    }

    private static boolean isCommand(String text) {
        return List.of("metash", "chmod", "rm", "cp", "printf", "df", "export").contains(text.split(" ", 2)[0]);
    }

    private void leftAlone(String why, Leftovers.Leftover left) {
        context.io()
                .err()
                .println(
                        "left alone, " + why + ": " + Printable.text(left.path().toString()));
    }

    private int clean(Place place) throws IOException {
        if (place.path() == null) {
            throw Failure.of(ExitStatus.USAGE, "--clean is for a Raft directory")
                    .next("doctor --clean DIR");
        }
        ActionPlan deeds = new ActionPlan();
        List<String> removed = new ArrayList<>();
        List<String> planned = new ArrayList<>();
        for (Leftovers.Leftover left : Leftovers.of(place.path())) {
            if (left.kind() == Leftovers.Kind.UNUSED) {
                planned.add("remove " + left.path() + " (" + Units.bytes(left.bytes()) + ")");
            } else if (left.kind() == Leftovers.Kind.UNSETTLED) {
                planned.add("finish the exchange of two stores that was cut: " + left.path());
            } else if (left.kind() == Leftovers.Kind.IN_USE) {
                leftAlone("a command is working with it", left);
            } else if (left.kind() == Leftovers.Kind.BUILT) {
                leftAlone("it holds a complete store, and the directory has none", left);
            } else if (left.kind() == Leftovers.Kind.FOREIGN) {
                leftAlone("it holds files that metash did not make", left);
            }
        }
        if (!planned.isEmpty()) {
            deeds.add(String.join("; ", planned), () -> removed.addAll(Leftovers.clean(place.path(), Disk.real())));
        }
        if (deeds.size() == 0) {
            context.io().err().println("nothing to clean");
            return ExitStatus.OK.code();
        }
        int status = deeds.run(context, dryRun.asked());
        removed.forEach(line -> context.io().err().println(Printable.text(line)));
        if (!removed.isEmpty()) {
            Audit.record(
                    context, "doctor --clean", place.path().toString(), Map.of("removed", String.join("; ", removed)));
        }
        return status;
    }
}
