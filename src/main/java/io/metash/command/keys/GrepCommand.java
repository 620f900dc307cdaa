package io.metash.command.keys;

import io.metash.catalog.SecretPolicy;
import io.metash.catalog.WordFilter;
import io.metash.command.CommandContext;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ValueOption;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.session.KeyRange;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grep}: searches keys and values for text. */
@Command(
        name = "grep",
        description = {
            "Finds a pattern in the keys below a prefix and in their values, decoded as get shows them.",
            "Secrets are not searched by default.",
            "",
            "Examples:",
            "  grep shop",
            "  grep -i --keys 'tbl_[0-9]+' __fd_table/",
            "  grep -F -o json localhost:9191 /__fd_clusters"
        })
public final class GrepCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "PATTERN", description = "A Java regular expression.")
    private String pattern;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PREFIX", description = "The prefix of the keys.")
    private String prefix = "";

    @Option(names = "-i", description = "Ignores case.")
    private boolean ignoreCase;

    @Option(
            names = {"-F", "--fixed"},
            description = "The pattern is plain text.")
    private boolean fixed;

    @Option(names = "--keys", description = "Searches only the keys.")
    private boolean keysOnly;

    @Option(names = "--limit", paramLabel = "N", description = "Lists at most N matches.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--show-secrets", description = "Searches and shows secrets too.")
    private boolean showSecrets;

    @Mixin
    private OutputOption output = new OutputOption();

    public GrepCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Pattern wanted = compiled();
        Optional<WordFilter> filter = KeySearch.filter(wanted);
        String directory = context.directory();
        KeyRange range = KeyRange.ofPrefix(Bytes.utf8(KeyPath.resolve(directory, prefix)));
        RecentKeys shown = new RecentKeys(context);
        SecretPolicy policy = ValueOption.policy(context, showSecrets);
        Listing list = output.open(context, Column.text("key"), Column.text("found_in"), Column.text("text"));
        ParallelSearch.Sink sink = hit -> {
            if (hit.inKey() != null) {
                list.row(KeyPath.cell(directory, hit.key(), policy), "key", hit.inKey());
            }
            if (hit.inValue() != null && list.rows() < limit) {
                list.row(KeyPath.cell(directory, hit.key(), policy), "value", hit.inValue());
            }
            shown.add(hit.key());
        };
        try (KvCursor keys = context.scan(range.from(), range.to());
                ParallelSearch search = new ParallelSearch(
                        () -> new KeySearch(wanted, policy, keysOnly, filter), sink, context.cancel())) {
            while (list.rows() < limit && next(keys, search)) {
                search.add(keys.key(), keys.value().data());
                if (limit < Long.MAX_VALUE) {
                    // Nothing is read after the last match that is listed.
                    search.finish();
                }
            }
            search.finish();
        }
        shown.remember();
        return output.end(context, list, Units.count(list.rows(), "match"));
    }

    private Pattern compiled() {
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        flags |= fixed ? Pattern.LITERAL : 0;
        try {
            return Pattern.compile(pattern, flags);
        } catch (PatternSyntaxException wrong) {
            throw Failure.of(ExitStatus.USAGE, "'" + pattern + "' is not a regular expression")
                    .because(wrong.getDescription())
                    .next("grep -F PATTERN takes the pattern as plain text");
        }
    }

    /** Moves to the next key. What was found before one that cannot be read is listed before the failure. */
    private boolean next(KvCursor keys, ParallelSearch search) throws IOException {
        try {
            return keys.next();
        } catch (IOException | RuntimeException failed) {
            if (!context.cancel().requested()) {
                search.finish();
            }
            throw failed;
        }
    }
}
