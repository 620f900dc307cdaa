package io.metash.command.tutor;

import io.metash.command.CommandContext;
import io.metash.command.CommandListener;
import io.metash.files.DeleteOnExit;
import io.metash.files.Disk;
import io.metash.integrity.StoreCheck;
import io.metash.ndjson.NdjsonSource;
import io.metash.output.Style;
import io.metash.output.TextWrap;
import io.metash.rebuild.Import;
import io.metash.rebuild.ImportRequest;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.session.Session;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A running drill: a scratch directory with a sample cluster, and the next step. Checks the step after each command. */
final class Drill implements CommandListener, Closeable {
    private static final String SAMPLE = "/io/metash/command/tutor/sample.ndjson.gz";

    private final CommandContext context;
    private final Path directory;
    private int step;

    private Drill(CommandContext context, Path directory) {
        this.context = context;
        this.directory = directory;
    }

    /** Creates the sample cluster in a scratch directory. */
    static Drill begin(CommandContext context) throws IOException {
        Path directory = DeleteOnExit.create(
                () -> Files.createTempDirectory("metash-tutor-").toRealPath());
        Path sample = directory.resolve("sample.ndjson");
        try (InputStream packed = Drill.class.getResourceAsStream(SAMPLE);
                InputStream in = new GZIPInputStream(packed)) {
            Files.copy(in, sample);
        }
        imported(sample, directory.resolve("node1"));
        Files.delete(sample);
        try (Stream<Path> kept = Files.list(directory)) {
            for (Path old : kept.filter(path -> path.toString().contains(".metash-journal-"))
                    .toList()) {
                Disk.real().deleteTree(old);
            }
        }
        return new Drill(context, directory);
    }

    private static void imported(Path sample, Path dir) throws IOException {
        ImportRequest request = new ImportRequest(
                dir, null, EnumSet.noneOf(StoreCheck.class), false, Long.toString(System.currentTimeMillis(), 36));
        try (Import work = new Import(request, Disk.real(), System::currentTimeMillis);
                NdjsonSource source = NdjsonSource.open(sample)) {
            work.preflight(source.bytesTotal());
            work.prepare(source, sample.toString(), Progress.NONE, new Cancel());
            work.commit();
        }
    }

    Path directory() {
        return directory;
    }

    boolean done() {
        return step == DrillSteps.ALL.size();
    }

    /** Prints the next step. */
    void show(PrintStream out) {
        if (done()) {
            wrap("The drill is done. tutor stop removes its directory; tutor then starts again.", out);
            return;
        }
        DrillStep next = DrillSteps.ALL.get(step);
        Style head = Style.HEAD;
        out.println();
        out.println(head.on(
                "Step " + (step + 1) + " of " + DrillSteps.ALL.size() + ": " + next.title(),
                context.io().coloredMessages()));
        wrap(next.text(), out);
        printCommand(next.type(), out);
    }

    /** Prints the command of a step; on a terminal it stays one line for a copy. */
    private void printCommand(String command, PrintStream out) {
        String head = "Type:  ";
        String line = head + command;
        if (context.io().errTerminal()) {
            line = TextWrap.filled(line, context.io().width().getAsInt(), head.length());
        }
        out.print(line);
        out.println();
    }

    /** Wraps text to the width of the screen. */
    private void wrap(String text, PrintStream out) {
        int width = Math.max(20, context.io().width().getAsInt() - 1);
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                out.println(line);
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        out.println(line);
    }

    /** Prints the introduction. */
    void greet(PrintStream out) {
        wrap("The sample cluster is in " + directory + ".", out);
        wrap(
                "$drill is that directory; nothing else is touched. Type the command of each step, or any other in"
                        + " between; TAB completes. tutor stop ends it.",
                out);
    }

    /** Lists all steps. */
    static void list(PrintStream out) {
        for (int i = 0; i < DrillSteps.ALL.size(); i++) {
            DrillStep each = DrillSteps.ALL.get(i);
            out.println((i + 1) + ". " + each.title() + ": " + each.text());
            out.println("   " + each.type());
        }
    }

    /** Advances to the next step if the command completed the current one. */
    @Override
    public void afterCommand(List<String> words, int status) {
        if (done() || (words.get(0).equals("tutor") && !words.contains("break"))) {
            return;
        }
        PrintStream err = context.io().err();
        String missing;
        try {
            missing = DrillSteps.ALL
                    .get(step)
                    .check()
                    .missing(new DrillStep.Situation(context, directory, words, status));
        } catch (IOException | Failure cannot) {
            missing = String.valueOf(cannot.getMessage());
        }
        if (missing != null) {
            if (status == 0 && Set.of("ls", "help", "pwd", "sessions", "clear").contains(words.get(0))) {
                return;
            }
            err.println("(tutor: " + missing + "; tutor shows the step again)");
            return;
        }
        err.println(Style.GOOD.on("Well done.", context.io().coloredMessages()));
        step++;
        if (done()) {
            err.println();
            wrap(
                    "That was the drill: you looked around, backed up, lost a node's disk, rebuilt it, and moved the"
                            + " cluster.",
                    err);
            wrap("To learn more: help topics. tutor stop removes the directory of the drill.", err);
        } else {
            show(err);
        }
        err.flush();
    }

    /** Overwrites a part of the log, as a failing disk does. */
    void breakStore() throws IOException {
        disconnect();
        try (Stream<Path> files = Files.walk(directory.resolve("node1"))) {
            Path chunk = files.filter(file -> file.getFileName().toString().endsWith(".wal"))
                    .findFirst()
                    .orElseThrow(() -> Failure.of(ExitStatus.BUG, "the sample has no log"));
            try (RandomAccessFile log = new RandomAccessFile(chunk.toFile(), "rw")) {
                log.seek(log.length() / 2);
                log.write("*** a bad block ***".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private void disconnect() throws IOException {
        for (Session session : context.sessions().all()) {
            if (session.place().startsWith(directory.toString())) {
                context.sessions().disconnect(session.name());
            }
        }
    }

    /** Ends the drill and removes its directory. */
    @Override
    public void close() throws IOException {
        disconnect();
        Disk.real().deleteTree(directory);
        DeleteOnExit.remove(directory);
    }
}
