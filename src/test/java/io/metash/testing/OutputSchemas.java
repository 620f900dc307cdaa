package io.metash.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The schemas of machine-readable output in {@code src/docs/formats/output}, and the subset of JSON Schema that they
 * use: {@code type}, {@code properties}, {@code required}, {@code additionalProperties}, {@code items}, {@code
 * minimum}, {@code $ref} to {@code $defs}. {@code METASH_SCHEMAS=write} writes a missing schema from the printed
 * output.
 */
public final class OutputSchemas {
    /** The directory of the schemas. */
    public static final Path FOLDER = Path.of("src/docs/formats/output");

    private static final Set<String> KNOWN = Set.of(
            "$schema",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minimum");

    private final Map<?, ?> root;
    private final List<String> wrong = new ArrayList<>();

    private OutputSchemas(Map<?, ?> root) {
        this.root = root;
    }

    /** The parts of a command's output that violate the schema; empty if none do. */
    public static List<String> check(String command, Object output) throws IOException {
        Path file = FOLDER.resolve(command + ".json");
        if (!Files.exists(file) && "write".equals(System.getenv("METASH_SCHEMAS"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text(described(command, output), "") + "\n");
        }
        if (!Files.exists(file)) {
            return List.of("there is no schema " + file);
        }
        OutputSchemas schema = new OutputSchemas((Map<?, ?>) Json.document(Files.readString(file)));
        schema.value(command, schema.root, output);
        return schema.wrong;
    }

    private void value(String at, Map<?, ?> schema, Object value) {
        for (Object keyword : schema.keySet()) {
            if (!KNOWN.contains(keyword)) {
                wrong.add(at + ": the schema uses " + keyword + ", which is not understood here");
            }
        }
        if (schema.get("$ref") instanceof String reference) {
            Map<?, ?> definitions = (Map<?, ?>) root.get("$defs");
            value(at, (Map<?, ?>) definitions.get(reference.substring("#/$defs/".length())), value);
            return;
        }
        if (schema.containsKey("type") && !types(schema.get("type")).contains(type(value))) {
            wrong.add(at + " is " + type(value) + ", not " + schema.get("type"));
            return;
        }
        if (schema.get("minimum") instanceof BigInteger least
                && value instanceof BigInteger number
                && number.compareTo(least) < 0) {
            wrong.add(at + " is below " + least);
        }
        if (value instanceof Map<?, ?> object) {
            object(at, schema, object);
        }
        if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
            for (int i = 0; i < list.size(); i++) {
                value(at + "[" + i + "]", items, list.get(i));
            }
        }
    }

    private void object(String at, Map<?, ?> schema, Map<?, ?> object) {
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        if (schema.get("required") instanceof List<?> required) {
            for (Object name : required) {
                if (!object.containsKey(name)) {
                    wrong.add(at + " lacks " + name);
                }
            }
        }
        object.forEach((name, one) -> {
            if (properties.get(name) instanceof Map<?, ?> property) {
                value(at + "." + name, property, one);
            } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                wrong.add(at + " has " + name + ", which the schema does not name");
            }
        });
    }

    private static List<?> types(Object type) {
        return type instanceof List<?> list ? list : List.of(type);
    }

    private static String type(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof BigInteger) {
            return "integer";
        }
        if (value instanceof Number) {
            return "number";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        if (value instanceof String) {
            return "string";
        }
        return value instanceof List ? "array" : "object";
    }

    private static Map<String, Object> described(String command, Object output) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", command + " -o json");
        schema.putAll(described(List.of(output)));
        return schema;
    }

    /** A schema shared by several values. */
    private static Map<String, Object> described(List<?> values) {
        Map<String, Object> schema = new LinkedHashMap<>();
        TreeSet<String> types = new TreeSet<>();
        values.forEach(value -> types.add(type(value)));
        schema.put("type", types.size() == 1 ? types.first() : List.copyOf(types));
        Map<String, List<Object>> properties = new LinkedHashMap<>();
        List<Object> items = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Map<?, ?> object) {
                object.forEach((name, one) -> properties
                        .computeIfAbsent((String) name, unknown -> new ArrayList<>())
                        .add(one));
            } else if (value instanceof List<?> list) {
                items.addAll(list);
            }
        }
        if (!properties.isEmpty()) {
            Map<String, Object> described = new LinkedHashMap<>();
            properties.forEach((name, all) -> described.put(name, described(all)));
            schema.put("properties", described);
            schema.put("required", List.copyOf(properties.keySet()));
            schema.put("additionalProperties", false);
        }
        if (!items.isEmpty()) {
            schema.put("items", described(items));
        }
        return schema;
    }

    private static String text(Object value, String indent) {
        String deeper = indent + "  ";
        if (value instanceof Map<?, ?> object) {
            List<String> fields = new ArrayList<>();
            object.forEach((name, one) -> fields.add(deeper + "\"" + name + "\": " + text(one, deeper)));
            return "{\n" + String.join(",\n", fields) + "\n" + indent + "}";
        }
        if (value instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            list.forEach(one -> parts.add(text(one, deeper)));
            return "[" + String.join(", ", parts) + "]";
        }
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }
}
