package io.metash.command.backup;

import io.metash.backup.Verdict;
import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.output.Style;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.StorageUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor}: lists problems and oddities of a store, each with the command to type. */
@Command(
        name = "doctor",
        description = {
            "Examines a store: damage, interrupted upgrades and imports, members without addresses, a running server,"
                    + " free disk space, permissions, references to missing objects. Every finding has a number and the"
                    + " next command. Nothing is changed; status 1 when an action is needed, 3 or 4 when the store is"
                    + " damaged or incomplete.",
            "'doctor --clean DIR' removes unusable files of killed imports next to a directory.",
            "",
            "Examples:",
            "  doctor /var/lib/databend/raft",
            "  doctor --clean --dry-run /var/lib/databend/raft"
        })
public final class DoctorCommand implements Callable<Integer> {
    private final CommandContext context;

    private final Diagnosis diagnosis = new Diagnosis();

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A Raft directory, an export file or a session; default: the open session.")
    private @Nullable String word;

    @Option(names = "--clean", description = "Removes workspaces of killed imports.")
    private boolean clean;

    @Option(names = "--all", description = "Lists all missing objects; default: the first 20 of each kind.")
    private boolean all;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    public DoctorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Place> absent = absent();
        if (clean) {
            return new LeftoverCleanup(context)
                    .run(absent.orElseGet(() -> Place.keptAt(context, word)), dryRun.given());
        }
        if (absent.isPresent()) {
            return print(absent.get(), null);
        }
        Place place = Place.shownAt(context, word).rereadable(context);
        if (dryRun.given()) {
            throw Failure.of(ExitStatus.USAGE, "--dry-run belongs to --clean")
                    .next("metash doctor --clean --dry-run DIR");
        }
        Verdict verdict = new StoreDoctor(context, diagnosis, all ? Integer.MAX_VALUE : Diagnosis.NAMED).examine(place);
        return print(place, verdict);
    }

    /** A missing directory with leftovers of interrupted commands next to it. */
    private Optional<Place> absent() throws IOException {
        if (word == null || StorageUrl.looksLikeUrl(word) || word.startsWith("@") || word.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Path path = Path.of(word).toAbsolutePath();
        boolean creatable = Files.notExists(path) && path.getParent() != null && Files.isDirectory(path.getParent());
        if (!creatable) {
            return Optional.empty();
        }
        new DirectoryDiagnosis(diagnosis).leftovers(path);
        if (diagnosis.urgentFirst().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Place.ofDirectory(Path.of(word)));
    }

    private int print(Place place, @Nullable Verdict verdict) throws IOException {
        List<Diagnosis.Advice> advices = diagnosis.urgentFirst();
        boolean urgent = advices.stream().anyMatch(Diagnosis.Advice::urgent);
        if (output.format(context) == OutputFormat.TABLE) {
            print(place, verdict, advices);
        } else {
            Listing list = output.open(
                    context,
                    Column.text("what"),
                    Column.number("number"),
                    Column.flag("urgent"),
                    Column.text("why"),
                    Column.text("command"));
            for (int i = 0; i < advices.size(); i++) {
                Diagnosis.Advice advice = advices.get(i);
                list.row(advice.what(), (long) i + 1, advice.urgent(), advice.why(), advice.command());
            }
            list.finish();
        }
        if (verdict != null && verdict.grade().status() != ExitStatus.OK) {
            return verdict.grade().status().code();
        }
        if (urgent) {
            return ExitStatus.NO.code();
        }
        return ExitStatus.OK.code();
    }

    private void print(Place place, @Nullable Verdict verdict, List<Diagnosis.Advice> advices) {
        var out = context.io().out();
        String state = "cannot be read";
        if (verdict != null) {
            state = verdict.grade().words();
        } else if (place.path() != null && Files.notExists(place.path())) {
            state = "not there";
        }
        out.println(Printable.text(place.title()) + ": " + state);
        for (int i = 0; i < advices.size(); i++) {
            Diagnosis.Advice advice = advices.get(i);
            String mark = "";
            if (advice.urgent()) {
                mark = Style.BAD.on("to do: ", context.io().colored());
            }
            context.io().row((i + 1) + ". ", mark + Printable.text(advice.what()));
            if (advice.why() != null) {
                context.io().row("     ", Printable.text(advice.why()));
            }
            if (advice.command() != null) {
                String head = "     next: ";
                if (advice.isCommand()) {
                    head = "     type: ";
                }
                context.io().commandRow(head, Printable.command(Advice.forContext(context, advice.command())));
            }
        }
        long todo = advices.stream().filter(Diagnosis.Advice::urgent).count();
        String summary = "no action needed";
        if (todo > 0) {
            summary = Units.count(todo, "action") + " needed; start with number 1";
        }
        context.io().err().println(summary);
    }
}
