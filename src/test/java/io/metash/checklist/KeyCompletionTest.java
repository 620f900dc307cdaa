package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.command.completion.Completion;
import io.metash.record.Bytes;
import io.metash.record.SeqV;
import io.metash.session.SessionKind;
import io.metash.testing.Await;
import io.metash.testing.KeySession;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What TAB does. */
class KeyCompletionTest extends OnScreen {
    private final CommandRun run = new CommandRun();

    private List<String> offered(String prefix, String... before) {
        return new Completion(run.context())
                .complete(List.of(before), prefix).stream()
                        .map(Completion.Candidate::value)
                        .toList();
    }

    @Test
    void r16_completesEachKindOfWordInItsPosition() throws IOException, InterruptedException {
        Files.createDirectory(home.resolve("backups"));
        Files.writeString(home.resolve("backups/night.ndjson"), "");
        Tmux terminal = connected("plain");
        String at = "metash s (dir ro, log 7)> ";
        terminal.type("sess");
        tab(terminal, at + "sessions");
        terminal.type("--out");
        tab(terminal, at + "sessions --output");
        terminal.type("nd");
        tab(terminal, at + "sessions --output ndjson");
        terminal.empty().type("use ");
        tab(terminal, at + "use s");
        terminal.empty().type("connect bac");
        tab(terminal, at + "connect backups/");
        terminal.type("n");
        tab(terminal, at + "connect backups/night.ndjson");
        terminal.empty().type("get pl");
        tab(terminal, at + "get plain/");
        terminal.type("o");
        tab(terminal, at + "get plain/one");
        terminal.empty().type("ls @");
        tab(terminal, at + "ls @s");
        terminal.type("plain/t");
        tab(terminal, at + "ls @s plain/two/");
        terminal.empty().type("help disc");
        tab(terminal, at + "help disconnect");
    }

    /** Another key would abort a slow look-up, so the test waits for its result. */
    private static void tab(Tmux terminal, String line) throws IOException, InterruptedException {
        terminal.press("Tab");
        terminal.await(
                screen -> screen.lines().findFirst().orElse("").stripTrailing().equals(line));
    }

    @Test
    void r17_completesBySegmentAndAsksBeforeALongList() throws IOException, InterruptedException {
        Tmux terminal = connected("many");
        terminal.type("get ").press("Tab");
        unseen(terminal.await("some/", "many/"), "key0001");
        terminal.type("m").press("Tab");
        terminal.await("> get many/");
        terminal.press("Tab");
        unseen(terminal.await("do you wish to see", "300 possibilities"), "key0299");
        terminal.type("n");
        terminal.await(after -> !after.contains("do you wish"));
        terminal.empty().type("get many/key029").press("Tab");
        terminal.await("key0299", "key0290");
    }

    private static NavigableMap<Bytes, SeqV> million() {
        NavigableMap<Bytes, SeqV> keys = new TreeMap<>();
        SeqV value = new SeqV(1, null, Bytes.utf8("v"));
        for (int i = 0; i < 1_000_000; i++) {
            keys.put(Bytes.utf8("ns/k" + (1_000_000 + i)), value);
        }
        return keys;
    }

    /** The CPU time of this thread, which load on the machine does not affect. */
    private static long workedNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void r18_aMillionKeysNeedOneBoundedRead() {
        KeySession session = run.open(new KeySession("big", SessionKind.DIRECTORY, million()));
        long worst = 0;
        for (int i = 0; i < 20; i++) {
            session.scans = 0;
            session.keysRead = 0;
            long start = workedNs();
            assertEquals(1001, offered("ns/", "get").size());
            worst = Math.max(worst, workedNs() - start);
            assertEquals(1, session.scans);
            assertTrue(session.keysRead <= 1002, session.keysRead + " keys were read");
        }
        assertEquals(List.of("ns/"), offered("n", "get"));
        assertTrue(session.scans <= 3, session.scans + " ranges were read");
        // decisions 27: ten times the goal.
        assertTrue(worst < TimeUnit.MILLISECONDS.toNanos(500), "took " + worst / 1_000_000 + " ms");
        session.close();
    }

    @Test
    void r18_aRunningServiceIsCompletedFromTheCache() throws InterruptedException {
        NavigableMap<Bytes, SeqV> keys = million();
        KeySession session = run.open(new KeySession("live", SessionKind.ENDPOINT, keys));
        assertEquals(List.of(), offered("ns/", "get"));
        assertEquals(0, session.scans);
        var cache = run.context().state(session).keys();
        cache.refresh(session, false);
        Await.until("the keys are read", () -> !cache.filling());
        assertEquals(1_000_000, cache.size());
        assertEquals(1, session.scans);
        long start = workedNs();
        assertEquals(1001, offered("ns/", "get").size());
        assertEquals(List.of("ns/k1500000"), offered("ns/k1500000", "get"));
        assertEquals(10, offered("ns/k199999", "get").size());
        long took = workedNs() - start;
        assertTrue(took < TimeUnit.MILLISECONDS.toNanos(1500), "took " + took / 1_000_000 + " ms");
        assertEquals(1, session.scans);
    }

    @Test
    void r19_aSlowLookUpShowsDotsAndCanBeCancelled() throws IOException, InterruptedException {
        Tmux terminal = connected("stuck");
        terminal.type("get st").press("Tab");
        terminal.await("get st\n...");
        terminal.press("C-c");
        String left = terminal.await(screen -> !screen.contains("\n..."));
        seen(left, "> get st");
        unseen(left, "[130]");
        terminal.press("Tab");
        terminal.await("> get st\n...");
        terminal.type("uck/one");
        terminal.await("> get stuck/one");
        terminal.empty().type("sess").press("Tab");
        terminal.await("> sessions");
    }

    @Test
    void r19_lateCandidatesAreShown() throws IOException, InterruptedException {
        Tmux terminal = connected("gate");
        terminal.type("get gate/o").press("Tab");
        terminal.await("get gate/o\n...");
        Files.createFile(home.resolve("go"));
        terminal.await(screen -> screen.contains("> get gate/one") && !screen.contains("\n..."));
    }

    @Test
    void r20_completedTextParsesBackToTheSameKey() throws IOException, InterruptedException {
        Tmux terminal = connected("odd");
        String[][] odd = {
            {"odd/a", "odd/a b", "\"odd/a b\""},
            {"odd/it", "odd/it's", "\"odd/it's\""},
            {"odd/s", "odd/say \"hi\"", "'odd/say \"hi\"'"},
            {"'odd/$", "odd/$HOME", "'odd/$HOME'"},
            {"odd/b", "odd/back\\slash", "'odd/back\\slash'"},
            {"odd/t", "odd/two\\nlines", "\"odd/two\\nlines\""},
            {"odd/\uD83D\uDE00", "odd/\uD83D\uDE00", "odd/\uD83D\uDE00"},
            {"odd/#", "odd/#hash;semi", "\"odd/#hash;semi\""},
            {"odd/p", "odd/pipe|more>less", "\"odd/pipe|more>less\""},
        };
        for (String[] one : odd) {
            String typed = "get " + one[0];
            terminal.type(typed);
            terminal.await("> " + typed);
            terminal.press("Tab");
            // A complete key gets only a blank after it.
            terminal.await(screen -> one[0].equals(one[1]) || !(screen + "\n").contains("> " + typed + "\n"));
            terminal.await(screen -> !screen.contains("\n..."));
            terminal.press("Enter");
            terminal.awaitPrompt("key    " + one[2]);
            terminal.clear();
        }
    }

    @Test
    void r21_typoMatchesRankAfterPrefixMatchesAndAreNeverDestructive() {
        run.open("s", "Ab/x", "ab/y", "some/Thing", "some/other");
        assertEquals(List.of("sessions"), offered("sess"));
        assertEquals(List.of("sessions"), offered("SESS"));
        assertEquals(List.of("sessions"), offered("sesions"));
        assertEquals("disconnect", offered("iscon").get(0));
        assertEquals(List.of("status", "stages"), offered("stauts"));
        assertEquals(List.of("ab/"), offered("a", "ls"));
        assertEquals(List.of("some/Thing"), offered("some/th", "get"));
        assertEquals(List.of("some/other"), offered("some/othre", "get"));
        for (String slip : List.of(
                "improt", "IMPORT", "mport", "imprt", "rolback", "ROLL", "ollback", "delet ", "elete", "DELETE")) {
            List<String> found = offered(slip);
            assertTrue(
                    found.stream().noneMatch(List.of("import", "rollback", "delete", "init-cluster")::contains),
                    slip + ": " + found);
        }
        assertTrue(offered("impo").contains("import"));
    }

    @Test
    void r22_offersKeysOfTheLastListing() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.run("ls -r plain/two/", "2 keys");
        terminal.clear().type("get b").press("Tab");
        terminal.await("> get plain/two/b");
        run.open("s", "deep/er/one", "deep/er/two", "flat");
        run.ok("ls -r deep/");
        assertEquals(List.of("deep/er/one", "deep/er/two", "deep/", "flat"), offered("", "get"));
    }

    @Test
    void r23_givenOptionsAndThoseTheyExcludeAreNotOffered() {
        run.open("s", "a");
        assertTrue(offered("--", "ls").contains("--recursive"));
        assertFalse(offered("--", "ls", "-r").contains("--recursive"));
        assertFalse(offered("--", "ls", "--recursive").contains("--recursive"));
        assertFalse(offered("--", "ls", "--limit=3").contains("--limit"));
        assertTrue(offered("--", "get").containsAll(List.of("--raw", "--json")));
        List<String> left = offered("--", "get", "--raw");
        assertFalse(left.contains("--json"), left.toString());
        assertFalse(left.contains("--raw"), left.toString());
        assertTrue(left.contains("--show-secrets"), left.toString());
        assertEquals(List.of("--output=ndjson"), offered("--output=nd", "ls"));
    }

    @Test
    void r24_aDeadSessionOffersNothingAndIsNotReconnected() throws IOException {
        KeySession dead = run.open(KeySession.of("dead", "a/b", "c").live());
        dead.broken = new IOException("gone");
        long start = System.nanoTime();
        assertEquals(List.of(), offered("a", "get"));
        assertEquals(List.of(), offered("a", "ls", "@dead"));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20));
        assertEquals(0, dead.scans);
        assertEquals("", run.err().replace("connected to meta service dead as dead\n", ""));
        KeySession file = run.open(KeySession.of("file", "a/b"));
        file.broken = new IOException("gone");
        assertEquals(List.of(), offered("a", "get"));
        assertEquals(List.of("dead", "file"), offered("", "use"));
    }

    @Test
    void programsAndTheirFilesAreCompleted() throws IOException, InterruptedException {
        Files.createDirectory(home.resolve("backups"));
        Files.writeString(home.resolve("backups/night.ndjson"), "");
        Path tools = Files.createDirectory(home.resolve("tools"));
        Path tool = Files.writeString(tools.resolve("metashtool"), "#!/bin/sh\n");
        assertTrue(tool.toFile().setExecutable(true));
        Tmux terminal = connected("plain", "PATH='" + tools + ":" + System.getenv("PATH") + "'");
        String at = "metash s (dir ro, log 7)> ";
        terminal.type("!metasht");
        tab(terminal, at + "!metashtool");
        terminal.type("back");
        tab(terminal, at + "!metashtool backups/");
        terminal.type("n");
        tab(terminal, at + "!metashtool backups/night.ndjson");
        terminal.empty().type("ls | metasht");
        tab(terminal, at + "ls | metashtool");
        terminal.type("backups/ni");
        tab(terminal, at + "ls | metashtool backups/night.ndjson");
        terminal.empty().type("ls | cat | metasht");
        tab(terminal, at + "ls | cat | metashtool");
        terminal.empty().type("history ");
        terminal.press("Tab");
        unseen(terminal.await(screen -> screen.contains("history -") || screen.contains("--")), "> history clear");
    }

    @Test
    void pathsOfTheGuideAreCompleted() throws IOException, InterruptedException {
        Files.createDirectory(home.resolve("backups"));
        Files.copy(Path.of("src/examples/sample.ndjson"), home.resolve("backups/night.ndjson"));
        Tmux terminal = shell(SHELL);
        terminal.enter("init-cluster");
        terminal.awaitEnd("\n>");
        terminal.line("1");
        terminal.awaitEnd("directory\n>");
        terminal.type("bac").press("Tab");
        terminal.awaitEnd("> backups/");
        terminal.type("n").press("Tab");
        terminal.awaitEnd("> backups/night.ndjson");
        terminal.press("Enter");
        terminal.awaitEnd("[none] >");
        terminal.type("bac").press("Tab");
        terminal.awaitEnd("[none] > backups/");
    }
}
