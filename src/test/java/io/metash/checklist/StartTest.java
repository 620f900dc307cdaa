package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.record.ExitStatus;
import io.metash.testing.Await;
import io.metash.testing.Program;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Start-up. {@code scripts/bench} measures it. */
class StartTest extends OnScreen {
    private static final int RUNS = 3;
    /** The first Java release whose archive has no classes older than Java 6. */
    private static final int OLD_CLASSES_LEFT_OUT = 25;

    /** decisions 27: ten times the goal, which is three starts of a minimal class. */
    @Test
    void r01_thePromptIsFast() throws IOException, InterruptedException {
        Path launcher = Path.of("scripts/metash").toAbsolutePath();
        assumeTrue(Files.isRegularFile(Path.of("target/metash.jar")), "metash.jar is not built");
        Path source = Files.writeString(
                home.resolve("Hello.java"),
                "public class Hello { public static void main(String[] a) { System.out.println(\"Hello\"); } }");
        String java = System.getProperty("java.home") + "/bin/";
        assertEquals(
                0,
                new ProcessBuilder(java + "javac", "-d", home.toString(), source.toString())
                        .start()
                        .waitFor());
        List<Long> hello = new ArrayList<>();
        List<Long> prompt = new ArrayList<>();
        // The first start creates the class archive.
        try (Tmux terminal = new Tmux(80, 24, started(launcher, ""))) {
            terminal.await("metash: preparing the first start ...");
            awaitEditor(terminal);
            assertFalse(terminal.await("metash>").contains("preparing"));
        }
        for (int i = 0; i < RUNS; i++) {
            hello.add(until("'" + java + "java' -cp '" + home + "' Hello", "Hello", false));
            prompt.add(untilPrompt(launcher));
        }
        long ratio = Collections.min(prompt) / Math.max(1, Collections.min(hello));
        assertTrue(ratio <= 30, prompt + " ms against " + hello);
        assumeTrue(
                Runtime.version().feature() < OLD_CLASSES_LEFT_OUT,
                "Java 25 leaves classes of before Java 6 out of the archive, and picocli's are of Java 5");
        // One class outside the archive costs as much as fifty in it, because a library must be opened for it.
        Path log = home.resolve("classes");
        String logged = started(launcher, "METASH_JAVA_OPTIONS='-Xlog:class+load:file=" + log + "'");
        try (Tmux terminal = new Tmux(80, 24, logged)) {
            awaitEditor(terminal);
            terminal.run("pwd", "no session is open");
        }
        String classes = Files.readString(log);
        assertTrue(classes.contains("io.metash.command.keys.PwdCommand source: shared objects file"), classes);
        assertEquals(
                List.of(),
                classes.lines().filter(line -> line.contains("file:/")).toList());
    }

    private long untilPrompt(Path launcher) throws IOException, InterruptedException {
        return until(started(launcher, ""), "metash>", true);
    }

    private String started(Path launcher, String more) {
        return "env HOME='" + home + "' XDG_CACHE_HOME='" + home + "/c' XDG_STATE_HOME='" + home + "/s' TERM=screen "
                + more + " '" + launcher + "'";
    }

    private long until(String command, String text, boolean edited) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Tmux terminal = new Tmux(80, 24, command + "; exec sleep 60")) {
            if (edited) {
                awaitEditor(terminal);
            }
            terminal.await(text);
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** The launcher prints a prompt before metash reads keys. */
    private static void awaitEditor(Tmux terminal) {
        Await.until("the prompt reads keys", terminal::edited);
    }

    @Test
    void r02_versionAndHelpLoadNoGrpc() throws IOException, InterruptedException {
        for (String word : List.of("--version", "--help")) {
            Program program = new Program(home);
            Path log = home.resolve("classes" + word);
            List<String> command = new ArrayList<>(Program.command(word));
            command.add(1, "-Xlog:class+load:file=" + log);
            assertEquals(0, program.fed("", command));
            assertTrue(program.out().startsWith("metash"), program.out());
            assertEquals("", program.err());
            String classes = Files.readString(log);
            assertTrue(classes.contains("io.metash.Main"));
            assertFalse(classes.contains("io.grpc"), word);
            assertFalse(classes.contains("org.jline"), word);
        }
    }

    /** The tables of other languages' host names, a locale's number format and other logging libraries cost 16 ms. */
    @Test
    void aCallOfAServiceLoadsNoTables() throws IOException, InterruptedException {
        Program program = new Program(home);
        Path log = home.resolve("classes");
        List<String> command =
                new ArrayList<>(Program.command("get", "--grpc-api-address", "127.0.0.1:1", "--key", "k"));
        command.add(1, "-Xlog:class+load:file=" + log);
        assertEquals(ExitStatus.UNREACHABLE.code(), program.fed("", command));
        List<String> loaded = Files.readString(log)
                .lines()
                .map(line -> line.replaceFirst("^(\\[[^]]*\\])*\\s*", "").replaceFirst(" source:.*", ""))
                .toList();
        assertTrue(loaded.contains("io.grpc.internal.ManagedChannelImpl"), loaded.toString());
        List<String> unneeded = loaded.stream()
                .filter(name -> name.startsWith("jdk.internal.icu.")
                        || name.equals("java.text.DecimalFormatSymbols")
                        || name.contains(".logging.Log4J")
                        || name.contains(".logging.Slf4J"))
                .toList();
        assertEquals(List.of(), unneeded);
    }

    @Test
    void r52_theGreetingIsShownOnce() throws IOException, InterruptedException {
        Tmux first = shell(SHELL);
        String screen = first.await("tutor");
        seen(screen, "'tutor'");
        assertTrue(first.await("\nmetash>").lines().count() <= 4, screen);
        first.line("exit");
        first.await("ended with 0");
        Tmux second = shell(SHELL);
        second.line("pwd");
        String again = second.await("no session is open");
        unseen(again, "Welcome");
        assertTrue(again.startsWith("metash> pwd"), again);
    }

    /** The commands of init.metash run before the first prompt; a failure does not prevent the start. */
    @Test
    void theStartFileRunsBeforeTheFirstPrompt() throws IOException, InterruptedException {
        Path file = Files.createDirectories(home.resolve("CONFIG/metash")).resolve("init.metash");
        Files.writeString(file, "alias n = echo hello\nset tenant x\n");
        Tmux terminal = shell(SHELL);
        terminal.run("n $tenant", "\nhello x\n");
        Files.writeString(file, "echo begun\nnosuch\n");
        Tmux second = Tmux.shell(home, 100, 30, SHELL);
        try (second) {
            second.await(screen -> screen.contains("begun")
                    && screen.contains("unknown command 'nosuch'")
                    && screen.contains("init.metash:2")
                    && screen.endsWith("metash [2]>"));
        }
    }
}
