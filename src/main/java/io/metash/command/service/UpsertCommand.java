package io.metash.command.service;

import io.metash.client.MetaClient;
import io.metash.client.TxnOutcome;
import io.metash.client.UnsafeRequests;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.FastArguments;
import io.metash.command.Redaction;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.LiveOption;
import io.metash.command.option.MetactlText;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.TimeArguments;
import io.metash.output.Column;
import io.metash.output.CommandWord;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.SeqV;
import io.metash.record.Sha256;
import io.metash.record.SmallFile;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upsert}: sets a key. */
@Command(
        name = "upsert",
        description = {
            "Sets a key of a running service. In a session it requires 'rw on'.",
            "With --key and --value it prints what metactl prints.",
            "",
            "Examples:",
            "  upsert @live greeting 'hello world'",
            "  upsert @live lease held --ttl 30s",
            "  upsert @live lock/nightly mine --if-seq 0",
            "  upsert @live greeting hello --dry-run"
        })
public final class UpsertCommand implements Callable<Integer>, FastArguments.Command {
    private final CommandContext context;

    @Parameters(index = "0", arity = "0..1", paramLabel = "KEY", description = "The key.")
    private @Nullable String key;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "The value, as text.")
    private @Nullable String value;

    @Option(names = "--key", paramLabel = "KEY", description = "The key, as with metactl.")
    private @Nullable String metactlKey;

    @Option(names = "--value", paramLabel = "VALUE", description = "The value, as with metactl.")
    private @Nullable String metactlValue;

    @Option(names = "--file", paramLabel = "FILE", description = "A file with the value.")
    private @Nullable Path file;

    @Option(names = "--ttl", paramLabel = "DURATION", description = "The time to live: 500ms, 30s, 15m, 2h, 7d.")
    private @Nullable String ttl;

    @Option(names = "--until", paramLabel = "TIME", description = "The expiry time: 2026-11-24T09:45:00Z.")
    private @Nullable String until;

    @Option(
            names = "--if-seq",
            paramLabel = "N",
            description = "Sets it only if the key has this sequence number, or does not exist (0); else status 1.")
    private @Nullable String ifSeq;

    @Mixin
    private LiveOption live = new LiveOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public UpsertCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public FastArguments fastArguments() {
        return live.fastArguments(new FastArguments())
                .with("--key", given -> metactlKey = given)
                .with("--value", given -> metactlValue = given);
    }

    @Override
    public boolean complete() {
        return metactlKey != null && metactlValue != null;
    }

    @Override
    public Integer call() throws IOException {
        boolean asMetactl = metactlKey != null || metactlValue != null || live.asMetactl(context);
        String typed = metactlKey;
        if (metactlKey == null) {
            typed = key;
        }
        if (typed == null || key != null && metactlKey != null) {
            throw Failure.of(ExitStatus.USAGE, "upsert takes one key and one value")
                    .next("upsert KEY VALUE");
        }
        if (ttl != null && until != null) {
            throw Failure.of(ExitStatus.USAGE, "--ttl and --until are mutually exclusive");
        }
        Bytes bytes = bytes();
        Bytes target = Bytes.utf8(
                metactlKey != null || live.asMetactl(context) ? typed : KeyPath.resolve(context.directory(), typed));
        String shown;
        if (live.asMetactl(context)) {
            // There may be no session, and so no prefix to shorten the key by.
            shown = CommandWord.quote(typed);
        } else {
            shown = KeyPath.word(context, target);
        }
        Expiry expiry = expiry();
        if (ifSeq != null) {
            ConditionalUpsert.seq(ifSeq);
        }
        if (expiry.atMs() != null) {
            UnsafeRequests.expireAt(expiry.atMs());
        }
        if (!live.asMetactl(context)) {
            context.requireWritable(LiveOption.endpoint(context));
        }
        String words = "set " + shown + ", " + Units.bytes(bytes.length())
                + clause(", for ", ttl)
                + clause(", until ", until)
                + clause(", if its number is ", ifSeq);
        return new ActionPlan()
                .add(words, () -> set(target, bytes, expiry, asMetactl))
                .run(context, dryRun.given());
    }

    /** The expiry of the key: after a time, at a time, or never. At most one is set. */
    private record Expiry(@Nullable Long ttlMs, @Nullable Long atMs) {}

    private Expiry expiry() {
        if (ttl != null) {
            return new Expiry(TimeArguments.spanMs(ttl), null);
        }
        if (until != null) {
            return new Expiry(null, TimeArguments.parse(until));
        }
        return new Expiry(null, null);
    }

    private Bytes bytes() throws IOException {
        String text = metactlValue;
        if (metactlValue == null) {
            text = value;
        }
        if (Redaction.HIDDEN.equals(text)) {
            throw Failure.of(ExitStatus.USAGE, "the history does not keep values: " + text + " is a placeholder")
                    .next("type the value again, or give it with --file FILE");
        }
        if ((text == null) == (file == null) || value != null && metactlValue != null) {
            throw Failure.of(ExitStatus.USAGE, "upsert takes one value: text, or --file")
                    .next("upsert KEY VALUE");
        }
        if (text != null) {
            return Bytes.utf8(text);
        }
        return Bytes.of(SmallFile.read(file));
    }

    private TxnOutcome.Result send(MetaClient client, Bytes target, Bytes bytes, Expiry expiry) {
        if (ifSeq == null) {
            return client.upsert(target, bytes, expiry.ttlMs(), expiry.atMs());
        }
        ConditionalUpsert upsert = new ConditionalUpsert(target, ConditionalUpsert.seq(ifSeq));
        return upsert.result(client.transaction(upsert.put(bytes, expiry.ttlMs(), expiry.atMs())));
    }

    private void set(Bytes target, Bytes bytes, Expiry expiry, boolean asMetactl) throws IOException {
        try (ServiceHandle service = live.open(context)) {
            TxnOutcome.Result result = send(service.client(), target, bytes, expiry);
            if (asMetactl) {
                context.io().out().println(MetactlText.upsert(result.before(), result.after()));
            } else {
                Listing list = output.open(
                        context,
                        Column.text("key"),
                        Column.id("seq_before"),
                        Column.id("seq"),
                        Column.time("expire_at_ms"));
                SeqV after = result.after();
                Long expireAtMs = null;
                if (after != null && after.meta() != null) {
                    expireAtMs = after.meta().expireAtMs();
                }
                list.row(
                        KeyPath.cell(context, context.directory(), target),
                        seq(result.before()),
                        seq(after),
                        expireAtMs);
                list.finish();
            }
            context.io().out().flush();
            if (result.after() == null && !asMetactl) {
                String since = "";
                if (result.before() != null) {
                    since = " now";
                }
                context.io().err().println("note: the expiry time is in the past: the key does not exist" + since);
            }
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("key", target.text());
            Long seq = seq(result.after());
            facts.put("seq", seq == null ? null : U64.text(seq));
            facts.put("sha256", Sha256.of(bytes.array()));
            Audit.record(context, "upsert", service.place(), facts);
        }
    }

    private static String clause(String lead, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        return lead + value;
    }

    private static @Nullable Long seq(@Nullable SeqV value) {
        if (value == null) {
            return null;
        }
        return value.seq();
    }
}
