package io.metash.backup;

import io.metash.files.DirectoryListing;
import io.metash.integrity.Finding;
import io.metash.integrity.Grade;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.Snapshot;
import io.metash.raftdir.SnapshotId;
import io.metash.raftdir.StoreHeader;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.record.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifies a Raft directory: the checksums of every log record and of every block, index, meta and statistics section
 * of every snapshot, and the consistency of the store. Reports an interrupted upgrade (raft-dir-v004 §1.1).
 */
public final class DirectoryVerify {
    private static final Pattern BYTE = Pattern.compile("\\(byte (\\d+)");

    /** Names of snapshots that a server is writing or receiving (raft-dir-v004 §1.4). */
    private static final Pattern UNFINISHED = Pattern.compile("0\\.snap-\\d+(\\.tmp-\\d+)?");

    private final Path place;
    private final List<Finding> findings = new ArrayList<>();
    private StreamFacts facts = new StreamFacts();
    private long bytes = -1;

    private DirectoryVerify(Path place) {
        this.place = place;
    }

    /**
     * Verifies a directory.
     *
     * @throws Failure when the directory holds no store, or a store of another version
     */
    public static Verdict run(Path raftDir, Progress progress, Cancel cancel) throws IOException {
        if (LegacyDir.isAt(raftDir)) {
            return LegacyVerify.run(raftDir, progress, cancel);
        }
        return new DirectoryVerify(raftDir).verdict(progress, cancel);
    }

    private Verdict verdict(Progress progress, Cancel cancel) throws IOException {
        Failure refused = null;
        try (RaftDir dir = RaftDir.open(place)) {
            dir.notes().forEach(note -> findings.add(Finding.of(note)));
            bytes = dir.log().sizeBytes();
            snapshots(dir);
            StreamVerify stream = new StreamVerify();
            facts = stream.facts();
            try (RecordSource source = dir.export()) {
                new Pump(source, List.of(), stream, progress, cancel).run();
            }
            findings.addAll(stream.findings());
        } catch (Failure failure) {
            if (failure.status() == ExitStatus.DAMAGED) {
                damaged(failure);
            } else {
                refused = failure;
            }
        }
        boolean half = isHalfUpgraded();
        if (!half && refused != null) {
            throw refused;
        }
        Verdict verdict = Verdict.of(place.toString(), findings, facts, bytes, null);
        if (verdict.grade() == Grade.CONSISTENT) {
            return verdict;
        }
        if (half && verdict.grade() == Grade.INCOMPLETE) {
            return verdict.withRemedy(
                    Verdict.Remedy.COPY_FIRST,
                    "cp -a " + ShellWord.of(place) + " " + ShellWord.of(place + ".copy")
                            + "   (before anything is started)");
        }
        return verdict.withRemedy(
                Verdict.Remedy.IMPORT,
                "metash import --raft-dir " + ShellWord.of(place) + " --db BACKUP; the current store is kept");
    }

    private void damaged(Failure failure) {
        Finding damage = damage(failure);
        // The snapshot check and the store reader may report the same damage.
        if (!findings.contains(damage)) {
            findings.add(damage);
        }
    }

    /** Returns damage with the byte offset that the failure names. */
    static Finding damage(Failure failure) {
        String where = "";
        if (failure.where() != null) {
            where = failure.where();
        }
        Matcher at = BYTE.matcher(where);
        String what = failure.what() + (where.isEmpty() ? "" : ", in " + where);
        long byteAt = -1;
        if (at.find()) {
            byteAt = Long.parseLong(at.group(1));
        }
        return new Finding(Grade.DAMAGED, what, 0, byteAt, failure.why());
    }

    /** Verifies all snapshots: a damaged older one does not prevent a start, but is useless as a fallback. */
    private void snapshots(RaftDir dir) throws IOException {
        Path newest = dir.snapshot().map(Snapshot::file).orElse(null);
        Path directory = dir.log().directory().resolveSibling("snapshot");
        int sound = 0;
        for (Path file : Files.isDirectory(directory) ? DirectoryListing.list(directory) : List.<Path>of()) {
            String name = file.getFileName().toString();
            Optional<SnapshotId> id = SnapshotId.ofFileName(name);
            if (id.isEmpty()) {
                if (UNFINISHED.matcher(name).matches()) {
                    findings.add(Finding.of(Note.about(
                            Note.Code.UNFINISHED_SNAPSHOT, file, "left over from an unfinished snapshot: " + file)));
                } else if (!name.endsWith(SnapshotId.SUFFIX)) {
                    findings.add(Finding.of(Note.Code.FOREIGN_FILE, "not part of the store, ignored: " + file));
                }
                continue;
            }
            try (Snapshot snapshot = Snapshot.open(file, id.get())) {
                snapshot.verify();
                bytes += snapshot.sizeBytes();
                sound++;
            } catch (Failure damaged) {
                if (file.equals(newest)) {
                    damaged(damaged);
                } else {
                    findings.add(Finding.of(
                            Note.Code.OLD_SNAPSHOT_DAMAGED,
                            "an older snapshot, which no server opens, is damaged: " + damaged.where() + ": "
                                    + damaged.why()));
                }
            }
        }
        findings.add(Finding.of(
                Note.Code.CHECKED,
                "checked: every record of the log, every block, index, meta and statistics of " + sound
                        + (sound == 1 ? " snapshot" : " snapshots")));
    }

    private boolean isHalfUpgraded() throws IOException {
        Path version = place.resolve("df_meta/VERSION");
        if (!Files.isRegularFile(version)) {
            return false;
        }
        StoreHeader header;
        try {
            header = StoreHeader.parse(Files.readAllBytes(version), version);
        } catch (Failure unreadable) {
            return false;
        }
        if (header.upgrading() == null) {
            return false;
        }
        // Reported with more detail below.
        findings.removeIf(found -> found.is(Note.Code.UPGRADE_UNDER_WAY));
        if (header.cleaning()) {
            findings.add(Finding.of(
                    Note.Code.UPGRADE_UNCLEANED,
                    "an upgrade from " + header.version() + " to " + header.upgrading()
                            + " is complete except for removing the old data; the next start of a server finishes it"));
        } else {
            findings.add(new Finding(
                    Grade.INCOMPLETE,
                    "an upgrade from " + header.version() + " to " + header.upgrading() + " was interrupted",
                    0,
                    -1,
                    "a server that starts here deletes df_meta/" + header.upgrading()
                            + " and restarts the upgrade from the rest of " + header.version()
                            + ": copy the whole directory before starting a server"));
        }
        return true;
    }
}
