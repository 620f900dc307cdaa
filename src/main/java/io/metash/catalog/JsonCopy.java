package io.metash.catalog;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Copies JSON stored as a value: numbers stay unchanged, secrets are masked by field name (values §7.2). A setting
 * stores its text as an array of byte values, which is written as text.
 */
final class JsonCopy {
    /** Field names that are secret in JSON, in addition to {@link SecretNames}. */
    private static final List<String> HASHES = List.of("hash_value", "hash_string");
    /** Structure that stores text as an array of byte values. */
    private static final String SETTING = "UserSetting";

    private static final String CACHED_RESULT = "ResultCacheValue";
    private static final List<String> CACHED_SECRETS = List.of("sql", "cache_key_extras");

    private final JsonReader in;
    private final JsonSink out;
    private final SecretPolicy policy;
    private final String structure;
    private final Deque<String> names = new ArrayDeque<>();
    private boolean settingSecret;

    private JsonCopy(String json, String structure, SecretPolicy policy, JsonSink out) {
        this.in = new JsonReader(new StringReader(json));
        this.in.setStrictness(Strictness.STRICT);
        this.structure = structure;
        this.policy = policy;
        this.out = out;
    }

    /** Returns why a text is not JSON of a structure; empty when it is. */
    static Optional<String> problem(String json, String structure) {
        try {
            new JsonCopy(json, structure, SecretPolicy.SHOW, new NoSink()).document();
            return Optional.empty();
        } catch (IOException | IllegalStateException | NumberFormatException broken) {
            return Optional.of("no JSON");
        }
    }

    /**
     * Copies JSON text.
     *
     * @param structure the name of the structure, which determines its secrets
     */
    static void write(String json, String structure, SecretPolicy policy, JsonSink out) {
        try {
            new JsonCopy(json, structure, policy, out).document();
        } catch (IOException notChecked) {
            throw new IllegalStateException(notChecked);
        }
    }

    private void document() throws IOException {
        value("");
        if (in.peek() != JsonToken.END_DOCUMENT) {
            throw new MalformedJsonException("more than one value");
        }
    }

    private void value(String name) throws IOException {
        if (names.size() > 100) {
            throw new MalformedJsonException("nested too deep");
        }
        switch (in.peek()) {
            case BEGIN_OBJECT -> object(name);
            case BEGIN_ARRAY -> array(name);
            case STRING -> out.text(in.nextString());
            case NUMBER -> out.number(in.nextString());
            case BOOLEAN -> out.bool(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                out.nothing();
            }
            default -> throw new MalformedJsonException("no value");
        }
    }

    private void object(String name) throws IOException {
        names.push(name);
        in.beginObject();
        out.beginObject();
        while (in.hasNext()) {
            String field = in.nextName();
            out.name(field);
            if (structure.equals(SETTING) && names.size() == 1 && field.equals("name")) {
                String setting = in.nextString();
                settingSecret = SecretNames.contains(setting);
                out.text(setting);
            } else if (policy.hides() && isSecret(field)) {
                in.skipValue();
                out.hidden(SecretNames.MARK);
            } else {
                value(field);
            }
        }
        in.endObject();
        out.endObject();
        names.pop();
    }

    private boolean isSecret(String field) {
        return SecretNames.contains(field)
                || HASHES.contains(field)
                || (structure.equals(CACHED_RESULT) && CACHED_SECRETS.contains(field))
                || (settingSecret && field.equals("value"));
    }

    private void array(String name) throws IOException {
        boolean text = structure.equals(SETTING) && name.equals("String") && names.contains("value");
        names.push(name);
        in.beginArray();
        if (text) {
            text();
        } else {
            out.beginArray();
            while (in.hasNext()) {
                value("");
            }
            out.endArray();
        }
        in.endArray();
        names.pop();
    }

    private void text() throws IOException {
        List<Integer> bytes = new ArrayList<>();
        while (in.hasNext()) {
            bytes.add(in.nextInt());
        }
        byte[] utf8 = new byte[bytes.size()];
        for (int i = 0; i < utf8.length; i++) {
            utf8[i] = bytes.get(i).byteValue();
        }
        out.text(new String(utf8, StandardCharsets.UTF_8));
    }

    /** Discards the document. */
    private static final class NoSink implements JsonSink {
        @Override
        public void beginObject() {}

        @Override
        public void endObject() {}

        @Override
        public void beginArray() {}

        @Override
        public void endArray() {}

        @Override
        public void name(String name) {}

        @Override
        public void text(String text) {}

        @Override
        public void number(String digits) {}

        @Override
        public void bool(boolean value) {}

        @Override
        public void nothing() {}

        @Override
        public void hidden(String mark) {}
    }
}
