package io.metash.shell.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The capabilities of common terminal types. JLine includes them in the format of {@code infocmp}; these files have one
 * capability per line, so that a start reads them without searching the libraries and without patterns.
 */
final class Capabilities {
    private static final List<String> USUAL = List.of(
            "ansi",
            "rxvt",
            "rxvt-basic",
            "rxvt-unicode",
            "rxvt-unicode-256color",
            "screen",
            "screen-256color",
            "xterm",
            "xterm-256color");

    private final String text;

    private Capabilities(String text) {
        this.text = text;
    }

    /** The capabilities of a terminal type, as written to the directory; null when missing. */
    static @Nullable Capabilities read(Path directory, String type) throws IOException {
        try {
            return new Capabilities(Files.readString(file(directory, alike(type)), StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** The known type with the same capabilities as a type, as far as JLine has both. */
    static String alike(String type) {
        if (type.startsWith("tmux")) {
            return type.replace("tmux", "screen");
        }
        return type;
    }

    private static Path file(Path directory, String type) {
        return directory.resolve("terminal-" + type.replace('/', '_') + ".txt");
    }

    /** Writes the capabilities of common types to a directory. */
    static void writeUsual(Path directory) throws IOException {
        for (String type : USUAL) {
            String theirs = InfoCmp.getDefaultInfoCmp(type);
            if (theirs != null) {
                Files.writeString(file(directory, type), of(theirs).text, StandardCharsets.UTF_8);
            }
        }
    }

    /** Parses the output of {@code infocmp}. */
    static Capabilities of(String infocmp) {
        Set<Capability> bools = new HashSet<>();
        Map<Capability, Integer> ints = new HashMap<>();
        Map<Capability, String> strings = new HashMap<>();
        InfoCmp.parseInfoCmp(infocmp, bools, ints, strings);
        StringBuilder text = new StringBuilder();
        bools.forEach(name -> text.append(name).append('\n'));
        ints.forEach(
                (name, value) -> text.append(name).append('#').append(value).append('\n'));
        strings.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return new Capabilities(text.toString());
    }

    /** Adds the capabilities to those of a terminal. */
    void into(Set<Capability> bools, Map<Capability, Integer> ints, Map<Capability, String> strings) {
        Map<String, Capability> byName = new HashMap<>();
        for (Capability capability : Capability.values()) {
            byName.put(capability.name(), capability);
        }
        int at = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
            int name = at;
            while (name < end && (text.charAt(name) == '_' || Character.isLetterOrDigit(text.charAt(name)))) {
                name++;
            }
            Capability capability = byName.get(text.substring(at, name));
            if (name == end) {
                bools.add(capability);
            } else if (text.charAt(name) == '#') {
                ints.put(capability, Integer.valueOf(text.substring(name + 1, end)));
            } else {
                strings.put(capability, text.substring(name + 1, end));
            }
            at = end + 1;
        }
    }
}
