package io.metash.shell.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

/** A line editor created in two steps equals JLine's. */
class LazyLineReaderTest {
    private static final class Late extends LazyLineReader {
        Late(Terminal terminal) {
            super(terminal, new HashMap<>());
        }
    }

    private static Terminal terminal(String type) throws IOException {
        return new ExternalTerminal(
                "test",
                type,
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                StandardCharsets.UTF_8);
    }

    private static Map<String, String> bound(KeyMap<Binding> keys) {
        Map<String, String> bound = new TreeMap<>();
        keys.getBoundKeys()
                .forEach((key, binding) ->
                        bound.put(KeyMap.display(key), binding instanceof Widget ? "a widget" : binding.toString()));
        return bound;
    }

    @Test
    void keysAreThoseOfJline() throws IOException {
        for (String type : List.of("xterm-256color", Terminal.TYPE_DUMB)) {
            try (Terminal terminal = terminal(type)) {
                LineReaderImpl theirs = new LineReaderImpl(terminal);
                LazyLineReader ours = new Late(terminal);
                for (String map : List.of(
                        LineReader.MAIN,
                        LineReader.EMACS,
                        LineReader.VIINS,
                        LineReader.VICMD,
                        LineReader.VIOPP,
                        LineReader.VISUAL,
                        LineReader.MENU,
                        LineReader.SAFE,
                        LineReader.DUMB)) {
                    KeyMap<Binding> keys = ours.getKeyMaps().get(map);
                    assertEquals(bound(theirs.getKeyMaps().get(map)), bound(keys), type + " " + map);
                    assertEquals(theirs.getKeyMaps().get(map).getUnicode(), keys.getUnicode());
                    assertEquals(theirs.getKeyMaps().get(map).getAmbiguousTimeout(), keys.getAmbiguousTimeout());
                }
                assertEquals(theirs.getKeyMaps().keySet(), ours.getKeyMaps().keySet());
            }
        }
    }

    @Test
    void widgetsAreCreatedOnDemand() throws IOException {
        try (Terminal terminal = terminal("xterm")) {
            LineReaderImpl theirs = new LineReaderImpl(terminal);
            LazyLineReader ours = new Late(terminal);
            for (String name : theirs.getBuiltinWidgets().keySet()) {
                assertEquals("." + name, ours.getWidgets().get(name).toString());
            }
            assertEquals(
                    theirs.getBuiltinWidgets().keySet(),
                    ours.getBuiltinWidgets().keySet());
        }
    }
}
