package io.metash.server;

import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Failure;
import io.metash.record.Shape;
import io.metash.record.Shape.Field;
import io.metash.record.Shape.Presence;
import io.metash.record.Shape.Struct;
import io.metash.record.Shape.Variant;
import io.metash.record.Shapes;
import io.metash.record.StructFields;
import io.metash.record.UnknownFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parses the JSON of a {@code RaftRequest} (meta-service-api §3.2, §3.3). */
final class RequestText {
    /** A read request on keys. */
    sealed interface ReadRequest {}

    /** Reads one key. */
    record GetKv(Bytes key, UnknownFields extra) implements ReadRequest {}

    /** Reads several keys, in order. */
    record MGetKv(List<Bytes> keys, UnknownFields extra) implements ReadRequest {}

    /** Reads all keys that start with a prefix. */
    record ListKv(Bytes prefix, UnknownFields extra) implements ReadRequest {}

    /** Thrown for an invalid request; the message is for the client. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final String what;

        Malformed(String what) {
            super(what);
            this.what = what;
        }

        /** The error text of a real server. */
        String what() {
            return what;
        }
    }

    private static final Pattern VARIANT = Pattern.compile("\\s*\\{\\s*\"([^\"\\\\]*)\"");

    private static final Shape.OneOf READ = new Shape.OneOf(
            "read request",
            List.of(
                    new Variant(
                            "GetKV",
                            GetKv.class,
                            () -> struct(
                                    GetKv.class,
                                    "key",
                                    Shape.Plain.KEY,
                                    a -> new GetKv(a.get(0), a.unknown()),
                                    (it, i) -> i == 0 ? it.key() : it.extra()),
                            value -> value,
                            value -> value),
                    new Variant(
                            "MGetKV",
                            MGetKv.class,
                            () -> struct(
                                    MGetKv.class,
                                    "keys",
                                    new Shape.ListOf(Shape.Plain.KEY),
                                    a -> new MGetKv(
                                            a.<List<?>>get(0).stream()
                                                    .map(Bytes.class::cast)
                                                    .toList(),
                                            a.unknown()),
                                    (it, i) -> i == 0 ? it.keys() : it.extra()),
                            value -> value,
                            value -> value),
                    new Variant(
                            "ListKV",
                            ListKv.class,
                            () -> struct(
                                    ListKv.class,
                                    "prefix",
                                    Shape.Plain.KEY,
                                    a -> new ListKv(a.get(0), a.unknown()),
                                    (it, i) -> i == 0 ? it.prefix() : it.extra()),
                            value -> value,
                            value -> value)));

    private RequestText() {}

    private static <T> Struct<T> struct(
            Class<T> type, String field, Shape kind, Function<StructFields, T> build, Getter<T> get) {
        return new Struct<>(
                type,
                List.of(new Field<>(field, () -> kind, Presence.ALWAYS, null, null)),
                build::apply,
                (it, i) -> get.get(it, i));
    }

    private interface Getter<T> {
        Object get(T of, int field);
    }

    static ReadRequest read(String text) throws Malformed {
        return (ReadRequest) parse(READ, text, List.of("GetKV", "MGetKV", "ListKV"));
    }

    static Cmd.UpsertKv upsert(String text) throws Malformed {
        Cmd.UpsertKv upsert = (Cmd.UpsertKv) parse(Shapes.CMD, text, List.of("UpsertKV"));
        return new Cmd.UpsertKv(upsert.key(), upsert.seq(), upsert.value(), upsert.valueMeta());
    }

    private static Object parse(Shape.OneOf kind, String text, List<String> variants) throws Malformed {
        Matcher matcher = VARIANT.matcher(text);
        if (!matcher.lookingAt()) {
            throw new Malformed(
                    "{".startsWith(text.trim())
                            ? "EOF while parsing a value at line 1 column " + text.length()
                            : "expected value at line 1 column 1");
        }
        if (!variants.contains(matcher.group(1))) {
            String names = variants.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
            throw new Malformed("unknown variant `" + matcher.group(1) + "`, expected "
                    + (variants.size() > 1 ? "one of " : "") + names + " at line 1 column " + matcher.end());
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return Objects.requireNonNull(
                    JsonText.read(kind, bytes, 0, bytes.length, "request"), "a request is no option");
        } catch (Failure bad) {
            throw new Malformed(bad.what() + " at " + bad.where());
        }
    }
}
