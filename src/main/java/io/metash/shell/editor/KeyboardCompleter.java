package io.metash.shell.editor;

import io.metash.command.completion.Completion;
import io.metash.output.Printable;
import io.metash.record.Cancel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Passes the candidates of {@link Completion} to JLine. The search runs on a separate thread: three dots are shown
 * after 300 ms, and any key, including Ctrl-C, cancels the search and leaves the line as it is.
 */
public final class KeyboardCompleter implements Completer {
    private static final long QUIET_MS = 300;
    private static final int LISTED_AT_MOST = 1000;

    private final Completion completion;

    public KeyboardCompleter(Completion completion) {
        this.completion = completion;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        String word = line.word();
        Cancel cancel = new Cancel();
        CompletableFuture<List<Completion.Candidate>> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(completion.complete(before, word, cancel));
                    } catch (Throwable failed) {
                        // A fault of completion leaves the input line as it is.
                        answer.complete(List.of());
                    }
                },
                "metash-completion");
        thread.setDaemon(true);
        thread.start();
        List<Completion.Candidate> found = ((ShellLineReader) reader).await(answer, QUIET_MS);
        if (found == null) {
            cancel.ask();
            return;
        }
        offer(found, candidates);
    }

    private static void offer(List<Completion.Candidate> found, List<Candidate> candidates) {
        int rank = 0;
        for (Completion.Candidate one : found) {
            if (rank == LISTED_AT_MOST) {
                candidates.add(
                        new Candidate(RankedCandidates.MORE, "... and more", null, null, null, null, false, ++rank));
                return;
            }
            candidates.add(new Candidate(
                    one.value(),
                    Printable.text(one.shown()),
                    null,
                    one.description() == null ? null : Printable.text(one.description()),
                    null,
                    null,
                    one.closed(),
                    ++rank));
        }
    }
}
