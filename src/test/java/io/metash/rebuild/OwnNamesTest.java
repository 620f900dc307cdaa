package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.backup.BackupFile;
import io.metash.backup.FileVerify;
import io.metash.backup.Manifest;
import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.integrity.Grade;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Pump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose names metash chooses never replace a file, also when several commands choose at the same time. */
class OwnNamesTest {
    private static final int COMMANDS = 4;

    @TempDir
    Path scratch;

    private final ExecutorService threads = Executors.newFixedThreadPool(COMMANDS);

    @AfterEach
    void stop() {
        threads.shutdown();
    }

    private Set<String> atOnce(Callable<Path> command) throws Exception {
        List<Callable<Path>> all = new ArrayList<>();
        IntStream.range(0, COMMANDS).forEach(i -> all.add(command));
        Set<String> names = new TreeSet<>();
        for (Future<Path> made : threads.invokeAll(all)) {
            names.add(made.get().getFileName().toString());
        }
        return names;
    }

    private Set<String> files() throws IOException {
        Set<String> names = new TreeSet<>();
        DirectoryListing.list(scratch)
                .forEach(file -> names.add(file.getFileName().toString()));
        return names;
    }

    @Test
    void plansAndTheirConfigurationsReplaceNoFile() throws Exception {
        RebuildPlan plan = Plans.three(scratch);
        String first = "rebuild-" + plan.id();
        Files.writeString(scratch.resolve(first + ".node-2.toml"), "mine");
        Set<String> made = atOnce(() -> new PlanFiles(List.of()).writeNew(plan, plan.name(scratch), Disk.real()));
        Set<String> plans = new TreeSet<>();
        Set<String> all = new TreeSet<>(Set.of(first + ".node-2.toml"));
        for (int i = 2; i < 2 + COMMANDS; i++) {
            plans.add(first + "-" + i + ".plan.json");
            for (int node = 1; node <= 3; node++) {
                all.add(first + "-" + i + ".node-" + node + ".toml");
            }
        }
        all.addAll(plans);
        assertEquals(plans, made);
        assertEquals(all, files());
        assertEquals("mine", Files.readString(scratch.resolve(first + ".node-2.toml")));
        for (String name : plans) {
            RebuildPlan read = RebuildPlan.read(scratch.resolve(name));
            assertEquals(
                    name.replace(".plan.json", ".node-1.toml"),
                    read.nodes().get(0).config());
        }
    }

    @Test
    void bundlesReplaceNoFile() throws Exception {
        Path plan = Files.createDirectory(scratch.resolve("plan"));
        Path file = Plans.file(plan);
        Bundle bundle = new Bundle(RebuildPlan.read(file), file, 1);
        FreeName name = bundle.name(scratch);
        Set<String> made = atOnce(() -> bundle.writeNew(name, null, Disk.real(), Progress.NONE, new Cancel()));
        Set<String> expected = new TreeSet<>();
        IntStream.rangeClosed(1, COMMANDS)
                .forEach(i -> expected.add(name.candidate(i).getFileName().toString()));
        assertEquals(expected, made);
        expected.add("plan");
        assertEquals(expected, files());
    }

    @Test
    void exportsReplaceNoFile() throws Exception {
        FreeName name = new FreeName(scratch, "backup-of-node-1-T1-N0.83", ".ndjson");
        Set<String> made = atOnce(() -> {
            try (NdjsonSource source = NdjsonSource.open(Plans.BACKUP);
                    BackupFile backup = BackupFile.begin(name.first(), Disk.real(), true)) {
                new Pump(source, List.of(), backup.sink(), Progress.NONE, new Cancel()).run();
                return backup.commitNew(name, new Manifest.Source("dir", "/raft", null, Optional.empty()), 1);
            }
        });
        Set<String> expected = new TreeSet<>();
        for (int i = 1; i <= COMMANDS; i++) {
            Path file = name.candidate(i);
            assertEquals(
                    Grade.PROVED,
                    FileVerify.run(file, Progress.NONE, new Cancel()).grade());
            expected.add(file.getFileName().toString());
        }
        assertEquals(expected, made);
        expected.addAll(expected.stream().map(file -> file + Manifest.SUFFIX).toList());
        assertEquals(expected, files());
    }
}
