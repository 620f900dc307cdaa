package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.Commands;
import io.metash.config.Config;
import io.metash.output.Io;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.shell.Shell;
import io.metash.shell.ShellOptions;
import io.metash.testing.Captured;
import io.metash.testing.Program;
import io.metash.testing.TestData;
import io.metash.testing.Tmux;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts: running, stopping, permissions. */
class ScriptTest {
    @TempDir
    Path scratch;

    private String out;
    private String err;

    @BeforeEach
    void store() throws IOException {
        Files.copy(Path.of("src/examples/sample.ndjson"), scratch.resolve("sample.ndjson"));
    }

    private static ShellOptions options(boolean echo, boolean allowShell, Path record) {
        return new ShellOptions(false, Config.standard(), echo, allowShell, record, true);
    }

    private interface Start {
        int run(Io io) throws IOException;
    }

    private int run(String input, Start start) {
        Captured captured = new Captured(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        int status;
        try {
            status = start.run(captured.io());
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
        out = captured.out();
        err = captured.err().replace(scratch + "/", "");
        return status;
    }

    /** Runs a text like {@code -c}. */
    private int text(ShellOptions options, String text, String... arguments) {
        return run(
                "",
                io -> Shell.text(
                        Commands.table(), io, options, text.replace("DIR", scratch.toString()), List.of(arguments)));
    }

    private int text(String text, String... arguments) {
        return text(ShellOptions.standard(), text, arguments);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(scratch.resolve(name), text.replace("DIR", scratch.toString()));
    }

    private int script(ShellOptions options, String name, String text, String... arguments) throws IOException {
        Path file = file(name, text);
        return run("", io -> Shell.file(Commands.table(), io, options, file, List.of(arguments)));
    }

    private static final String OPEN = "connect DIR/sample.ndjson as s\n";
    private static final String FIRST = "__fd_clusters/\n";

    @Test
    void r03_fourWaysRunTheSameScript() throws IOException, InterruptedException {
        String text = "connect sample.ndjson as s; ls -o raw --limit 1; get nosuch; ls\n";
        file("s.metash", text);
        Program program = new Program(scratch);
        assertEquals(1, program.run("-c", text));
        assertEquals(FIRST, program.out());
        assertEquals(1, program.run("s.metash"));
        assertEquals(FIRST, program.out());
        assertEquals(1, program.fed(text, Program.command()));
        assertEquals(FIRST, program.out());
        assertEquals(1, program.fed(text, Program.command("-")));
        assertEquals(FIRST, program.out());
        assertEquals(0, program.fed("set x \"$1\"; set -o csv", Program.command("-", "word")));
        assertEquals("name,value\nx,word\n", program.out().replace("\r\n", "\n"));
    }

    @Test
    void r04_shebang() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(scratch.resolve("bin"));
        StringBuilder launcher = new StringBuilder("#!/bin/sh\nexec");
        for (String word : Program.command()) {
            launcher.append(" '").append(word).append("'");
        }
        Path metash = Files.writeString(bin.resolve("metash"), launcher + " \"$@\"\n");
        Path script = file("s.metash", "#!/usr/bin/env metash\nconnect sample.ndjson\nls -o raw --limit $1\nexit 5\n");
        for (Path each : List.of(metash, script)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
        }
        Program program = new Program(scratch).with("PATH", bin + ":" + System.getenv("PATH"));
        assertEquals(5, program.fed("", List.of("./s.metash", "1")));
        assertEquals(FIRST, program.out());
    }

    @Test
    void r04_lineEndsAndMarksOfOtherSystems() throws IOException {
        String plain = OPEN + "# a comment\nls -o raw --limit 1\nset a \"x\ny\"\nset -o json";
        for (String text : List.of(
                plain, plain + "\n", plain.replace("\n", "\r\n"), "\ufeff" + plain.replace("\n", "\r\n") + "\r\n")) {
            assertEquals(0, script(ShellOptions.standard(), "s.metash", text), err);
            assertEquals(FIRST + "[{\"name\":\"a\",\"value\":\"x\\u000ay\"}]\n", out);
        }
    }

    @Test
    void r05_exitGivesItsStatus() {
        assertEquals(7, text("exit 7; ls"));
        assertEquals(0, text("exit"));
        assertEquals(1, text(OPEN + "try get nosuch; exit"));
        assertEquals(3, text("exit 3 || ls"));
        assertEquals(2, text("exit 256"));
        assertEquals(0, text(""));
    }

    @Test
    void r60_aScriptStopsAtItsFirstFailure() {
        assertEquals(1, text(OPEN + "get nosuch\nls -o raw --limit 1\n"));
        assertEquals("", out);
        assertEquals(2, text("nonsense; exit 9"));
    }

    @Test
    void r60_continuingIsExplicit() {
        assertEquals(0, text(OPEN + "try get nosuch\nset s $?\nls -o raw --limit 1; exit 0"));
        assertEquals(FIRST, out);
        assertEquals(0, text(OPEN + "get nosuch || get nosuch || ls -o raw --limit 1\n"));
        assertEquals(FIRST, out);
        assertEquals(0, text(OPEN + "ls -o raw --limit 1 || exit 9\n"));
        assertEquals(1, text(OPEN + "on-error continue\nget nosuch\nnonsense\nls -o raw --limit 1"));
        assertEquals(FIRST, out);
        assertEquals(1, text(OPEN + "on-error ls -o raw --limit 1\nget nosuch\nexit 0"));
        assertEquals(FIRST, out);
        assertEquals(2, text(OPEN + "on-error continue\non-error stop\nnonsense\nls -o raw"));
        assertEquals("", out);
    }

    @Test
    void r61_errorsNameFileLineAndColumn() throws IOException {
        assertEquals(1, script(ShellOptions.standard(), "s.metash", "\n" + OPEN + "  ls > /dev/null; get nosuch\n"));
        assertTrue(err.endsWith("metash: stopped at s.metash:3:19, exit status 1\n"), err);
        assertEquals(2, script(ShellOptions.standard(), "s.metash", "set a b\nls $nothing\n"));
        assertEquals(
                """
                metash: the variable 'nothing' is not set
                  where  s.metash:2:1
                  next   set nothing VALUE, or ${nothing:-default}
                metash: stopped at s.metash:2:1, exit status 2
                """,
                err);
        assertEquals(2, script(ShellOptions.standard(), "s.metash", "ls\nget 'open\n"));
        assertTrue(err.contains("  where  s.metash:2:5\n"), err);
        assertEquals(2, script(ShellOptions.standard(), "s.metash", "ls\nget \\xqq\n"));
        assertTrue(err.contains("  where  s.metash:2:5\n"), err);
        assertEquals(2, script(ShellOptions.standard(), "s.metash", "import <<END\nx\n"));
        assertTrue(err.contains("the script ends inside the lines before END\n  where  s.metash:1:8\n"), err);
    }

    @Test
    void r62_variablesQuotesAndHereDocuments() throws IOException {
        assertEquals(
                0,
                script(
                        ShellOptions.standard(),
                        "s.metash",
                        """
                        # words are not cut again, single quotes keep all
                        set a "two words"; set b $a; set c '$a'; set d \\$a; set e "${1}-${9:-none}-$#"
                        set f "all: $@"; set g=x"${a}"y
                        set # all of them
                        """,
                        "one",
                        "2 3"));
        assertEquals(
                """
                name  value
                a     two words
                b     two words
                c     $a
                d     $a
                e     one-none-2
                f     all: one 2 3
                g     xtwo wordsy
                """,
                out);
        assertEquals(2, text("set f \"$@\"", "one", "2 3"), "two words behind f");
        assertEquals(2, text("ls $1"));
        assertTrue(err.contains("the script needs argument 1"), err);
        Files.copy(scratch.resolve("sample.ndjson"), scratch.resolve("in.ndjson"));
        String lines = Files.readString(scratch.resolve("sample.ndjson"));
        assertEquals(
                0,
                script(
                        ShellOptions.standard(),
                        "s.metash",
                        "import --raft-dir DIR/one <<'END'\n" + lines
                                + "END\nimport --raft-dir DIR/two < DIR/in.ndjson\n" + "export --raft-dir DIR/one\n"),
                err);
        assertEquals(lines.lines().count(), out.lines().count());
        assertTrue(Files.isDirectory(scratch.resolve("two/df_meta")));
        // Lines of a here-document are read before the open session.
        assertEquals(
                0,
                text(OPEN + "import --raft-dir DIR/three --accept missing-purged --accept empty <<END\n"
                        + lines.lines().limit(4).collect(Collectors.joining("\n")) + "\nEND\n"),
                err);
        assertTrue(err.contains("imported 4 records"), err);
    }

    @Test
    void r63_checkFindsMistakesWithoutRunning() throws IOException, InterruptedException {
        file("lib.metash", "lss\n");
        file(
                "s.metash",
                """
                connect sample.ndjson as s
                set tenant test_tenant
                lz
                ls --limt 3
                ls $tennant/$tenant
                ls @t
                use other
                use
                ls --limit many
                try gte x
                on-error stauts
                source lib.metash
                source nowhere.metash
                ls --limit $1 > $2
                ls @s > out.txt
                get 'open
                """);
        Program program = new Program(scratch);
        assertEquals(2, program.run("check", "s.metash"));
        assertEquals("s.metash:16:5: the script ends inside quotes\n", program.out());
        file("s.metash", Files.readString(scratch.resolve("s.metash")).replace("get 'open\n", ""));
        assertEquals(2, program.run("check", "s.metash"));
        assertEquals(
                """
                s.metash:3:1: unknown command 'lz'; did you mean ls?
                s.metash:4:4: ls: '--limt' is not valid here; did you mean --limit?
                s.metash:5:4: the variable 'tennant' is not set; did you mean tenant?
                s.metash:6:4: no session is named 't' here; did you mean s?
                s.metash:7:5: no session is named 'other' here
                s.metash:8:1: use: Missing required parameter: 'SESSION'
                s.metash:9:1: ls: Invalid value for option '--limit': 'many' is not a whole number
                s.metash:10:5: unknown command 'gte'; did you mean get?
                s.metash:11:10: unknown command 'stauts'; did you mean status or stages?
                lib.metash:1:1: unknown command 'lss'; did you mean ls?
                s.metash:13:8: no such script: nowhere.metash
                """,
                program.out());
        assertFalse(Files.exists(scratch.resolve("out.txt")));
        file("good.metash", "connect sample.ndjson as s\nls @s $1 || exit 3\nset a b; ls \"$a\" > out.txt\n");
        assertEquals(0, program.run("check", "good.metash"), program.out());
    }

    @Test
    void r64_programsOnlyWhereAllowed() throws IOException {
        Path mark = scratch.resolve("mark");
        for (String line : List.of("!touch DIR/mark", "ls | touch DIR/mark", "try ! touch DIR/mark")) {
            assertEquals(6, script(ShellOptions.standard(), "s.metash", "set a b > DIR/first\n" + line + "\n"));
            assertTrue(err.contains("the script runs an external program: "), err);
            assertTrue(err.contains("metash --allow-shell"), err);
            assertFalse(Files.exists(mark) || Files.exists(scratch.resolve("first")), line);
        }
        file("inner.metash", "!touch DIR/mark\n");
        assertEquals(6, text("source DIR/inner.metash"));
        assertFalse(Files.exists(mark));
        assertEquals(0, text(options(false, true, null), "!touch DIR/mark"), err);
        assertTrue(Files.exists(mark));
    }

    @Test
    void r64_programsGetVariablesAndReturnTheirStatus() {
        ShellOptions allowed = options(false, true, null);
        assertEquals(0, text(allowed, "set who \"a;b 'c\"\n! printf '%s\\n' \"$who\"; true"));
        assertEquals("a;b 'c\n", out);
        assertEquals(3, text(allowed, "! exit 3"));
        assertEquals(0, text(allowed, "try ! exit 3\nls || set a b"));
        assertEquals(0, text(allowed, OPEN + "ls -o raw -r | head -1"), err);
        assertEquals(1, out.lines().count());
        String dump =
                "dump-raft-log-wal --raft-dir '" + TestData.file("real/rich-snap.raft") + "' | head -1\necho next";
        assertEquals(0, text(allowed, dump), err);
        assertEquals("RaftLog:\nnext\n", out);
        assertEquals("", err);
        assertEquals(4, text(allowed, OPEN + "ls | exit 4"));
        assertEquals(1, text(allowed, OPEN + "get nosuch | cat"));
    }

    @Test
    void r64_thePromptShowsTheProgram() throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not installed");
        String words = Program.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String start = "cd '" + scratch + "' && env HOME='" + scratch + "' XDG_STATE_HOME='" + scratch
                + "/state' METASH_SIGN=1 LC_ALL=C.UTF-8 " + words + "; echo left $?; sleep 60";
        try (Tmux tmux = new Tmux(100, 40, start)) {
            tmux.awaitEnd("metash>");
            tmux.run("connect sample.ndjson as s", "applied");
            tmux.run("ls -o raw | head -1; echo done", "\nsh: head -1; echo done\n", "\n__fd_clusters/\n", "\ndone\n");
            tmux.run("! echo hi; exit 3", "\nsh: echo hi; exit 3\nhi\n", "[3]>");
            tmux.enter("! echo up; sleep 300").await("\nup");
            tmux.press("C-c");
            tmux.awaitPrompt("[130]>");
            tmux.line("exit");
            tmux.await("left 0");
        }
    }

    @Test
    void r65_aFileIsWrittenCompletelyOrNotAtAll() throws IOException {
        Path target = file("out", "before\n");
        assertEquals(2, text(OPEN + "ls --limit x > DIR/out"));
        assertEquals("before\n", Files.readString(target));
        assertEquals(0, text(OPEN + "ls -o raw --limit 1 > DIR/out; ls -o raw --limit 1 >> DIR/out"), err);
        assertEquals(FIRST + FIRST, Files.readString(target));
        assertEquals(0, text(OPEN + "ls -o raw --limit 1 > '" + scratch + "/a b'"), err);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.resolve("a b"))));
        try (var files = Files.list(scratch)) {
            assertEquals(
                    List.of(),
                    files.filter(f -> f.toString().contains(".metash-")).toList());
        }
    }

    @Test
    void r65_anInputIsNotOverwritten() throws IOException {
        String before = Files.readString(scratch.resolve("sample.ndjson"));
        Files.createSymbolicLink(scratch.resolve("link"), scratch.resolve("sample.ndjson"));
        for (String line : List.of(
                "import --raft-dir DIR/r --db DIR/sample.ndjson > DIR/sample.ndjson",
                "import --raft-dir DIR/r --db=DIR/sample.ndjson >> DIR/link",
                "import --raft-dir DIR/r < DIR/sample.ndjson > DIR/link",
                OPEN + "export > DIR/link",
                OPEN + "ls >> DIR/sample.ndjson")) {
            assertEquals(6, text(line), line);
            assertTrue(err.contains("the output would overwrite the input"), err);
            assertEquals(before, Files.readString(scratch.resolve("sample.ndjson")));
        }
        assertEquals(0, text("import --raft-dir DIR/r --db DIR/sample.ndjson"), err);
        assertEquals(6, text("connect DIR/r; export > DIR/r/df_meta/V004/log/x"), err);
    }

    /** Output that the reader does not read is not produced: the command waits, and ends when the reader exits. */
    @Test
    void r65_aPipeHasBackPressure() throws IOException, InterruptedException {
        String sample = Files.readString(scratch.resolve("sample.ndjson"));
        // A store with a purged log, which therefore does not contradict the added keys.
        StringBuilder lines = new StringBuilder(sample.replaceAll("(?m)^.*\"LogEntry\".*\\n", "")
                .replaceFirst("(\"Purged\":\\{.*\"index\":)[0-9]+", "$1" + 83)
                .replaceFirst("(\"key\":\"generic-kv\",\"value\":)[0-9]+", "$1" + 1_000_000));
        String value = "1,".repeat(5000) + "1";
        for (int i = 0; i < 2000; i++) {
            lines.append("[\"state_machine/0\",{\"GenericKV\":{\"key\":\"k")
                    .append(10000 + i)
                    .append("\",\"value\":{\"seq\":")
                    .append(500_000 + i)
                    .append(",\"meta\":null,\"data\":[")
                    .append(value)
                    .append("]}}}]\n");
        }
        file("big.ndjson", lines.toString());
        ShellOptions allowed = options(false, true, null);
        assertEquals(0, text(allowed, "connect DIR/big.ndjson as b\nexport | head -c 10; sleep 0.1"), err);
        assertEquals(10, out.length());
        assertEquals(0, text(allowed, "connect DIR/big.ndjson as b\nexport | sleep 0.2; wc -c"), err);
        assertEquals(lines.length(), Long.parseLong(out.strip()), err);
    }

    @Test
    void r66_sourceNestsAndReportsTheChain() throws IOException {
        file("c.metash", "set deep $1\nnonsense\n");
        file("b.metash", "\nsource c.metash inner\n");
        assertEquals(2, script(ShellOptions.standard(), "a.metash", "set a b\n  source b.metash\n"));
        assertTrue(
                err.endsWith("metash: stopped at c.metash:2:1, sourced at b.metash:2:1, sourced at a.metash:2:3, exit"
                        + " status 2\n"),
                err);
        file("v.metash", "set from \"$1\"; exit\n");
        assertEquals(0, script(ShellOptions.standard(), "a.metash", "source v.metash x; set later 1\n", "outer"));
        file("v.metash", "set from \"$1\"\n");
        assertEquals(0, script(ShellOptions.standard(), "a.metash", "source v.metash; set -o csv\n", "outer"));
        assertTrue(out.contains("from,outer"), out);
    }

    @Test
    void r66_recursionAndDepthAreErrors() throws IOException {
        file("b.metash", "source a.metash\n");
        assertEquals(2, script(ShellOptions.standard(), "a.metash", "source b.metash\n"));
        assertTrue(
                err.contains("the script sources itself: a.metash\n  where  b.metash:1:1, sourced at a.metash:1:1\n"),
                err);
        for (int i = 1; i <= 17; i++) {
            file("n" + i + ".metash", "source n" + (i + 1) + ".metash\n");
        }
        file("n16.metash", "set reached yes; set -o csv\n");
        assertEquals(
                0,
                run(
                        "",
                        io -> Shell.file(
                                Commands.table(),
                                io,
                                ShellOptions.standard(),
                                scratch.resolve("n1.metash"),
                                List.of())),
                err);
        assertTrue(out.contains("reached,yes"), out);
        file("n16.metash", "source n17.metash\n");
        assertEquals(
                2,
                run(
                        "",
                        io -> Shell.file(
                                Commands.table(),
                                io,
                                ShellOptions.standard(),
                                scratch.resolve("n1.metash"),
                                List.of())));
        assertTrue(
                err.contains("scripts nest more than 16 deep\n  where  n16.metash:1:1, sourced at n15.metash:1:1, "),
                err);
    }

    @Test
    void r67_aRecordingReproducesTheRun() throws IOException {
        file("lib.metash", "ls -o raw --limit $1\n");
        String text = OPEN
                + """
                set p '__fd_id_gen/'; ls -o raw "$p"
                source lib.metash 2
                try get "no such $p"
                get nosuch || ls -o raw --limit 1
                ls -o raw > "DIR/out $#"
                import --raft-dir DIR/r --db DIR/sample.ndjson
                ls @s --limit 1 -o csv
                exit 9
                """;
        Path record = scratch.resolve("s.metash");
        assertEquals(9, script(options(false, false, record), "orig.metash", text, "arg"), err);
        String first = out;
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(record)));
        Files.delete(scratch.resolve("out 1"));
        assertEquals(
                9, run("", io -> Shell.file(Commands.table(), io, ShellOptions.standard(), record, List.of())), err);
        assertEquals(first, out);
        assertTrue(Files.exists(scratch.resolve("out 1")));
        assertEquals(
                """
                set p __fd_id_gen/
                ls -o raw __fd_id_gen/
                ls -o raw --limit 2
                try get "no such __fd_id_gen/"
                try get nosuch
                ls -o raw --limit 1
                """
                        .lines()
                        .toList(),
                Files.readString(record).lines().skip(3).limit(6).toList());
        Failure refused = assertThrows(Failure.class, () -> text(options(false, false, record), "ls"));
        assertEquals(ExitStatus.REFUSED, refused.status());
    }

    @Test
    void r68_echo() throws IOException {
        assertEquals(
                0,
                script(
                        options(true, false, null),
                        "s.metash",
                        OPEN + "set a 'x y'; ls \"$a\" -o raw\nset +x; set b c"));
        assertEquals(
                List.of("+ connect sample.ndjson as s", "+ set a \"x y\"", "+ ls \"x y\" -o raw", "+ set +x"),
                err.lines().filter(l -> l.startsWith("+")).toList());
        assertEquals("", out);
    }

    @Test
    void r68_theLogIsInTheStateDirectory() throws IOException, InterruptedException {
        Path state = scratch.resolve("state");
        Path cwd = Files.createDirectories(scratch.resolve("cwd"));
        Program program =
                new Program(cwd).with("XDG_STATE_HOME", state.toString()).with("METASH_LOG", "debug");
        assertEquals(1, program.run("-c", "connect ../sample.ndjson as s; get secret-word"));
        Path log = state.resolve("metash/metash.log");
        String text = Files.readString(log);
        assertEquals(
                List.of(
                        "runs connect * * *",
                        "ended connect, status 0",
                        "runs get *",
                        "failed no such key",
                        "ended get, status 1"),
                text.lines()
                        .filter(l -> !l.startsWith(" "))
                        .map(l -> l.split(" ", 3)[2].replaceAll(", \\d+ us", ""))
                        .toList());
        assertFalse(text.contains("secret-word"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
        try (var files = Files.list(cwd)) {
            assertEquals(
                    List.of(),
                    files.map(f -> f.getFileName().toString())
                            .filter(n -> !n.startsWith(".xdg"))
                            .toList());
        }
    }
}
