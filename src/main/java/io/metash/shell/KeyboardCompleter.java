package io.metash.shell;

import io.metash.command.Completion;
import io.metash.command.Context;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Hands what {@link Completion} finds to JLine. */
final class KeyboardCompleter implements Completer {
    private final Completion completion;

    KeyboardCompleter(Context context) {
        this.completion = new Completion(context);
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        for (Completion.Candidate found : completion.complete(before, line.word())) {
            candidates.add(new Candidate(
                    found.value(),
                    io.metash.command.Printable.text(found.value()),
                    null,
                    found.description(),
                    null,
                    null,
                    found.closed()));
        }
    }
}
