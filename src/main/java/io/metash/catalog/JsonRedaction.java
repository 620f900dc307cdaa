package io.metash.catalog;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.metash.catalog.RedactionRules.Form;
import io.metash.catalog.RedactionRules.Word;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Rewrites JSON values with pseudonyms and without secrets; numbers, booleans and the names of known fields stay. */
final class JsonRedaction {
    private static final String SETTING = "UserSetting";
    private static final String BYTES = "String";

    private final TextRedaction texts;
    private final Consumer<RedactionCount> counts;
    private String structure = "";
    private String setting = "";
    private JsonReader in = new JsonReader(Reader.nullReader());
    private JsonWriter out = new JsonWriter(Writer.nullWriter());

    JsonRedaction(TextRedaction texts, Consumer<RedactionCount> counts) {
        this.texts = texts;
        this.counts = counts;
    }

    /** Rewrites JSON text of a structure. */
    String rewrite(String json, String of) {
        structure = of;
        setting = "";
        StringWriter text = new StringWriter();
        in = new JsonReader(new StringReader(json));
        in.setStrictness(Strictness.STRICT);
        out = new JsonWriter(text);
        out.setHtmlSafe(false);
        out.setFormattingStyle(FormattingStyle.COMPACT);
        try {
            value("");
            out.flush();
        } catch (IOException notChecked) {
            throw new IllegalStateException(notChecked);
        }
        return text.toString();
    }

    private void value(String field) throws IOException {
        switch (in.peek()) {
            case BEGIN_OBJECT -> object();
            case BEGIN_ARRAY -> array(field);
            case STRING -> out.value(texts.apply(form(field), in.nextString()));
            case NUMBER -> out.jsonValue(in.nextString());
            case BOOLEAN -> out.value(in.nextBoolean());
            default -> {
                in.nextNull();
                out.nullValue();
            }
        }
    }

    private Form form(String field) {
        return RedactionRules.field(structure, field).orElse(Form.NAME);
    }

    private void object() throws IOException {
        in.beginObject();
        out.beginObject();
        while (in.hasNext()) {
            String field = in.nextName();
            boolean known =
                    RedactionRules.field(structure, field).isPresent() || RedactionRules.has(Word.OPTION, field);
            out.name(known ? field : texts.name(field));
            if (structure.equals(SETTING) && field.equals("name")) {
                setting = in.nextString();
                out.value(setting);
            } else if (isSecret(field)) {
                in.skipValue();
                counts.accept(RedactionCount.SECRET);
                out.value(TextRedaction.REDACTED);
            } else {
                value(field);
            }
        }
        in.endObject();
        out.endObject();
    }

    private boolean isSecret(String field) {
        return SecretNames.contains(field) || field.equals("hash_value") || field.equals("hash_string");
    }

    private void array(String field) throws IOException {
        in.beginArray();
        out.beginArray();
        if (structure.equals(SETTING) && field.equals(BYTES)) {
            settingText();
        } else {
            while (in.hasNext()) {
                value(field);
            }
        }
        in.endArray();
        out.endArray();
    }

    /** The text of a setting is an array of byte numbers (values §5). */
    private void settingText() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (in.hasNext()) {
            bytes.write(in.nextInt());
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        boolean secret = SecretNames.contains(setting);
        if (secret) {
            counts.accept(RedactionCount.SECRET);
        }
        Form form = RedactionRules.entry(SETTING, "value", setting).orElse(Form.TEXT);
        String written = TextRedaction.REDACTED;
        if (!secret) {
            written = texts.apply(form, text);
        }
        for (byte b : written.getBytes(StandardCharsets.UTF_8)) {
            out.value(b & 0xff);
        }
    }
}
