package io.metash.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.catalog.SecretPolicy;
import io.metash.command.CommandRun;
import io.metash.record.Bytes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of a store as files and directories. */
class KeysAsFilesTest {
    private final CommandRun run = new CommandRun();

    @BeforeEach
    void open() {
        run.open("prod", "/lead/x", "a/1", "a/2/x", "a/2/y", "a", "b c/d", "secret");
        run.open("backup", "a/1", "only/here");
        run.ok("use prod");
    }

    @Test
    void listsRelativeToTheCurrentPrefix() {
        assertEquals(
                """
                keys  bytes  key
                   1    8 B  //
                   1    2 B  a
                   3   16 B  a/
                   1    6 B  "b c/"
                   1    7 B  secret
                """,
                run.ok("ls"));
        assertEquals("5 lines, 7 keys, 39 B\n", run.err());
        run.ok("cd a");
        assertEquals("/a/\n", run.ok("pwd"));
        assertEquals("keys  bytes  key\n   1    4 B  1\n   2   12 B  2/\n", run.ok("ls"));
        assertEquals("keys  bytes  key\n   1    6 B  2/x\n   1    6 B  2/y\n", run.ok("ls -r 2"));
        run.ok("cd 2/");
        assertEquals("/a/2/\n", run.ok("pwd"));
        assertEquals("keys  bytes  key\n   1    4 B  /a/1\n", run.ok("ls ../1"));
        run.ok("cd ../..");
        assertEquals("/\n", run.ok("pwd"));
        run.ok("cd -");
        assertEquals("/a/2/\n", run.ok("pwd"));
        run.ok("cd");
        assertEquals("/\n", run.ok("pwd"));
        assertEquals("keys  bytes  key\n   1    8 B  //lead/\n", run.ok("ls //"));
        assertEquals(1, run.status("cd nowhere"));
        assertEquals("metash: no key starts with this prefix\n  where  /nowhere/\n  next   ls /\n", run.err());
        assertEquals(1, run.status("cd aa"));
        assertEquals("metash: no key starts with this prefix\n  where  /aa/\n  next   cd /a/\n", run.err());
    }

    @Test
    void anAtSignNamesAnotherSession() {
        assertEquals("keys  bytes  key\n   1   10 B  only/\n", run.ok("ls @backup o"));
        run.ok("cd @backup only");
        assertEquals("/\n", run.ok("pwd"));
        assertEquals("/only/\n", run.ok("pwd @backup"));
        assertEquals(
                "{\"key\":\"only/here\",\"seq\":2,\"proposed_at_ms\":null,\"expire_at_ms\":null,\"bytes\":1,"
                        + "\"encoding\":\"text\",\"value\":\"v\"}\n",
                run.ok("get @backup here"));
        assertEquals(2, run.status("ls @nobody"));
        assertEquals(2, run.status("ls @prod @backup x"));
    }

    @Test
    void findsByNameSizeAndAge() {
        assertEquals("key\n/lead/x\na/2/x\n", names(run.ok("find --name x -o csv")));
        assertEquals("a/2/x\na/2/y\n", run.ok("find --path 'a/2/*' -o raw"));
        assertEquals("a/2/x\n/lead/x\n", swap(run.ok("find --path '**/x' -o raw")));
        assertEquals("", run.ok("find --larger 1K"));
        assertEquals("0 records\n", run.err());
        assertEquals("secret\n", run.ok("find --since 7 -o raw"));
        assertEquals(2, run.status("find --larger lots"));
        assertEquals(2, run.status("find --name '[z-a]'"));
    }

    private static String names(String csv) {
        return csv.replaceAll("(?m)^.*,", "");
    }

    private static String swap(String twoLines) {
        String[] lines = twoLines.split("\n");
        return lines[1] + "\n" + lines[0] + "\n";
    }

    @Test
    void grepsKeysAndValues() {
        assertEquals(
                """
                key     found in  text
                secret  key       secret
                """,
                run.ok("grep s.*t"));
        assertEquals("", run.ok("grep --keys v"));
        assertEquals("a\na/1\n", run.ok("grep -F v -o raw a --limit 2"));
        assertEquals(2, run.status("grep ("));
    }

    @Test
    void printsATree() {
        assertEquals(
                """
                /
                ├── /  (1 key, 8 B)
                │   └── lead/  (1 key, 8 B)
                ├── a  (2 B)
                ├── a/  (3 keys, 16 B)
                │   ├── 1  (4 B)
                │   └── 2/  (2 keys, 12 B)
                └── … 2 more
                """,
                run.ok("tree --depth 2 --limit 3"));
        assertEquals("7 keys, 39 B\n", run.err());
        assertEquals(
                "[{\"depth\":1,\"keys\":1,\"bytes\":4,\"key\":\"a/1\"},\n"
                        + " {\"depth\":1,\"keys\":2,\"bytes\":12,\"key\":\"a/2/\"}]\n",
                run.ok("tree -o json --depth 1 a/"));
    }

    @Test
    void showsTheLargestPrefixes() {
        assertEquals(
                """
                bytes  percent  keys  key
                 16 B       41     3  a/
                  8 B       21     1  //
                """,
                run.ok("du --top 2"));
        assertEquals("total 7 keys, 39 B; 3 lines more: raise --top\n", run.err());
        assertEquals("a/2/\na/1\n", run.ok("du --by keys -o raw a/"));
    }

    @Test
    void scansKeysWithTheirValues() {
        assertEquals("seq  key    value\n  2  a/1    v\n  3  a/2/x  v\n  4  a/2/y  v\n", run.ok("scan -o table a/"));
        assertEquals(
                "{\"key\":\"a/1\",\"seq\":2,\"proposed_at_ms\":null,\"expire_at_ms\":null,\"bytes\":1,"
                        + "\"encoding\":\"text\",\"value\":\"v\"}\n",
                run.ok("scan a/1"));
    }

    @Test
    void printedKeysCanBeTyped() {
        for (String directory : List.of("", "a/", "a/2/", "/")) {
            for (String key :
                    List.of("/lead/x", "a", "a/", "a/2/x", "..", "../x", "a/../x", "a/./x", ".", "b c/d", "")) {
                String shown = KeyPath.show(directory, key);
                assertEquals(key, KeyPath.resolve(directory, shown), directory + " " + shown);
                for (String typed : List.of("", "/", "../", "../../", "x")) {
                    assertEquals(
                            key,
                            KeyPath.resolve(directory, KeyPath.showLike(typed, directory, key)),
                            directory + typed);
                }
            }
        }
        assertEquals(
                Bytes.utf8("a/1"),
                KeyPath.cell("a/", Bytes.utf8("a/1"), SecretPolicy.HIDE).key());
        assertEquals("../1", KeyPath.showLike("../", "a/2/", "a/1"));
    }
}
