package io.metash.command.completion;

import io.metash.client.MetaClient;
import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.option.LiveOption;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.ServiceAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The keys of the running service named by an unfinished one-shot command, read on completion. */
final class ServiceKeys {
    /** The timeout of the connection and of the answer. */
    private static final long MAX_MS = 1_000;

    private final CommandContext context;
    private final List<String> before;

    /** Creates the keys for a command with these words so far. */
    ServiceKeys(CommandContext context, List<String> before) {
        this.context = context;
        this.before = before;
    }

    /** The keys with a prefix; none if the command has no service. On cancellation, returns the keys read so far. */
    List<Completion.Candidate> of(String prefix, Cancel cancel) throws IOException {
        Optional<LiveOption> live = service();
        if (live.isEmpty()) {
            return List.of();
        }
        ServiceAccess access = live.get().access(context);
        try (MetaClient client =
                new MetaClient(live.get().addresses(), access.client().within(MAX_MS, MAX_MS), () -> cancel)) {
            return new KeyCandidates(context, key -> segments(client, key, cancel)).of(prefix);
        }
    }

    private static List<Segment> segments(MetaClient client, Bytes prefix, Cancel cancel) throws IOException {
        List<Segment> found = new ArrayList<>();
        Segments.walk((from, to) -> client.list(prefix, -1), prefix, 1, segment -> {
            found.add(segment);
            return found.size() <= KeyCandidates.MAX && !cancel.requested();
        });
        return found;
    }

    /** The service options of the command, as typed so far. */
    private Optional<LiveOption> service() {
        CommandEntry entry = context.table().find(before.get(0)).orElseThrow();
        CommandLine line = new CommandLineRunner(context).commandLine(entry);
        line.setUnmatchedArgumentsAllowed(true);
        line.getCommandSpec().parser().collectErrors(true);
        ParseResult parsed = line.parseArgs(before.subList(1, before.size()).toArray(new String[0]));
        // A method reference to a class of picocli would keep that class out of the archive that scripts/archive makes.
        for (CommandSpec mixin : parsed.commandSpec().mixins().values()) {
            if (mixin.userObject() instanceof LiveOption options) {
                return Optional.of(options);
            }
        }
        return Optional.empty();
    }
}
