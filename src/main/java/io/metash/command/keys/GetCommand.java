package io.metash.command.keys;

import io.metash.catalog.SecretPolicy;
import io.metash.catalog.StoredValue;
import io.metash.command.CommandContext;
import io.metash.command.FastArguments;
import io.metash.command.option.LiveOption;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.ValueOption;
import io.metash.history.UnknownKey;
import io.metash.ndjson.JsonText;
import io.metash.output.CommandWord;
import io.metash.output.KeyCell;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.SeqV;
import io.metash.record.Shapes;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.Session;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get}: prints values. */
@Command(
        name = "get",
        description = {
            "Shows the values of keys, decoded according to the key: readable on a terminal, one line of JSON each"
                    + " elsewhere. -o selects another format. Secrets are hidden by default.",
            "With --key it prints what metactl prints: the JSON of the value as it is, or null.",
            "",
            "Examples:",
            "  get __fd_database/test_tenant/default",
            "  get --raw --show-secrets __fd_database_by_id/1",
            "  get __fd_table_by_id/125 __fd_table_by_id/101",
            "  get @backup -o table __fd_id_gen/table_id"
        })
public final class GetCommand implements Callable<Integer>, FastArguments.Command {
    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "KEY", description = "The keys.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--key", paramLabel = "KEY", description = "The key, as with metactl.")
    private @Nullable String metactlKey;

    @Mixin
    private LiveOption live = new LiveOption();

    @ArgGroup
    private Form form = new Form();

    /** The mutually exclusive output forms. */
    static final class Form {
        @Option(names = "--json", description = "A line of JSON, also on a terminal.")
        private boolean json;

        @Option(names = "--raw", description = "The bytes of the value and nothing else.")
        private boolean raw;

        @Option(names = "--hex", description = "The bytes of the value in hex digits.")
        private boolean hex;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORMAT",
                description = "table, json, ndjson, csv, or raw: the bytes of the value and nothing else.")
        private @Nullable OutputFormat output;
    }

    @Option(names = "--show-secrets", description = "Shows secrets in values.")
    private boolean showSecrets;

    @Option(names = "--plain-keys", description = "Shows a description next to each key.")
    private boolean plainKeys;

    public GetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public FastArguments fastArguments() {
        return live.fastArguments(new FastArguments())
                .with("--key", value -> metactlKey = value)
                .words(Integer.MAX_VALUE, keys::addAll);
    }

    @Override
    public boolean complete() {
        return keys.isEmpty() != (metactlKey == null);
    }

    @Override
    public Integer call() throws IOException {
        if (keys.isEmpty() == (metactlKey == null)) {
            throw Failure.of(ExitStatus.USAGE, "get needs a key").next("get KEY");
        }
        if (metactlKey != null || live.asMetactl(context)) {
            return asMetactl();
        }
        Session session = context.session();
        Failure missing = null;
        OutputFormat shown = format();
        ValueOption values = ValueOption.of(showSecrets, plainKeys, form.hex);
        Listing list = null;
        if (isListing(shown)) {
            list = listing(shown, values);
        }
        ValueScreen screen = new ValueScreen(context, values.policy(context));
        for (String typed : keys) {
            Bytes wanted = Bytes.utf8(KeyPath.resolve(context.directory(), typed));
            SeqV value = session.get(wanted);
            if (value == null) {
                missing = reportEarlier(missing, missing(session, typed, wanted));
                continue;
            }
            context.progress().meter().add(Segment.bytes(wanted, value));
            if (list != null) {
                list.add(values.cells(
                        context,
                        wanted,
                        new KeyCell(wanted, typed, !values.policy(context).hides()),
                        value));
            } else if (shown == OutputFormat.RAW) {
                raw(typed, wanted, value, values.policy(context));
            } else {
                screen.print(wanted, value, form.hex);
            }
        }
        if (list != null && list.rows() > 0) {
            list.finish();
        }
        if (missing != null) {
            throw missing;
        }
        return ExitStatus.OK.code();
    }

    /** Reports each missing key at once, except the last one, which is the result of the command. */
    private Failure reportEarlier(@Nullable Failure before, Failure now) {
        if (before != null) {
            context.io().err().println(before.what() + ": " + before.where());
        }
        return now;
    }

    private int asMetactl() throws IOException {
        if (keys.size() > 1) {
            throw Failure.of(ExitStatus.USAGE, "get takes one key here").next("metash get --key KEY");
        }
        Bytes wanted = Bytes.utf8(metactlKey == null ? keys.get(0) : metactlKey);
        SeqV value;
        if (live.asMetactl(context)) {
            try (ServiceHandle service = live.open(context)) {
                value = service.client().get(wanted);
            }
        } else {
            value = context.session().get(wanted);
        }
        context.io().out().println(value == null ? "null" : JsonText.toString(Shapes.SEQ_V, value));
        return ExitStatus.OK.code();
    }

    private OutputFormat format() {
        if (form.output != null) {
            return form.output;
        }
        if (form.raw) {
            return OutputFormat.RAW;
        }
        if (form.json || !context.io().outTerminal()) {
            return OutputFormat.NDJSON;
        }
        return OutputFormat.TABLE;
    }

    private static boolean isListing(OutputFormat shown) {
        return shown != OutputFormat.TABLE && shown != OutputFormat.RAW;
    }

    private Listing listing(OutputFormat shown, ValueOption values) {
        return Listing.of(shown, context.io(), values.columns());
    }

    private void raw(String typed, Bytes wanted, SeqV value, SecretPolicy policy) {
        if (policy.hides() && StoredValue.of(wanted, value.data()).holdsSecrets()) {
            throw Failure.of(ExitStatus.REFUSED, "this value holds secrets")
                    .at(typed)
                    .next("get --raw --show-secrets KEY");
        }
        byte[] data = value.data().array();
        if (context.io().outTerminal() && !Printable.isText(data)) {
            throw Failure.of(ExitStatus.REFUSED, "these bytes could garble the terminal")
                    .at(typed)
                    .next("get KEY, or export it to a file: metash -c 'connect PLACE; get --raw KEY' > FILE");
        }
        PrintStream out = context.io().out();
        out.write(data, 0, data.length);
    }

    private Failure missing(Session session, String typed, Bytes wanted) throws IOException {
        Failure none =
                Failure.of(ExitStatus.NO, "no such key").at(KeyPath.word(context, wanted) + " in " + session.place());
        if (!session.losses().isEmpty()) {
            none = none.because("This is the intact part of a damaged store: the key may be in the lost part.");
        }
        Optional<UnknownKey> unknown = session.shownPast().flatMap(past -> past.unknown(wanted));
        if (unknown.isPresent()) {
            return Failure.of(ExitStatus.INCOMPLETE, "the value of this key is not known at this entry")
                    .at(KeyPath.word(context, wanted) + " in " + session.place())
                    .because(unknown.get().words())
                    .next("at INDEX --base BACKUP, with an older backup that knows it");
        }
        List<Segment> below = Segments.complete(session::scan, wanted, 1);
        if (below.isEmpty()) {
            List<String> near = KeyHints.near(session, wanted).stream()
                    .map(found -> CommandWord.quote(KeyPath.showLike(typed, context.directory(), found)))
                    .toList();
            if (near.isEmpty()) {
                return none;
            }
            return none.next("did you mean " + String.join(" or ", near) + "?");
        }
        return none.because(
                        "it is a prefix of: " + CommandWord.quote(below.get(0).text()))
                .next("ls " + CommandWord.quote(KeyPath.showLike(typed, context.directory(), wanted.text())));
    }
}
