package io.metash.command.service;

import io.metash.catalog.StoredValue;
import io.metash.catalog.ValueKind.Encoding;
import io.metash.client.TxnOutcome;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.Prompter;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.LiveOption;
import io.metash.command.option.ValueOption;
import io.metash.files.DeleteOnExit;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.SeqV;
import io.metash.record.SmallFile;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.session.EndpointSession;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edit}: edits the JSON of a key in an editor. */
@Command(
        name = "edit",
        description = {
            "Opens the JSON value of a key of a running service in $VISUAL, $EDITOR or vi, then sets"
                    + " the key to the saved text. Fails if the key has changed in between. Protobuf values"
                    + " cannot be edited. It requires 'rw on'.",
            "",
            "Examples:",
            "  try edit @live __fd_quotas/test_tenant",
            "  try edit @live __fd_quotas/test_tenant --with quotas.json --dry-run"
        })
public final class EditCommand implements Callable<Integer> {
    private static final long EQUAL = 0;

    private final CommandContext context;

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key;

    @Option(names = "--with", paramLabel = "FILE", description = "Reads the JSON from a file instead of an editor.")
    private @Nullable Path file;

    @Option(names = "--show-secrets", description = "Allows an editor to see a value that holds secrets.")
    private boolean showSecrets;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    public EditCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        EndpointSession session = LiveOption.endpoint(context);
        context.requireWritable(session);
        Bytes wanted = Bytes.utf8(KeyPath.resolve(context.directory(), key));
        SeqV stored = session.get(wanted);
        if (stored == null) {
            throw Failure.of(ExitStatus.NO, "no such key").at(KeyPath.word(context, wanted) + " in " + session.place());
        }
        StoredValue value = StoredValue.of(wanted, stored.data());
        if (value.kind().encoding() != Encoding.JSON || value.jsonText().isEmpty()) {
            throw Failure.of(ExitStatus.REFUSED, "the value is not JSON")
                    .at(KeyPath.word(context, wanted))
                    .because("the value is a protobuf message, which only programs can change")
                    .next("get " + KeyPath.word(context, wanted));
        }
        Bytes now =
                Bytes.utf8(file == null ? edited(value) : SmallFile.text(file).strip());
        StoredValue changed = StoredValue.of(wanted, now);
        if (changed.jsonText().isEmpty()) {
            throw Failure.of(ExitStatus.DAMAGED, "not JSON, so nothing was changed")
                    .at(file == null ? "the edited text" : file.toString());
        }
        if (now.equals(stored.data())) {
            context.io().err().println("nothing was changed");
            return ExitStatus.OK.code();
        }
        return new ActionPlan()
                .add("set " + KeyPath.word(context, wanted), () -> set(session, wanted, stored, now))
                .run(context, dryRun.given());
    }

    private String edited(StoredValue value) throws IOException {
        if (!context.io().inTerminal() && context.prompter() == null) {
            throw Failure.of(ExitStatus.REFUSED, "there is no terminal for an editor")
                    .next("edit KEY --with FILE");
        }
        if (value.holdsSecrets() && ValueOption.policy(context, showSecrets).hides()) {
            throw Failure.of(ExitStatus.REFUSED, "this value holds secrets").next("edit --show-secrets KEY");
        }
        // Readable by the owner only, as all of Java's temporary files.
        Path text = DeleteOnExit.create(() -> Files.createTempFile("metash", ".json"));
        Prompter prompter = context.prompter();
        try (Closeable lease = prompter == null ? () -> {} : prompter.lend()) {
            Objects.requireNonNull(lease);
            Files.writeString(text, value.jsonText().orElseThrow() + "\n");
            Process editor = new ProcessBuilder(
                            "sh", "-c", "exec ${VISUAL:-${EDITOR:-vi}} \"$1\"", "sh", text.toString())
                    .inheritIO()
                    .start();
            if (editor.waitFor() != 0) {
                throw Failure.of(ExitStatus.NO, "the editor ended with status " + editor.exitValue())
                        .because("nothing was changed");
            }
            return Files.readString(text).strip();
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted, so nothing was changed");
        } finally {
            Files.deleteIfExists(text);
            DeleteOnExit.remove(text);
        }
    }

    private void set(EndpointSession session, Bytes wanted, SeqV stored, Bytes now) throws IOException {
        Long expiry = null;
        if (stored.meta() != null) {
            expiry = stored.meta().expireAtMs();
        }
        TxnOp put = new TxnOp(TxnOp.Put.of(wanted, now).withExpiry(expiry, null), UnknownFields.NONE);
        TxnCondition unchanged =
                new TxnCondition(wanted, EQUAL, new TxnCondition.Seq(stored.seq()), UnknownFields.NONE);
        TxnOutcome outcome = session.client()
                .transaction(new Cmd.Transaction(
                        List.of(), List.of(unchanged), List.of(put), List.of(), UnknownFields.NONE));
        if (!outcome.success()) {
            throw Failure.of(ExitStatus.NO, "the key was changed during the edit, so nothing was done")
                    .at(KeyPath.word(context, wanted));
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("key", wanted.text());
        Audit.record(context, "edit", session.name() + " " + session.place(), facts);
    }
}
