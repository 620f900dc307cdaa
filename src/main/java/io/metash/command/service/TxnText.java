package io.metash.command.service;

import io.metash.command.option.QuotedWords;
import io.metash.command.option.TimeArguments;
import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.OptionalU64;
import io.metash.record.Shapes;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses a transaction: lines that start with {@code if}, {@code then} or {@code else}, or JSON as in a raft log, in either
 * of its two forms.
 */
final class TxnText {
    private static final Map<String, Long> COMPARE =
            Map.of("==", 0L, "=", 0L, ">", 1L, ">=", 2L, "<", 3L, "<=", 4L, "!=", 5L);

    private final String name;
    private final List<TxnCondition> conditions = new ArrayList<>();
    private final List<TxnOp> then = new ArrayList<>();
    private final List<TxnOp> otherwise = new ArrayList<>();
    /** The place of the current line. */
    private String where;
    /** The rest of the current line. */
    private Deque<String> words = new ArrayDeque<>();

    private TxnText(String name) {
        this.name = name;
        this.where = name;
    }

    /** Parses a transaction; {@code name} is the name of the text in errors. */
    static Cmd read(String text, String name) {
        if (text.stripLeading().startsWith("{")) {
            return json(text.strip(), name);
        }
        return new TxnText(name).lines(text);
    }

    /** Parses the fields of a transaction, with or without the name before them that a raft log has. */
    private static Cmd json(String text, String name) {
        String rest = text.substring(1).stripLeading();
        boolean named = rest.startsWith("\"Transaction\"") || rest.startsWith("\"KvTransaction\"");
        String bareName = "Transaction";
        if (rest.startsWith("\"branches\"")) {
            bareName = "KvTransaction";
        }
        String full = text;
        if (!named) {
            full = "{\"" + bareName + "\":" + text + "}";
        }
        byte[] bytes = full.getBytes(StandardCharsets.UTF_8);
        return (Cmd) Objects.requireNonNull(JsonText.read(Shapes.CMD, bytes, 0, bytes.length, name));
    }

    private Cmd.Transaction lines(String text) {
        String[] all = text.split("\\R", -1);
        for (int i = 0; i < all.length; i++) {
            where = name + ":" + (i + 1);
            words = new ArrayDeque<>(QuotedWords.of(all[i], where));
            if (!words.isEmpty()) {
                line();
            }
        }
        if (then.isEmpty() && otherwise.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "the transaction does nothing")
                    .at(name)
                    .next("help txn shows the syntax");
        }
        return new Cmd.Transaction(List.of(), conditions, then, otherwise, UnknownFields.NONE);
    }

    private void line() {
        String first = words.pop();
        switch (first) {
            case "if" -> conditions.add(condition());
            case "then" -> then.add(operation());
            case "else" -> otherwise.add(operation());
            default -> throw wrong("a line starts with if, then or else, not '" + first + "'");
        }
        if (!words.isEmpty()) {
            throw wrong("'" + words.peek() + "' is not valid here");
        }
    }

    private Failure wrong(String what) {
        return Failure.of(ExitStatus.USAGE, what).at(where).next("help txn shows the syntax");
    }

    private String word(String what) {
        if (words.isEmpty()) {
            throw wrong(what + " is missing here");
        }
        return words.pop();
    }

    private Bytes key(String what) {
        return Bytes.utf8(word(what));
    }

    private long number(String what) {
        String text = word(what);
        try {
            if (text.startsWith("-")) {
                return Long.parseLong(text);
            }
            return U64.parse(text);
        } catch (NumberFormatException wrong) {
            throw wrong("'" + text + "' is not a number");
        }
    }

    private TxnCondition condition() {
        Bytes key = key("a key");
        String what = word("seq, value or count");
        String sign = word("a comparison");
        Long compare = COMPARE.get(sign);
        if (compare == null) {
            throw wrong("'" + sign + "' is not a comparison: ==, !=, <, <=, > or >=");
        }
        TxnCondition.Target target =
                switch (what) {
                    case "seq" -> new TxnCondition.Seq(number("a sequence number"));
                    case "value" -> new TxnCondition.Value(key("a value"));
                    case "count" -> new TxnCondition.KeysWithPrefix(number("a number of keys"));
                    default -> throw wrong("a condition is on seq, value or count, not on '" + what + "'");
                };
        return new TxnCondition(key, compare, target, UnknownFields.NONE);
    }

    private TxnOp operation() {
        String operation = word("an operation");
        TxnOp.Request request =
                switch (operation) {
                    case "get" -> new TxnOp.Get(key("a key"), UnknownFields.NONE);
                    case "put" -> put();
                    case "delete" -> new TxnOp.Delete(key("a key"), true, maybe("seq"), UnknownFields.NONE);
                    case "delete-prefix" -> new TxnOp.DeleteByPrefix(key("a prefix"), UnknownFields.NONE);
                    case "increase" -> increase();
                    case "put-next" -> putNext();
                    default ->
                        throw wrong("unknown operation '" + operation
                                + "': get, put, delete, delete-prefix, increase, put-next");
                };
        return new TxnOp(request, UnknownFields.NONE);
    }

    private TxnOp.Put put() {
        Bytes key = key("a key");
        Bytes value = key("a value");
        Long ttl = spanMs();
        Long until = untilMs();
        return TxnOp.Put.of(key, value).withExpiry(until, ttl).withMatchSeq(maybe("seq"));
    }

    private TxnOp.FetchIncrease increase() {
        Bytes key = key("a key");
        long delta = number("a number to add");
        OptionalU64 floor = maybe("floor");
        if (floor.value() == null) {
            floor = OptionalU64.of(0);
        }
        OptionalU64 seq = maybe("seq");
        return new TxnOp.FetchIncrease(key, seq.value(), delta, floor, UnknownFields.NONE);
    }

    private TxnOp.PutSequential putNext() {
        Bytes prefix = key("a prefix");
        Bytes counter = key("the key of the counter");
        Bytes value = key("a value");
        Long ttl = spanMs();
        return new TxnOp.PutSequential(prefix, counter, value, untilMs(), ttl, UnknownFields.NONE);
    }

    private boolean next(String word) {
        boolean present = word.equals(words.peek());
        if (present) {
            words.pop();
        }
        return present;
    }

    private OptionalU64 maybe(String word) {
        if (next(word)) {
            return OptionalU64.of(number("a number"));
        }
        return OptionalU64.NONE;
    }

    private @Nullable Long spanMs() {
        if (next("ttl")) {
            return (Long) TimeArguments.spanMs(word("a duration"));
        }
        return null;
    }

    private @Nullable Long untilMs() {
        if (next("until")) {
            return (Long) TimeArguments.parse(word("a time"));
        }
        return null;
    }
}
