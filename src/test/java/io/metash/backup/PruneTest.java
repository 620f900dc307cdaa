package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.files.Disk;
import io.metash.integrity.Grade;
import io.metash.record.Bytes;
import io.metash.record.Endpoint;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.SeqV;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of backups: removed and kept ones, in the plan and on disk. */
class PruneTest {
    private static final long NIGHT = Instant.parse("2026-02-28T01:30:00Z").toEpochMilli();
    private static final long DAY_MS = 86_400_000;
    private static final long HOUR_MS = 3_600_000;

    @TempDir
    Path scratch;

    private Path shelf;
    private byte[] export;
    private Manifest model;

    /** A test export, with the facts known without reading the file. */
    private record Made(String name, String cluster, long timeMs) {
        LocalDate day() {
            return Instant.ofEpochMilli(timeMs).atOffset(ZoneOffset.UTC).toLocalDate();
        }

        LocalDate monday() {
            return day().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        }
    }

    @BeforeEach
    void anExport() throws IOException {
        shelf = Files.createDirectory(scratch.resolve("shelf"));
        Path file = scratch.resolve("model.ndjson");
        LogId applied = LogId.of(2, 1, 10);
        model = Backups.write(
                List.of(
                        MetaRecord.Header.V004,
                        new MetaRecord.NodeId(1L),
                        new MetaRecord.Voted(new Vote(applied.leaderId(), true)),
                        new MetaRecord.Committed(applied),
                        new MetaRecord.Purged(applied),
                        new MetaRecord.Sequences("generic-kv", 1),
                        new MetaRecord.LastApplied(applied),
                        new MetaRecord.LastMembership(
                                new StoredMembership(LogId.of(1, 1, 2), Membership.ofVoters(List.of(1L)))),
                        new MetaRecord.Nodes(1L, new Node("1", new Endpoint("meta-1", 28103), "meta-1:9191")),
                        new MetaRecord.Kv(Bytes.utf8("k"), new SeqV(1, null, Bytes.utf8("v")))),
                file,
                Disk.real(),
                1);
        export = Files.readAllBytes(file);
    }

    private Made put(String cluster, long timeMs) throws IOException {
        Made made = new Made(cluster + "-" + timeMs + ".ndjson", cluster, timeMs);
        Manifest manifest = new Manifest(
                timeMs,
                model.tool(),
                new Manifest.Source("dir", "/raft", cluster, 1L),
                model.dataVersion(),
                model.committed(),
                model.lastApplied(),
                model.lastLog(),
                model.membership(),
                model.nodes(),
                model.families(),
                model.records(),
                model.bytes(),
                model.sha256(),
                model.crc32c(),
                model.textBytes(),
                model.textSha256());
        Path file = shelf.resolve(made.name);
        Files.write(file, export);
        Files.write(Manifest.nameFor(file), manifest.bytesOfFile());
        return made;
    }

    /** A year of nightly backups of one cluster: some are missing, once for three weeks; some days have several. */
    private List<Made> year(String cluster, long seed) throws IOException {
        Random random = new Random(seed);
        List<Made> made = new ArrayList<>();
        for (int back = 0; back < 365; back++) {
            if (random.nextInt(10) == 0 || back >= 9 && back < 30) {
                continue;
            }
            made.add(put(cluster, NIGHT - back * DAY_MS));
            for (int more = random.nextInt(8) == 0 ? 3 : 0; more > 0; more--) {
                made.add(put(cluster, NIGHT - back * DAY_MS - more * HOUR_MS / 2));
            }
        }
        return made;
    }

    /** The backups to keep, computed differently: the newest of each of the last days and weeks that have one. */
    private static Set<String> mustStay(List<Made> made, int daily, int weekly) {
        Set<String> stay = new TreeSet<>();
        for (String cluster : made.stream().map(Made::cluster).distinct().toList()) {
            List<Made> own = made.stream()
                    .filter(one -> one.cluster.equals(cluster))
                    .sorted(Comparator.comparingLong(Made::timeMs).reversed())
                    .toList();
            Map<LocalDate, String> ofDay = new HashMap<>();
            Map<LocalDate, String> ofWeek = new HashMap<>();
            for (Made one : own) {
                ofDay.putIfAbsent(one.day(), one.name);
                ofWeek.putIfAbsent(one.monday(), one.name);
            }
            stay.add(own.get(0).name);
            newest(ofDay, daily).forEach(day -> stay.add(ofDay.get(day)));
            newest(ofWeek, weekly).forEach(week -> stay.add(ofWeek.get(week)));
        }
        return stay;
    }

    private static List<LocalDate> newest(Map<LocalDate, String> of, int count) {
        return of.keySet().stream()
                .sorted(Comparator.reverseOrder())
                .limit(count)
                .toList();
    }

    private Set<String> names() throws IOException {
        try (var all = Files.list(shelf)) {
            return new TreeSet<>(all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(Manifest.SUFFIX))
                    .toList());
        }
    }

    private static Set<String> removedLines(String text) {
        Set<String> lines = new TreeSet<>();
        text.lines()
                .filter(line -> line.matches("(\\d+\\. )?remove .*"))
                .map(line -> line.replaceFirst("^(\\d+\\. )?remove (\\S+) .*", "$2"))
                .forEach(lines::add);
        return lines;
    }

    private String prune(int daily, int weekly, String more) {
        return "backups prune " + shelf + " --keep-daily " + daily + " --keep-weekly " + weekly + more;
    }

    @Test
    void keepsSevenDaysAndFourWeeksOfAYearForEachCluster() throws IOException {
        List<Made> good = year("prod", 1);
        good.addAll(year("test", 2));
        // The last good backup of a cluster that no longer exists is kept forever.
        good.add(put("gone", NIGHT - 900 * DAY_MS));
        Set<String> stay = mustStay(good, 7, 4);
        // Unproved backups neither count nor are removed, although they are the newest.
        Made cut = put("prod", NIGHT + HOUR_MS);
        Files.write(shelf.resolve(cut.name), java.util.Arrays.copyOf(export, export.length - 20));
        Made noManifest = put("test", NIGHT + 2 * HOUR_MS);
        Files.delete(Manifest.nameFor(shelf.resolve(noManifest.name)));
        Made brokenManifest = put("test", NIGHT + 3 * HOUR_MS);
        Files.writeString(Manifest.nameFor(shelf.resolve(brokenManifest.name)), "{}\n");
        stay.addAll(List.of(cut.name, noManifest.name, brokenManifest.name));
        // 7 days and 4 weeks of each cluster give fewer than 11: the days cover some weeks, and three weeks have no
        // backup.
        assertTrue(stay.size() > 15 && stay.size() <= 2 * 11 + 4, stay.toString());

        Set<String> before = names();
        CommandRun run = new CommandRun();
        run.ok(prune(7, 4, " --dry-run"));
        assertEquals(before, names());
        Set<String> planned = removedLines(run.out());
        Set<String> goes = new TreeSet<>(before);
        goes.removeAll(stay);
        assertEquals(goes, planned);
        assertTrue(run.err().contains("leave   " + cut.name + " ("), run.err());
        assertTrue(run.err().contains(": truncated: 20 bytes are missing"), run.err());
        assertTrue(run.err().contains("leave   " + noManifest.name + " ("), run.err());

        assertEquals(6, run.status(prune(7, 4, "")));
        assertEquals(before, names());
        run.ok(prune(7, 4, " --yes-i-mean shelf"));
        assertEquals(planned, removedLines(run.err().substring(run.err().indexOf("1. remove"))));
        assertEquals(stay, names());
        for (String name : stay) {
            boolean proved =
                    !List.of(cut.name, noManifest.name, brokenManifest.name).contains(name);
            assertEquals(proved, Backups.verify(shelf.resolve(name)).grade() == Grade.PROVED, name);
        }
        try (var all = Files.list(shelf)) {
            // No manifest remains without its file.
            assertTrue(all.map(Path::toString)
                    .filter(name -> name.endsWith(Manifest.SUFFIX))
                    .allMatch(name ->
                            Files.exists(Path.of(name.substring(0, name.length() - Manifest.SUFFIX.length())))));
        }
        run.ok(prune(7, 4, " --yes-i-mean shelf"));
        assertTrue(run.err().endsWith("nothing to remove\n"), run.err());
    }

    private Retention.Plan plan(int daily, int weekly) throws IOException {
        return new Retention(daily, weekly, System.currentTimeMillis())
                .plan(Shelf.of(shelf).backups());
    }

    /** A nightly export and prune, as by cron, checked after a week and a month. */
    @Test
    void nightlyPrunesKeepDaysAndWeeks() throws IOException {
        List<Made> ever = new ArrayList<>();
        Random random = new Random(3);
        for (int night = 0; night < 120; night++) {
            if (random.nextInt(9) == 0) {
                continue;
            }
            ever.add(put("prod", NIGHT - 300 * DAY_MS + night * DAY_MS));
            for (ShelvedBackup old : plan(7, 4).removed()) {
                Files.delete(shelf.resolve(old.file().name()));
                Files.delete(shelf.resolve(old.file().name() + Manifest.SUFFIX));
            }
            // As if nothing had been removed before.
            assertEquals(mustStay(ever, 7, 4), names(), "night " + night);
        }
        assertTrue(names().size() >= 9, names().toString());
    }

    @Test
    void keepsOnlyDaysOnlyWeeksOrOnlyTheNewest() throws IOException {
        List<Made> good = year("prod", 4);
        for (int[] keep : new int[][] {{0, 0}, {1, 0}, {0, 1}, {30, 0}, {0, 52}, {400, 100}, {3, 60}}) {
            Set<String> kept = new HashSet<>();
            plan(keep[0], keep[1]).kept().forEach(one -> kept.add(one.file().name()));
            assertEquals(mustStay(good, keep[0], keep[1]), kept, keep[0] + " days, " + keep[1] + " weeks");
        }
    }

    /** The newest backup has a wrong byte and the right size: nothing is removed, in the dry run either. */
    @Test
    void nothingIsRemovedUnlessAllKeptBackupsAreProved() throws IOException {
        for (int back = 0; back < 30; back++) {
            put("prod", NIGHT - back * DAY_MS);
        }
        Made newest = put("prod", NIGHT + HOUR_MS);
        byte[] flipped = export.clone();
        flipped[flipped.length / 2] ^= 1;
        Files.write(shelf.resolve(newest.name), flipped);
        Set<String> before = names();
        CommandRun run = new CommandRun();
        assertEquals(3, run.status(prune(1, 0, " --dry-run")));
        assertEquals(3, run.status(prune(1, 0, " --yes-i-mean shelf")));
        assertTrue(run.err().contains("a backup to keep is not intact, so nothing was removed"), run.err());
        assertEquals(before, names());
        Path aside = Files.createDirectory(scratch.resolve("aside"));
        Files.move(shelf.resolve(newest.name), aside.resolve(newest.name));
        run.ok(prune(1, 0, " --yes-i-mean shelf"));
        assertEquals(Set.of("prod-" + NIGHT + ".ndjson"), names());
    }

    /** Without a name and addresses the cluster is unknown: each directory keeps its own backups. */
    @Test
    void exportsWithoutAClusterAreGroupedByDirectory() throws IOException {
        LogId none = LogId.of(1, 1, 1);
        for (int back = 0; back < 3; back++) {
            for (String place : List.of("/a", "/b")) {
                Path file = shelf.resolve(place.substring(1) + back + ".ndjson");
                try (BackupFile backup = BackupFile.begin(file, Disk.real(), true)) {
                    backup.sink().accept(MetaRecord.Header.V004);
                    backup.sink().accept(new MetaRecord.Committed(none));
                    backup.sink().finish();
                    backup.commit("dir", place, null, NIGHT - back * DAY_MS);
                }
            }
        }
        Set<String> kept = new TreeSet<>();
        plan(1, 1).kept().forEach(one -> kept.add(one.file().name()));
        assertEquals(Set.of("a0.ndjson", "b0.ndjson"), kept);
    }
}
