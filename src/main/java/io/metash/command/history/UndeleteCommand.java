package io.metash.command.history;

import io.metash.catalog.view.CatalogReader;
import io.metash.command.CommandContext;
import io.metash.command.ContextStore;
import io.metash.command.OutputGuard;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.PointArguments;
import io.metash.history.Certainty;
import io.metash.history.KeyChange;
import io.metash.ndjson.JsonText;
import io.metash.output.CommandWord;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.OptionalU64;
import io.metash.record.SeqV;
import io.metash.record.Shapes;
import io.metash.record.ShellWord;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.session.Session;
import io.metash.session.SessionPast;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undelete}: writes a transaction that restores the keys deleted by a log entry. */
@Command(
        name = "undelete",
        description = {
            "Writes a transaction that restores a deleted key, database or table (DB.TABLE) of a"
                    + " running service. It reverts everything that the deleting entry changed. undelete itself"
                    + " changes nothing; 'txn FILE' runs the transaction.",
            "The transaction does nothing if one of its keys has changed in the meantime. Only its"
                    + " owner can read the file, because the values in it contain secrets.",
            "The data files of a table are not in the meta store: after a vacuum, the restored table" + " is empty.",
            "",
            "Examples:",
            "  undelete job/lost --txn lost.txn",
            "  try undelete sales.orders --txn orders.txn"
        })
public final class UndeleteCommand implements Callable<Integer> {
    private static final long EQUAL = 0;

    private final CommandContext context;

    @Parameters(paramLabel = "KEY", description = "A key, the name of a database, or DB.TABLE.")
    private String what;

    @Option(names = "--txn", required = true, paramLabel = "FILE", description = "The new file for the transaction.")
    private Path file;

    public UndeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        OutputGuard.of(context).check(file);
        Session session = context.session();
        SessionPast past = PointArguments.past(session);
        if (past.shown().isPresent()) {
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "undelete needs the current state, but the session is at an earlier entry")
                    .at(session.name())
                    .next("at latest");
        }
        Bytes key = Bytes.utf8(KeyPath.resolve(context.directory(), what));
        Undeletion found = new Undeletion(what, key, new CatalogReader(new ContextStore(context)));
        past.walk(past.latest(), found, context.cancel());
        check(session, past, found, key);
        List<TxnCondition> conditions = new ArrayList<>();
        List<TxnOp> operations = new ArrayList<>();
        for (Map.Entry<Bytes, KeyChange> one : found.changes().entrySet()) {
            SeqV now = session.get(one.getKey());
            checkUnchanged(found, one.getValue(), now);
            conditions.add(new TxnCondition(
                    one.getKey(), EQUAL, new TxnCondition.Seq(now == null ? 0 : now.seq()), UnknownFields.NONE));
            operations.add(operation(one.getValue()));
        }
        write(new Cmd.Transaction(List.of(), conditions, operations, List.of(), UnknownFields.NONE));
        context.io()
                .err()
                .println("wrote " + Printable.text(file.toString()) + ": " + Units.count(operations.size(), "key")
                        + " as before entry " + found.entry() + ", unless changed in between");
        context.io().command("  next   connect HOST:PORT, rw on, txn " + ShellWord.of(file));
        return ExitStatus.OK.code();
    }

    private void check(Session session, SessionPast past, Undeletion found, Bytes key) throws IOException {
        if (found.deleted().isEmpty()) {
            boolean exists = session.get(key) != null;
            String where = CommandWord.quote(what) + " in " + session.place();
            if (exists) {
                throw Failure.of(ExitStatus.NO, "this key exists").at(where).next("blame " + CommandWord.quote(what));
            }
            throw Failure.of(ExitStatus.NO, "no entry of the log deleted such a key, database or table")
                    .at(where)
                    .because("The log begins at entry " + past.earliest() + ".")
                    .next("databases --dropped, tables --dropped");
        }
        if (found.deletedNames().size() > 1 && !found.deleted().get().equals(key)) {
            throw Failure.of(ExitStatus.USAGE, "several objects have this name")
                    .at(CommandWord.quote(what))
                    .next(found.deletedNames().stream()
                            .map(one -> "undelete " + CommandWord.quote(one) + " --txn " + ShellWord.of(file))
                            .collect(Collectors.joining(", or ")));
        }
        Bytes name = found.deleted().get();
        if (session.get(name) != null) {
            throw Failure.of(ExitStatus.NO, "an object of this name exists again")
                    .at(KeyPath.word(context, name) + " in " + session.place())
                    .next(blame(name));
        }
    }

    private String blame(Bytes key) {
        return "blame " + KeyPath.word(context, key);
    }

    /** Refuses keys that were written after the deletion, since the undo would overwrite them. */
    private void checkUnchanged(Undeletion found, KeyChange change, @Nullable SeqV now) {
        if (change.before().certainty() == Certainty.UNKNOWN || change.before().certainty() == Certainty.NUMBER_OPEN) {
            throw Failure.of(ExitStatus.INCOMPLETE, "the value of a key before its deletion is not known")
                    .at(KeyPath.word(context, change.key()))
                    .because("It was last written before the log begins.")
                    .next("at INDEX --base BACKUP, with an older backup, then undelete again");
        }
        KeyChange later = found.later(change.key());
        if (later != null && now != null) {
            throw Failure.of(ExitStatus.NO, "a key was written again after the deletion")
                    .at(KeyPath.word(context, change.key()))
                    .because("Restoring the key would undo that write.")
                    .next(blame(change.key()));
        }
    }

    private static TxnOp operation(KeyChange change) {
        SeqV before = change.before().value();
        if (before == null) {
            return new TxnOp(
                    new TxnOp.Delete(change.key(), true, OptionalU64.NONE, UnknownFields.NONE), UnknownFields.NONE);
        }
        Long expireAt = null;
        if (before.meta() != null) {
            expireAt = before.meta().expireAt();
        }
        return new TxnOp(TxnOp.Put.of(change.key(), before.data()).withExpiry(expireAt, null), UnknownFields.NONE);
    }

    private void write(Cmd.Transaction txn) throws IOException {
        byte[] text = (JsonText.toString(Shapes.CMD, txn) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException exists) {
            throw Failure.of(ExitStatus.REFUSED, "the file exists already and was not changed")
                    .at(file.toString())
                    .next("name another one")
                    .causedBy(exists);
        }
        Files.write(file, text);
    }
}
