package io.metash.command.transfer;

import io.metash.catalog.RustText;
import io.metash.catalog.SecretKeys;
import io.metash.catalog.SecretPolicy;
import io.metash.command.CommandContext;
import io.metash.command.option.ValueOption;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.output.ValueCell;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.wal.DecodedText;
import io.metash.raftdir.wal.RecordLabels;
import io.metash.raftdir.wal.WalDump;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dump-raft-log-wal}: prints the raft log as text. */
@Command(
        name = "dump-raft-log-wal",
        description = {
            "Prints every record of the raft log of a directory, one line each, damaged logs included.",
            "",
            "Examples:",
            "  dump-raft-log-wal --raft-dir /var/lib/databend/raft",
            "  dump-raft-log-wal --raft-dir /var/lib/databend/raft --raw",
            "  connect /var/lib/databend/raft as node; dump-raft-log-wal @node"
        })
public final class DumpRaftLogWalCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--raft-dir",
            paramLabel = "DIR",
            description = "The Raft directory; default in the shell: that of the open session.")
    private @Nullable Path raftDir;

    @Option(
            names = {"-V", "--decode-values"},
            description = "Below an entry: each value that it writes, decoded.")
    private boolean decodeValues;

    @Option(names = "--show-secrets", description = "Shows secrets in decoded values.")
    private boolean showSecrets;

    @Option(
            names = {"-R", "--raw"},
            description = "Below an entry: the bytes of each value that it writes, as numbers, including secrets.")
    private boolean raw;

    @Option(
            names = "--labels",
            paramLabel = "old|new",
            description = "The label of State records: Checkpoint(...), the default, or with old RaftLogState(...),"
                    + " as metactl printed until July 2026.")
    private RecordLabels labels = RecordLabels.NEW;

    public DumpRaftLogWalCommand(CommandContext context) {
        this.context = context;
    }

    /**
     * Selects the decoder. With metactl's options, values that metactl cannot decode are printed as metactl prints
     * them; under metactl's name, so are values that have Rust's debug text, and secrets in keys are printed.
     */
    private DecodedText decoder() {
        SecretPolicy policy = ValueOption.policy(context, showSecrets);
        boolean everyKey = !context.oneShot() || context.io().outTerminal();
        boolean asMetactl = context.connectionFlags().asMetactl();
        return new DecodedText() {
            @Override
            public String of(Bytes key, Bytes value) {
                Optional<String> text = Optional.empty();
                if (asMetactl) {
                    text = RustText.of(key, value);
                }
                return text.orElseGet(() ->
                        ValueCell.of(key, value, ValueCell.Form.DECODED, policy).json());
            }

            @Override
            public boolean everyKey() {
                return everyKey;
            }
        };
    }

    private Path directory() {
        if (raftDir != null) {
            return raftDir;
        }
        if (!context.sessions().hasCurrent()) {
            throw Failure.of(ExitStatus.USAGE, "dump-raft-log-wal needs a Raft directory")
                    .next("metash dump-raft-log-wal --raft-dir DIR");
        }
        Session session = context.session();
        if (session.kind() != SessionKind.DIRECTORY) {
            throw Failure.of(
                            ExitStatus.USAGE,
                            "the session is not on a Raft directory: "
                                    + session.kind().words())
                    .at(session.name() + ", " + session.place())
                    .next("metash dump-raft-log-wal --raft-dir DIR");
        }
        return Path.of(session.place());
    }

    @Override
    public Integer call() throws IOException {
        Path place = directory();
        if (LegacyDir.isAt(place)) {
            throw Failure.of(ExitStatus.VERSION, "the raft log of this directory is in sled, as in V0 to V003")
                    .at(place.toString())
                    .because("only V004 has a write-ahead log")
                    .next("metash export --as-is --raft-dir " + ShellWord.of(place));
        }
        Path logDir = place.resolve("df_meta/V004/log");
        boolean screen = context.io().outTerminal();
        Optional<DecodedText> decoded = Optional.empty();
        if (decodeValues) {
            decoded = Optional.of(decoder());
        }
        boolean hides = !context.connectionFlags().asMetactl()
                && ValueOption.policy(context, showSecrets).hides();
        int damaged = new WalDump(logDir, decoded, raw, labels).print(dumped -> {
            context.cancel().check();
            String line = dumped;
            if (hides) {
                line = SecretKeys.mask(dumped);
            }
            byte[] utf8 = (screen ? Printable.text(line) : line).getBytes(StandardCharsets.UTF_8);
            context.io().out().write(utf8, 0, utf8.length);
            context.io().out().write('\n');
        });
        if (damaged > 0) {
            throw Failure.of(ExitStatus.DAMAGED, "cannot read the log to its end")
                    .at(logDir.toString())
                    .because(Units.count(damaged, "chunk") + " ended with an Error line")
                    .next("a server ignores a torn end of the last chunk; other damage prevents its start");
        }
        return ExitStatus.OK.code();
    }
}
