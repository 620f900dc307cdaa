package io.metash.command.backup;

import io.metash.backup.StoreDiff;
import io.metash.backup.StoreDiff.Change;
import io.metash.backup.StoreDiff.Part;
import io.metash.catalog.view.CatalogDiff;
import io.metash.catalog.view.CatalogReader;
import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.command.ProgressLine;
import io.metash.command.SessionStore;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.OutputOption;
import io.metash.command.option.PointArguments;
import io.metash.command.option.ValueOption;
import io.metash.output.Column;
import io.metash.output.KeyCell;
import io.metash.output.Listing;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.record.U64;
import io.metash.session.ConnectOptions;
import io.metash.session.EndpointSession;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.SessionPast;
import io.metash.wire.Versions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: shows the differences between two stores. */
@Command(
        name = "diff",
        description = {
            "Compares two stores, each a Raft directory, an export file or an open session: keys, nodes, membership,"
                    + " log.",
            "A key is added when only B has it, removed when only A has it, changed when its value, its sequence"
                    + " number or its meta differ. Keys are compared as of the last committed entry of each store; expired"
                    + " ones too, unless a running service is one of the two. The last column is the value or its change."
                    + " Status 0 when they are equal, 1 when not.",
            "--catalog compares objects: columns added or changed in type, roles granted, tables renamed. Secrets"
                    + " are compared, but not shown.",
            "",
            "Examples:",
            "  diff backup.ndjson /var/lib/databend/raft",
            "  try diff --only keys older.ndjson backup.ndjson -o csv",
            "  try diff --catalog older.ndjson backup.ndjson",
            "  try diff --catalog backup.ndjson --from 3 --to latest"
        })
public final class DiffCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "PLACE", description = "A: a Raft directory, an export file or a session.")
    private String first;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PLACE",
            description = "B, likewise. Without it, A is compared with the open session.")
    private @Nullable String second;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PARTS",
            description = "Compares only these: ${COMPLETION-CANDIDATES}.")
    private List<Part> only = new ArrayList<>();

    @Option(
            names = "--catalog",
            description =
                    "Compares objects, not keys: tables and their columns, users, roles, grants, stages and the rest.")
    private boolean catalog;

    @Option(
            names = "--from",
            paramLabel = "INDEX|TIME",
            description = "Compares two states of A: after this log entry, and after the entry of --to.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "INDEX|TIME",
            description = "With --from: the later entry; default: the latest one.")
    private @Nullable String to;

    @Option(names = "--summary", description = "Prints only the numbers of differences.")
    private boolean summary;

    @Mixin
    private ValueOption value = new ValueOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public DiffCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (from != null || to != null) {
            return betweenEntries();
        }
        Place placeA = Place.shownAt(context, first);
        Place placeB = Place.shownAt(context, second);
        if (placeA.session() != null && placeA.session() == placeB.session()) {
            throw Failure.of(ExitStatus.USAGE, "both are the same running service")
                    .at(placeA.shown())
                    .next("diff BACKUP " + ShellWord.of(placeA.session().name()));
        }
        Set<Part> parts;
        if (only.isEmpty()) {
            parts = EnumSet.allOf(Part.class);
        } else {
            parts = EnumSet.copyOf(only);
        }
        ProgressLine progress = new ProgressLine(context, "comparing");
        // A running service shows no expired keys, so expired keys of the other store are left out too.
        boolean live = isService(placeA) || isService(placeB);
        ConnectOptions options = ConnectOptions.standard()
                .watched((r, b, t) -> {}, context.cancel())
                .withNowMs(live ? System.currentTimeMillis() : 0L);
        CompletableFuture<Place.OpenPlace> openingB = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return placeB.open(options);
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                },
                DiffCommand::onNewThread);
        try (Place.OpenPlace a = openA(placeA, options, openingB);
                Place.OpenPlace b = opened(openingB)) {
            return compare(
                    new Side(placeA.shown(), a.session()), new Side(placeB.shown(), b.session()), parts, progress);
        } finally {
            progress.clear();
        }
    }

    /** One side of the comparison: its name in messages and its session. */
    private record Side(String shown, Session session) {}

    private int compare(Side a, Side b, Set<Part> parts, ProgressLine progress) throws IOException {
        if (catalog) {
            return objects(a, b, progress);
        }
        Listing list = output.open(
                context,
                Column.text("name"),
                Column.text("change"),
                Column.text("part"),
                Column.text("a"),
                Column.text("b"),
                Column.text("value"));
        ValueChange values = new ValueChange(value.form(), value.policy(context));
        String older = older(a.session(), b.session());
        StoreDiff diff = new StoreDiff(
                a.session(),
                b.session(),
                older != null,
                found -> {
                    if (!summary) {
                        progress.clear();
                        Object name = found.name() instanceof Bytes key ? cell(key) : found.name();
                        list.row(
                                name,
                                found.change().name().toLowerCase(Locale.ROOT),
                                found.part().name().toLowerCase(Locale.ROOT),
                                found.a(),
                                found.b(),
                                found.name() instanceof Bytes key
                                        ? values.cell(key, found.valueA(), found.valueB())
                                        : null);
                    }
                },
                context.cancel());
        diff.run(parts, progress);
        progress.clear();
        list.finish();
        context.io().out().flush();
        say(a, b, diff, parts);
        reportTimes(diff, older);
        if (diff.count() == 0) {
            return ExitStatus.OK.code();
        }
        return ExitStatus.NO.code();
    }

    private KeyCell cell(Bytes key) {
        return KeyPath.cell("", key, value.policy(context));
    }

    private static boolean isService(Place place) {
        return place.session() != null && place.session().kind() == SessionKind.ENDPOINT;
    }

    /** Compares a store with itself at two entries of its log. */
    private int betweenEntries() throws IOException {
        if (second != null || from == null) {
            throw Failure.of(ExitStatus.USAGE, "--from and --to compare one store with itself")
                    .next("diff @SESSION --from INDEX --to INDEX");
        }
        Optional<Session> open = Place.session(context, first);
        String shown;
        if (open.isPresent()) {
            shown = open.get().place();
        } else {
            shown = Place.of(context, first).shown();
        }
        Set<Part> parts;
        if (only.isEmpty()) {
            parts = EnumSet.allOf(Part.class);
        } else {
            parts = EnumSet.copyOf(only);
        }
        ProgressLine progress = new ProgressLine(context, "comparing");
        ConnectOptions options = ConnectOptions.standard().watched((r, b, t) -> {}, context.cancel());
        try (Place.OpenPlace opened = open.isPresent()
                ? new Place.OpenPlace(open.get(), false)
                : Place.of(context, first).open(options)) {
            SessionPast past = PointArguments.past(opened.session());
            long low = PointArguments.parse(from, past, context.cancel());
            long high = PointArguments.parse(to == null ? PointArguments.LATEST : to, past, context.cancel());
            try (Session a = past.at(low, context.cancel());
                    Session b = past.at(high, context.cancel())) {
                reportUnknown(a);
                reportUnknown(b);
                return compare(side(shown, a, low), side(shown, b, high), parts, progress);
            }
        } finally {
            progress.clear();
        }
    }

    private static Side side(String shown, Session session, long index) {
        return new Side(shown + " at " + U64.text(index), session);
    }

    /** Prints a note on unknown keys, which are left out: one side alone would look like a difference. */
    private void reportUnknown(Session session) {
        session.shownPast().filter(past -> !past.unknown().isEmpty()).ifPresent(past -> context.io()
                .err()
                .println("note: " + Units.count(past.unknown().size(), "key") + " unknown at entry "
                        + U64.text(past.at().index()) + " and left out there"));
    }

    private int objects(Side a, Side b, ProgressLine progress) throws IOException {
        Listing list = output.open(context, Column.text("kind"), Column.text("object"), Column.text("change"));
        long[] changes = {0};
        CatalogDiff diff = new CatalogDiff(
                new CatalogReader(new SessionStore(a.session(), context.cancel())),
                new CatalogReader(new SessionStore(b.session(), context.cancel())),
                change -> {
                    changes[0]++;
                    if (!summary) {
                        progress.clear();
                        list.row(change.kind(), change.object(), change.change());
                    }
                });
        diff.run();
        progress.clear();
        list.finish();
        context.io().out().flush();
        boolean equal = changes[0] == 0 && diff.others() == 0;
        context.io()
                .err()
                .println((equal ? "equal" : "different") + ": A is " + Printable.text(a.shown()) + ", B is "
                        + Printable.text(b.shown()) + "\n  " + Units.count(changes[0], "change") + " of objects; "
                        + Units.count(diff.others(), "more key")
                        + " differ, as part of these changes or outside of objects");
        if (equal) {
            return ExitStatus.OK.code();
        }
        return ExitStatus.NO.code();
    }

    /** Opening may wait for a pipe or a service, which would block the only thread of the common pool on two cores. */
    private static void onNewThread(Runnable task) {
        Thread thread = new Thread(task, "metash-diff");
        thread.setDaemon(true);
        thread.start();
    }

    private static Place.OpenPlace openA(Place place, ConnectOptions options, CompletableFuture<Place.OpenPlace> other)
            throws IOException {
        try {
            return place.open(options);
        } catch (IOException | RuntimeException failed) {
            try {
                opened(other).close();
            } catch (IOException | RuntimeException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
    }

    private static Place.OpenPlace opened(CompletableFuture<Place.OpenPlace> opening) throws IOException {
        try {
            return opening.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            if (failed.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw failed;
        }
    }

    private void say(Side a, Side b, StoreDiff diff, Set<Part> parts) {
        PrintStream err = context.io().err();
        err.println((diff.count() == 0 ? "equal" : "different") + ": A is " + Printable.text(a.shown()) + ", B is "
                + Printable.text(b.shown()));
        for (Part part : parts) {
            err.println("  " + words(part) + ": " + counts(diff, part));
        }
    }

    /** The running service among the two, with its version, if it does not store proposal times. */
    private static @Nullable String older(Session... sessions) {
        for (Session session : sessions) {
            if (session instanceof EndpointSession live
                    && U64.compare(live.client().serverVersion(), Versions.PROPOSED_AT_MS) < 0) {
                return session.place() + " has version " + live.client().serverVersionText();
            }
        }
        return null;
    }

    /** Reports what the comparison left out, or a summary of the differences in times. */
    private void reportTimes(StoreDiff diff, @Nullable String older) {
        if (diff.timesMissing() == 0) {
            return;
        }
        String keys = Units.count(diff.timesMissing(), "key");
        String since = Versions.text(Versions.PROPOSED_AT_MS);
        context.io()
                .err()
                .println(
                        older != null
                                ? "note: " + Printable.text(older)
                                        + ", which does not store proposal times (supported since " + since + "): "
                                        + keys + " compared without them"
                                : "note: " + keys
                                        + " changed only in the proposal time, which one of the two does not have:"
                                        + " servers store it since " + since);
    }

    private static String words(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private static String counts(StoreDiff diff, Part part) {
        List<String> words = new ArrayList<>();
        for (Change change : Change.values()) {
            if (diff.count(part, change) > 0) {
                words.add(Units.number(diff.count(part, change)) + " "
                        + change.name().toLowerCase(Locale.ROOT));
            }
        }
        String counts = "";
        if (part == Part.KEYS) {
            counts = Units.count(diff.keysOfA(), "key") + " in A, " + Units.number(diff.keysOfB()) + " in B";
        }
        String differs = "no difference";
        if (!words.isEmpty()) {
            differs = String.join(", ", words);
        }
        return differs + (counts.isEmpty() ? "" : " (" + counts + ")");
    }
}
