package io.metash.testing;

import org.yaml.snakeyaml.Yaml;

/** Parses YAML. */
public final class YamlText {
    private YamlText() {}

    /** The maps, lists and values of a document. */
    public static Object parse(String text) {
        return new Yaml().load(text);
    }
}
