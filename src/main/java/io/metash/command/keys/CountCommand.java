package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.KvCursor;
import io.metash.session.KeyRange;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code count}: counts keys. */
@Command(
        name = "count",
        description = {
            "Prints only the number of keys that start with a prefix.",
            "",
            "Examples:",
            "  count",
            "  count __fd_table/"
        })
public final class CountCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "The prefix of the keys.")
    private String prefix = "";

    public CountCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        KeyRange range = KeyRange.ofPrefix(Bytes.utf8(KeyPath.resolve(context.directory(), prefix)));
        long count = 0;
        try (KvCursor keys = context.scan(range.from(), range.to())) {
            while (keys.next()) {
                count++;
            }
        }
        context.clearProgress();
        context.io().out().println(count);
        return ExitStatus.OK.code();
    }
}
