package io.metash.testing;

/** Parses YAML by SnakeYAML, which is found when it is needed: the other tests compile and run without it. */
public final class YamlText {
    private YamlText() {}

    /** The maps, lists and values of a document. */
    public static Object parse(String text) {
        try {
            Class<?> yaml = Class.forName("org.yaml.snakeyaml.Yaml");
            return yaml.getMethod("load", String.class)
                    .invoke(yaml.getDeclaredConstructor().newInstance(), text);
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
