package io.metash.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.command.CommandRun;
import io.metash.shell.script.CommandSplitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that a shell could misread are printed quoted once, as they are typed, and raw for programs. */
class TypedKeysTest {
    private static final List<String> KEYS = List.of(
            "!bang",
            "#hash",
            "$HOME",
            "-o",
            "--help",
            "@backup",
            "@prod/x",
            "a b/c",
            "a\tb",
            "a\nb",
            "back\\slash",
            "both'\"",
            "brace{a,b}",
            "dollar/$HOME/x",
            "dollar/${x:-y}",
            "end\\",
            "glob*?[x]",
            "größe/ключ/鍵/🔑",
            "it's",
            "less<more>|;&",
            "none\u0001\u202e",
            "quote\"d",
            "tab/ ",
            "try",
            "~/home",
            " lead");

    private final CommandRun run = new CommandRun();

    @BeforeEach
    void open() {
        run.open("prod", KEYS.toArray(String[]::new));
        run.open("backup", "a");
        run.ok("use prod");
    }

    @Test
    void keysInTablesAreQuotedOnce() {
        assertEquals(
                """
                keys  bytes  key
                   1    6 B  " lead"
                   1    6 B  "!bang"
                   1    6 B  "#hash"
                   1    6 B  '$HOME'
                   1    7 B  ./--help
                   1    3 B  ./-o
                   1    8 B  ./@backup
                   1    8 B  ./@prod/x
                   1    4 B  "a\\tb"
                   1    4 B  "a\\nb"
                   1    6 B  "a b/c"
                   1   11 B  'back\\slash'
                   1    7 B  "both'\\""
                   1   11 B  brace{a,b}
                   1   15 B  'dollar/$HOME/x'
                   1   15 B  'dollar/${x:-y}'
                   1    5 B  'end\\'
                   1   10 B  glob*?[x]
                   1   26 B  größe/ключ/鍵/🔑
                   1    5 B  "it's"
                   1   14 B  "less<more>|;&"
                   1    9 B  "none\\x01\\u{202e}"
                   1    8 B  'quote"d'
                   1    6 B  "tab/ "
                   1    4 B  try
                   1    7 B  "~/home"
                """,
                run.ok("ls -r"));
        assertEquals(
                """
                keys  bytes  key
                   1   15 B  'dollar/$HOME/'
                   1   15 B  'dollar/${x:-y}'
                """,
                run.ok("ls dollar/"));
        assertEquals(
                """
                /
                ├── dollar/  (2 keys, 30 B)
                │   ├── '$HOME/'  (1 key, 15 B)
                │   │   └── x  (15 B)
                │   └── '${x:-y}'  (15 B)
                """,
                tree());
        assertEquals("keys,bytes,key\n1,15,dollar/$HOME/x\n", run.ok("ls -r -o csv dollar/$HOME"));
        assertEquals("dollar/$HOME/x\n", run.ok("ls -r -o raw dollar/$HOME"));
        assertEquals("{\"keys\":1,\"bytes\":15,\"key\":\"dollar/$HOME/x\"}\n", run.ok("ls -r -o ndjson dollar/$HOME"));
    }

    private String tree() {
        StringBuilder out = new StringBuilder();
        boolean there = false;
        for (String line : run.ok("tree").split("\n")) {
            there = line.equals("/") || line.contains(" dollar/") || there && line.startsWith("│");
            out.append(there ? line + "\n" : "");
        }
        return out.toString();
    }

    /** The key in a table is the word that reads this key. */
    @Test
    void everyPrintedKeyParsesBack() throws CommandSplitter.Unfinished {
        List<String> all = sorted(run.ok("scan -o ndjson /"));
        assertEquals(KEYS.size(), all.size());
        for (String directory : List.of("", "dollar", "'a b'", "dollar/$HOME")) {
            run.ok("cd /" + directory);
            for (String listing : List.of("ls -r /", "scan -o table /", "find /", "grep --keys -o table . /")) {
                StringBuilder read = new StringBuilder();
                for (String word : words(run.ok(listing))) {
                    assertEquals(0, run.typed("get -o ndjson " + word), () -> listing + ": " + word + ": " + run.err());
                    read.append(run.out());
                }
                assertEquals(all, sorted(read.toString()), listing + " in " + directory);
            }
        }
    }

    private static List<String> sorted(String lines) {
        return lines.lines().sorted().toList();
    }

    /** The words in the key column, as printed. */
    private static List<String> words(String table) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (String line : table.split("\n")) {
            if (from < 0) {
                from = line.matches("key .*") ? 0 : line.indexOf(" key", line.indexOf("keys") + 1) + 1;
                continue;
            }
            String rest = "get " + line.substring(from);
            CommandSplitter.Word word = CommandSplitter.last(rest).get(1);
            words.add(rest.substring(word.start(), word.end()));
        }
        return words;
    }
}
