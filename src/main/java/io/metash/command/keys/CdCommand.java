package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.command.NearestNames;
import io.metash.command.SessionState;
import io.metash.output.CommandWord;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.session.Segment;
import io.metash.session.Segments;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cd}: changes the current prefix. */
@Command(
        name = "cd",
        description = {
            "Changes to a prefix of the keys, as to a directory: keys are then relative to it.",
            "A leading / means the root, ../ one level up, - the previous prefix; without an argument: the root.",
            "",
            "Examples:",
            "  cd __fd_database/test_tenant",
            "  cd ..",
            "  cd @backup /__fd_table"
        })
public final class CdCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "The prefix.")
    private String path = "/";

    public CdCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        SessionState state = context.state(context.session());
        String directory;
        if (path.equals("-")) {
            directory = state.previousDirectory();
        } else {
            directory = KeyPath.resolve(state.directory(), path);
        }
        if (!directory.isEmpty() && !directory.endsWith("/")) {
            directory += "/";
        }
        if (!directory.isEmpty() && !anyBelow(directory)) {
            throw missing(directory);
        }
        state.go(directory);
        return ExitStatus.OK.code();
    }

    private boolean anyBelow(String directory) throws IOException {
        Bytes start = Bytes.utf8(directory);
        try (KvCursor keys = context.scan(start, null)) {
            return keys.next() && keys.key().startsWith(start);
        }
    }

    private Failure missing(String directory) throws IOException {
        String above = KeyPath.parent(directory);
        List<String> candidates = Segments.complete(context::scan, Bytes.utf8(above), 500).stream()
                .filter(segment -> !segment.leaf())
                .map(Segment::text)
                .map(Bytes::text)
                .toList();
        String near = NearestNames.to(directory, candidates).stream()
                .map(name -> "cd " + CommandWord.quote("/" + name))
                .collect(Collectors.joining(" or "));
        Failure none =
                Failure.of(ExitStatus.NO, "no key starts with this prefix").at(CommandWord.quote("/" + directory));
        if (near.isEmpty()) {
            return none.next("ls " + CommandWord.quote("/" + above));
        }
        return none.next(near);
    }
}
