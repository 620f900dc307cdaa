package io.metash.backup;

import io.metash.files.DirectoryListing;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** A folder of exports. */
public final class Shelf {
    private static final byte[] FIRST_LINE = "[\"header\"".getBytes(StandardCharsets.US_ASCII);

    private final List<Shelved> backups = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Shelf() {}

    /**
     * An export on the shelf, as far as can be told without reading it.
     *
     * @param file the file
     * @param manifest its manifest, or null
     * @param problem why the manifest proves nothing, or null
     * @param timeMs when it was made: as its manifest says, else its file's time
     * @param bytes its size
     */
    public record Shelved(Path file, Manifest manifest, String problem, long timeMs, long bytes) {
        /** Whether there is a manifest, and the size of the file is the one that it says. */
        public boolean fits() {
            return manifest != null && problem == null;
        }

        /** What its cluster is called: the name that was given, else the addresses of its voters; empty when nobody knows. */
        public String cluster() {
            if (manifest == null) {
                return "";
            }
            return manifest.source().cluster() != null ? manifest.source().cluster() : Shelf.addresses(manifest);
        }

        /** What it is one of a row of: exports of the same cluster, or, when nobody knows that, of the same place. */
        private String row() {
            return cluster().isEmpty() ? "?" + manifest.source().place() : cluster();
        }

        /** The last log entry, or null when that is not known. */
        public LogId lastLog() {
            return manifest == null ? null : LogId.max(manifest.lastLog(), manifest.lastApplied());
        }
    }

    static String addresses(Manifest manifest) {
        List<String> addresses = new ArrayList<>();
        for (Long id : manifest.voters()) {
            if (manifest.nodes().containsKey(id)) {
                addresses.add(manifest.nodes().get(id).endpoint().addr() + ":"
                        + manifest.nodes().get(id).endpoint().port());
            }
        }
        return String.join(",", addresses);
    }

    /** Looks at a folder; what is no export is passed over. */
    public static Shelf of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Failure.of(ExitStatus.IO, Files.exists(folder) ? "this is no folder" : "there is no such folder")
                    .at(folder.toString())
                    .next("name the folder that the exports are in");
        }
        Shelf shelf = new Shelf();
        Set<Path> manifests = new HashSet<>();
        long parts = 0;
        long partBytes = 0;
        for (Path file : DirectoryListing.list(folder)) {
            String name = file.getFileName().toString();
            if (name.startsWith(".") && name.contains(".metash-")) {
                parts++;
                partBytes += Files.size(file);
            } else if (name.endsWith(Manifest.SUFFIX)) {
                manifests.add(file);
            } else if (Files.isRegularFile(file) && (Files.exists(Manifest.nameFor(file)) || isExport(file))) {
                shelf.add(file);
            }
        }
        if (parts > 0) {
            shelf.notes.add(parts + " files of exports that are being made now or were killed, " + partBytes
                    + " bytes; when no export runs: rm " + folder + "/.*.metash-*");
        }
        shelf.backups.forEach(backup -> manifests.remove(Manifest.nameFor(backup.file)));
        manifests.stream().sorted().forEach(alone -> shelf.notes.add("a manifest whose file is not there: " + alone));
        shelf.backups.sort(Comparator.comparing(Shelved::cluster)
                .thenComparing(Comparator.comparingLong(Shelved::timeMs).reversed()));
        return shelf;
    }

    private void add(Path file) throws IOException {
        long size = Files.size(file);
        long time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
        try {
            Manifest manifest = Manifest.of(file);
            if (manifest == null) {
                backups.add(new Shelved(file, null, null, time, size));
                return;
            }
            String problem = size == manifest.bytes()
                    ? null
                    : size < manifest.bytes()
                            ? "cut: " + (manifest.bytes() - size) + " bytes are missing"
                            : (size - manifest.bytes()) + " bytes too many";
            backups.add(new Shelved(file, manifest, problem, manifest.madeAtMs(), size));
        } catch (Failure damaged) {
            backups.add(new Shelved(file, null, damaged.what(), time, size));
        }
    }

    /** Whether a file without a manifest begins as an export does. */
    private static boolean isExport(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            raw.mark(4);
            byte[] magic = raw.readNBytes(4);
            raw.reset();
            InputStream text = magic.length == 4 && magic[0] == 0x1f && magic[1] == (byte) 0x8b
                    ? new GZIPInputStream(raw)
                    : Arrays.equals(magic, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd})
                            ? new com.github.luben.zstd.ZstdInputStream(raw)
                            : raw;
            return Arrays.equals(text.readNBytes(FIRST_LINE.length), FIRST_LINE);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The exports: by cluster, the newest first. */
    public List<Shelved> backups() {
        return backups;
    }

    /** What else lies there that a person should know of. */
    public List<String> notes() {
        return notes;
    }

    /**
     * What is kept when the shelf is cleared: of each cluster the newest export of each of the last days and weeks that have
     * one. Only exports that fit their manifests count; what nothing proves is neither counted nor removed.
     *
     * @param daily how many days
     * @param weekly how many weeks (ISO, UTC)
     */
    public Kept keep(int daily, int weekly) {
        Set<Shelved> kept = new LinkedHashSet<>();
        List<Shelved> removed = new ArrayList<>();
        List<Shelved> untouched = new ArrayList<>();
        Map<String, Set<Object>> seen = new HashMap<>();
        for (Shelved backup : backups) {
            if (!backup.fits()) {
                untouched.add(backup);
                continue;
            }
            LocalDate day =
                    Instant.ofEpochMilli(backup.timeMs).atOffset(ZoneOffset.UTC).toLocalDate();
            String week = day.get(IsoFields.WEEK_BASED_YEAR) + "-W" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            Set<Object> days = seen.computeIfAbsent("d" + backup.row(), key -> new HashSet<>());
            Set<Object> weeks = seen.computeIfAbsent("w" + backup.row(), key -> new HashSet<>());
            boolean newest = days.isEmpty() && weeks.isEmpty();
            boolean ofDay = days.size() < daily && days.add(day);
            boolean ofWeek = weeks.size() < weekly && weeks.add(week);
            if (newest || ofDay || ofWeek) {
                kept.add(backup);
                days.add(day);
            } else {
                removed.add(backup);
            }
        }
        return new Kept(List.copyOf(kept), removed, untouched);
    }

    /**
     * What becomes of the exports of a shelf.
     *
     * @param kept stay
     * @param removed go
     * @param untouched stay, for nothing proves what they are
     */
    public record Kept(List<Shelved> kept, List<Shelved> removed, List<Shelved> untouched) {}
}
