package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.files.LockProbe;
import io.metash.integrity.StoreCheck;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.BlockInput;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Heap;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Import into one directory: content, previous stores, refusals. */
class ImportTest {
    @TempDir
    Path scratch;

    private static String rich() throws IOException {
        return Files.readString(TestData.file("real/rich-snap.export.ndjson"));
    }

    private static String sample() throws IOException {
        return Files.readString(TestData.file("peer/want_exported_v004"));
    }

    @Test
    void createsAMissingDirectory() throws IOException {
        Path dir = scratch.resolve("raft");
        ImportReport report = Imports.run(dir, sample());
        assertEquals(sample(), Stores.text(dir));
        assertNull(report.kept());
        assertEquals(166, report.records());
        assertEquals(82, report.logEntries());
        assertEquals(71, report.keys());
        Rollback.Report back = new Rollback(dir, Disk.real()).run(1000);
        assertEquals(Rollback.Before.NOTHING, back.before());
        assertFalse(Files.exists(dir));
        assertEquals(sample(), Stores.text(back.undone().resolve("raft_dir")));
    }

    /** Without a previous store nothing remains that looks like one; a rollback still works. */
    @Test
    void fillsAnEmptyDirectory() throws IOException {
        Path dir = Files.createDirectory(scratch.resolve("raft"));
        assertNull(Imports.run(dir, sample()).kept());
        assertEquals(List.of("raft", "raft.metash-journal-#"), siblings());
        new Rollback(dir, Disk.real()).run(1000);
        assertEquals(0, Stores.tree(dir).size());
        assertEquals(List.of("raft", "raft.metash-undone-#"), siblings());
    }

    private List<String> siblings() throws IOException {
        try (var files = Files.list(scratch)) {
            return files.map(file -> file.getFileName().toString().replaceAll("[0-9]+-[0-9]+-[0-9]+", "#"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void createsParentDirectoriesAndRemovesThemOnFailure() throws IOException {
        Path dir = scratch.resolve("a/b/raft");
        assertThrows(Failure.class, () -> Imports.run(dir, corrupted("gap")));
        assertEquals(0, Stores.tree(scratch).size());
        Imports.run(dir, sample());
        assertEquals(sample(), Stores.text(dir));
    }

    @Test
    void keepsThePreviousStoreAndRestoresIt() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, rich());
        Files.writeString(dir.resolve("mine.txt"), "a foreign file");
        var before = Stores.tree(dir.resolve("df_meta"));
        ImportReport report = Imports.run(dir, sample());
        assertEquals(sample(), Stores.text(dir));
        assertEquals("a foreign file", Files.readString(dir.resolve("mine.txt")));
        assertEquals(before, Stores.tree(report.kept().resolve("df_meta")));
        assertTrue(report.kept().getFileName().toString().startsWith("raft.metash-old-"));
        Rollback.Report back = new Rollback(dir, Disk.real()).run(1000);
        assertEquals(before, Stores.tree(dir.resolve("df_meta")));
        assertEquals(sample(), Stores.text(back.undone()));
    }

    @Test
    void rollbackUndoesImportsInReverseOrder() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, sample());
        Imports.run(dir, rich());
        Imports.run(dir, sample());
        new Rollback(dir, Disk.real()).run(1);
        assertEquals(rich(), Stores.text(dir));
        new Rollback(dir, Disk.real()).run(2);
        assertEquals(sample(), Stores.text(dir));
        new Rollback(dir, Disk.real()).run(3);
        assertFalse(Files.exists(dir));
        Failure none = assertThrows(Failure.class, () -> new Rollback(dir, Disk.real()).run(4));
        assertEquals("there is no import to undo", none.what());
        assertEquals(ExitStatus.REFUSED, none.status());
    }

    /** Memory runs out while the new store is built. */
    @Test
    void aLackOfMemoryChangesNothing() throws IOException {
        Path target = scratch.resolve("raft");
        Imports.run(target, sample());
        String before = Stores.text(target);
        List<String> files = names();
        ImportRequest request = new ImportRequest(target, null, Set.of(), false, "large");
        try (Import one = new Import(request, Disk.real(), System::currentTimeMillis);
                RecordSource source = new LargeSource()) {
            one.preflight(0);
            Failure failure =
                    assertThrows(Failure.class, () -> one.prepare(source, "backup.gz", Progress.NONE, new Cancel()));
            assertEquals(
                    List.of(
                            "IO",
                            "not enough memory to build the new store",
                            "backup.gz",
                            "the heap of metash has " + Heap.mib() + " MiB; nothing was changed",
                            Heap.advice(0)),
                    List.of(failure.status().name(), failure.what(), failure.where(), failure.why(), failure.next()));
        }
        assertEquals(before, Stores.text(target));
        assertEquals(files, names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(scratch)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** A source with a record that does not fit into the heap. */
    private static final class LargeSource implements RecordSource {
        @Override
        public MetaRecord next() {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public String position() {
            return "backup.gz:1";
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public long bytesTotal() {
            return -1;
        }

        @Override
        public void close() {}
    }

    @Test
    void refusesADirectoryInsideAStore() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, sample());
        var before = Stores.tree(scratch);
        for (String inside : List.of("df_meta/x", "df_meta/V004/log/x/y")) {
            Failure refused = assertThrows(Failure.class, () -> Imports.run(dir.resolve(inside), sample()));
            assertEquals(
                    List.of(
                            "USAGE",
                            "this directory is inside a store",
                            dir.resolve(inside).toString(),
                            "the store is " + dir.resolve("df_meta"),
                            "name a directory outside it"),
                    List.of(refused.status().name(), refused.what(), refused.where(), refused.why(), refused.next()));
        }
        assertEquals(before, Stores.tree(scratch));
    }

    @Test
    void refusesADirectoryWhoseServerRuns() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, rich());
        try (FileLock server = FileLock.acquire(dir.resolve("df_meta/V004/log/LOCK"), false)) {
            assertTrue(server.held());
            var before = Stores.tree(scratch);
            Failure refused = assertThrows(Failure.class, () -> Imports.run(dir, sample()));
            assertEquals(ExitStatus.REFUSED, refused.status());
            assertEquals("a server is running on this directory", refused.what());
            assertTrue(
                    refused.why()
                            .startsWith("process " + ProcessHandle.current().pid()),
                    refused.why());
            assertEquals(before, Stores.tree(scratch));
            Failure rollback = assertThrows(Failure.class, () -> new Rollback(dir, Disk.real()).run(1));
            assertEquals(ExitStatus.REFUSED, rollback.status());
            assertEquals(before, Stores.tree(scratch));
        }
    }

    private static void both(Object[] stores, List<Boolean> held) throws IOException {
        for (Object store : stores) {
            held.add(LockProbe.busy(((Path) store).resolve("V004/log/LOCK")));
        }
    }

    /** No server can start on either store while they are swapped (decisions 13). */
    @Test
    void holdsBothLocksUntilAfterTheSwap() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, rich());
        List<Boolean> held = new ArrayList<>();
        Disk watched = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    try {
                        if (!method.getName().equals("exchange")) {
                            return method.invoke(Disk.real(), arguments);
                        }
                        both(arguments, held);
                        method.invoke(Disk.real(), arguments);
                        both(arguments, held);
                        return null;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
        Imports.run(dir, sample(), null, watched);
        // Before and after; only before where the file system has no atomic exchange.
        assertTrue(held.size() >= 2 && !held.contains(false), held.toString());
        assertFalse(LockProbe.busy(dir.resolve("df_meta/V004/log/LOCK")));
        assertEquals(sample(), Stores.text(dir));
    }

    @Test
    void refusesAStoreInTheMiddleOfAnUpgrade() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, rich());
        Files.writeString(dir.resolve("df_meta/VERSION"), "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        var before = Stores.tree(scratch);
        Failure refused = assertThrows(Failure.class, () -> Imports.run(dir, sample()));
        assertEquals("the existing store is in the middle of an upgrade to V004", refused.what());
        assertEquals("to replace it anyway: --yes-i-mean raft", refused.next());
        assertEquals(before, Stores.tree(scratch));
    }

    /** Each case changes the sample in a way that the import refuses; the target and its parent are not changed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            empty        | INCOMPLETE
            header-later | VERSION
            cut          | DAMAGED
            unknown      | DAMAGED
            gap          | DAMAGED
            twice        | DAMAGED
            node-twice   | DAMAGED
            committed    | INCOMPLETE
            no-sequences | INCOMPLETE
            purged       | INCOMPLETE
            log-late     | INCOMPLETE
            sequences    | DAMAGED
            expires      | DAMAGED
            number       | DAMAGED
            field-twice  | DAMAGED
            surrogate    | DAMAGED
            second-head  | DAMAGED
            """)
    void refusesBadInputAndChangesNothing(String how, ExitStatus status) throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, rich());
        var before = Stores.tree(scratch);
        String text = corrupted(how);
        Failure refused = assertThrows(Failure.class, () -> Imports.run(dir, text));
        assertEquals(status, refused.status(), refused.what());
        assertTrue(refused.where() != null && refused.where().contains("backup"), refused.what() + refused.where());
        assertEquals(before, Stores.tree(scratch));
    }

    @Test
    void refusesALineLongerThanAnyExportHas() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, rich());
        var before = Stores.tree(scratch);
        byte[] text = sample().getBytes(StandardCharsets.UTF_8);
        long bytes = text.length + NdjsonSource.LONGEST_LINE_BYTES + 1L;
        InputStream endless = new SequenceInputStream(new ByteArrayInputStream(text), new Letters());
        Failure refused = assertThrows(Failure.class, () -> Imports.run(dir, endless, bytes));
        assertEquals(ExitStatus.DAMAGED, refused.status());
        assertEquals("a line is longer than 160 MiB", refused.what());
        assertEquals(before, Stores.tree(scratch));
    }

    /** A text of one letter, without an end. */
    private static final class Letters extends BlockInput {
        @Override
        public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 'a');
            return length;
        }
    }

    /** A failed check passes only if it is accepted by name, and the report states this (decisions 8). */
    @ParameterizedTest
    @CsvSource({
        "committed, committed-ahead",
        "purged, purged-ahead",
        "log-late, log-starts-late",
        "sequences, sequences-behind",
        "expires, expires-too-late"
    })
    void acceptLetsANamedCheckPass(String how, String name) throws IOException {
        String text = corrupted(how);
        Failure refused = assertThrows(Failure.class, () -> Imports.run(scratch.resolve("raft"), text));
        assertTrue(refused.next().contains("--accept " + name), refused.next());
        ImportReport report =
                Imports.run(scratch.resolve("raft"), text, Set.of(check(name), StoreCheck.STATE_MISMATCH));
        assertTrue(
                report.notes().stream().anyMatch(note -> note.startsWith("accepted (" + name + "): ")),
                report.notes().toString());
    }

    /** A real server starts from a row with such a time, and a long ttl creates some. */
    @ParameterizedTest
    @CsvSource({"8210266876800000", "18446744073709551615"})
    void aStoredKeyMayExpireVeryLate(String late) throws IOException {
        String text = sample().lines()
                        .map(l -> l.contains("{\"LogEntry\"")
                                ? l
                                : l.replace("\"time_ms\":1667291034000", "\"time_ms\":" + late)
                                        .replace("\"expire_at\":1667291034", "\"expire_at\":" + late))
                        .collect(Collectors.joining("\n"))
                + "\n";
        assertEquals(3, text.split(late, -1).length);
        ImportReport report = Imports.run(scratch.resolve("raft"), text, Set.of(StoreCheck.STATE_MISMATCH));
        assertTrue(
                report.notes().stream().allMatch(note -> note.startsWith("accepted (state-mismatch): ")),
                report.notes().toString());
        assertEquals(text, Stores.text(scratch.resolve("raft")));
    }

    private static StoreCheck check(String name) {
        return java.util.Arrays.stream(StoreCheck.values())
                .filter(check -> check.label().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String corrupted(String how) throws IOException {
        List<String> lines = new ArrayList<>(sample().lines().toList());
        switch (how) {
            case "empty" -> lines.clear();
            case "header-later" -> lines.set(0, lines.get(0).replace("V004", "V005"));
            case "cut" ->
                lines.set(lines.size() - 1, lines.get(lines.size() - 1).substring(0, 40));
            case "unknown" -> lines.add(80, "[\"state_machine/0\",{\"Novelty\":{}}]");
            case "gap" -> lines.remove(40);
            case "twice" -> lines.add(lines.get(lines.size() - 1));
            case "node-twice" ->
                lines.add(
                        100,
                        lines.stream()
                                .filter(l -> l.contains("\"Nodes\""))
                                .findFirst()
                                .orElseThrow());
            case "committed" ->
                lines.set(3, "[\"raft_log\",{\"Committed\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":900}}]");
            case "purged" -> {
                lines.set(4, "[\"raft_log\",{\"Purged\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":90}}]");
                lines.removeIf(l -> l.contains("{\"LogEntry\""));
            }
            case "log-late" -> {
                lines.set(4, "[\"raft_log\",{\"Purged\":null}]");
                lines.removeIf(l -> l.contains("{\"LogEntry\""));
                lines.add(
                        5,
                        "[\"raft_log\",{\"LogEntry\":{\"log_id\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":85},"
                                + "\"payload\":\"Blank\"}}]");
            }
            case "sequences" ->
                lines.replaceAll(l -> l.contains("\"Sequences\"") ? l.replace("\"value\":159", "\"value\":158") : l);
            case "expires" ->
                lines.replaceAll(l -> l.contains("{\"LogEntry\"")
                        ? l.replaceFirst("\"expire_at\":[0-9]+", "\"expire_at\":8210266876800000")
                        : l);
            case "number" -> lines.replaceAll(l -> l.replace("\"value\":159", "\"value\":159.0"));
            case "field-twice" -> lines.replaceAll(l -> l.replace("\"value\":159", "\"value\":159,\"value\":159"));
            case "surrogate" ->
                lines.set(
                        lines.size() - 1,
                        lines.get(lines.size() - 1).replace("\"key\":\"", "\"key\":\"" + (char) 92 + "ud800"));
            case "second-head" -> lines.add(lines.get(0));
            case "no-sequences" -> lines.removeIf(l -> l.contains("\"Sequences\""));
            default -> throw new IllegalArgumentException(how);
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    @Test
    void sortsUnorderedRowsAndReportsTheLine() throws IOException {
        List<String> lines = new ArrayList<>(rich().lines().toList());
        List<String> rows = new ArrayList<>(lines.stream()
                .filter(l -> l.contains("{\"GenericKV\"") || l.contains("{\"Expire\""))
                .toList());
        lines.removeAll(rows);
        int firstRow = lines.size() + 1;
        Collections.shuffle(rows, new Random(5));
        lines.addAll(rows);
        ImportReport report = Imports.run(scratch.resolve("raft"), String.join("\n", lines) + "\n");
        assertEquals(rich(), Stores.text(scratch.resolve("raft")));
        String note = report.notes().stream()
                .filter(n -> n.startsWith("rows were not in order"))
                .findFirst()
                .orElseThrow();
        int line = Integer.parseInt(note.replaceAll("\\D+", ""));
        assertTrue(line > firstRow && line < firstRow + 20, note);
        assertTwice(lines, firstRow, rows);
    }

    private void assertTwice(List<String> lines, int firstRow, List<String> rows) throws IOException {
        lines.add(rows.get(0));
        Failure twice = assertThrows(
                Failure.class, () -> Imports.run(scratch.resolve("raft"), String.join("\n", lines) + "\n"));
        assertTrue(twice.what().startsWith("a row occurs twice: "), twice.what());
        assertEquals("backup, line " + firstRow + " and line " + lines.size(), twice.where());
        assertEquals(rich(), Stores.text(scratch.resolve("raft")));
    }

    @Test
    void inheritsTheModesOfTheReplacedStoreAndIsNeverMorePermissive() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, rich());
        assertModes(dir, "rwx------", "rw-------");
        try (Stream<Path> all = Files.walk(dir.resolve("df_meta"))) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String mode = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            }
        }
        Imports.run(dir, sample());
        assertModes(dir, "rwxr-xr-x", "rw-r--r--");
        Files.setPosixFilePermissions(dir.resolve("df_meta/VERSION"), PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(dir.resolve("df_meta/V004"), PosixFilePermissions.fromString("rwxr-x---"));
        Imports.run(dir, rich());
        assertModes(dir, "rwxr-x---", "rw-r-----");
    }

    private static void assertModes(Path dir, String directories, String files) throws IOException {
        try (Stream<Path> all = Files.walk(dir.resolve("df_meta"))) {
            for (Path path : (Iterable<Path>) all::iterator) {
                assertEquals(
                        Files.isDirectory(path) ? directories : files,
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                        path.toString());
            }
        }
    }

    @Test
    void aDirectoryBelowAReadOnlyParentIsSwappedInside() throws IOException {
        Path parent = Files.createDirectory(scratch.resolve("parent"));
        Path dir = Files.createDirectory(parent.resolve("raft"));
        org.junit.jupiter.api.Assumptions.assumeFalse(
                "root".equals(System.getProperty("user.name")), "root may write everywhere");
        parent.toFile().setWritable(false);
        try {
            Imports.run(dir, rich());
            ImportReport report = Imports.run(dir, sample());
            assertEquals(sample(), Stores.text(dir));
            assertEquals(dir.toRealPath(), report.kept().getParent());
        } finally {
            parent.toFile().setWritable(true);
        }
    }
}
