package io.metash.raftdir.rotbl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A flat JSON object of numbers and texts; fields that nobody asks for are passed over. */
final class Numbers {
    private final Map<String, String> fields = new HashMap<>();

    private Numbers() {}

    static Numbers parse(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("expected a JSON object");
            }
            return object(parser);
        }
    }

    /** Reads on behind the start of an object, to its end. */
    static Numbers object(JsonParser parser) throws IOException {
        Numbers numbers = new Numbers();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value != null && value.isStructStart()) {
                parser.skipChildren();
            } else {
                numbers.fields.put(name, parser.getText());
            }
        }
        return numbers;
    }

    String text(String name) {
        String text = fields.get(name);
        if (text == null) {
            throw new IllegalArgumentException("the field '" + name + "' is missing");
        }
        return text;
    }

    long number(String name) {
        try {
            return Long.parseUnsignedLong(text(name));
        } catch (NumberFormatException bad) {
            throw new IllegalArgumentException("the field '" + name + "' is no number: " + text(name), bad);
        }
    }
}
