package io.metash.command.backup;

import io.metash.backup.ExportRecords;
import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.record.Cancel;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.session.CacheDirectory;
import io.metash.session.Session;
import io.metash.session.StoreStatus;
import io.metash.upgrade.DataVersion;
import io.metash.upgrade.ExportText;
import io.metash.upgrade.LiftSummary;
import io.metash.upgrade.ReleaseHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a store by its data version.
 *
 * @param place its location
 * @param form its storage form
 * @param version its data version in its usual spelling
 * @param meaning a description of that version
 * @param writtenBy the releases that wrote it
 * @param today what current releases can do with it
 * @param metash which commands of metash accept it
 * @param leftOut numbers of records, by kind, that V004 cannot hold; empty when there are none
 * @param officialSteps the releases needed to upgrade without metash, one step each; empty when current releases read it
 * @param notes further notes for the user, a sentence each
 */
record StoreInspection(
        String place,
        String form,
        String version,
        String meaning,
        String writtenBy,
        String today,
        String metash,
        List<String> leftOut,
        List<String> officialSteps,
        List<String> notes) {
    private static final String TAKEN =
            "connect, export, import, init-cluster, verify, diff and backup read it directly";

    /** Inspects a place. A file of a version earlier than V004 is read to its end. */
    static StoreInspection of(Place place, CommandContext context, Progress progress) throws IOException {
        if (place.session() != null) {
            return ofService(place, place.session());
        }
        Optional<Path> directory = place.directory();
        if (directory.isPresent()) {
            return ofDirectory(place, directory.get(), progress, context.cancel());
        }
        return ofFile(place, progress, context.cancel());
    }

    private static StoreInspection ofFile(Place place, Progress progress, Cancel cancel) throws IOException {
        try (ExportText text = ExportRecords.of(place.storedFile()).watched(progress, cancel)) {
            // Read the first record, so that a file that is not an export fails here.
            text.next();
            DataVersion version = version(text.dataVersion().orElse(DataVersion.V004.label()));
            ReleaseHistory history = ReleaseHistory.of(version);
            return of(
                    place.shown(),
                    text.packed() ? "export text, packed" : "export text",
                    version,
                    "databend-metactl imports it: " + history.importsToday(),
                    text.leftOut(),
                    history.exportSteps(),
                    List.of());
        }
    }

    private static StoreInspection ofDirectory(Place place, Path path, Progress progress, Cancel cancel)
            throws IOException {
        LiftOptions lifting = new LiftOptions(CacheDirectory.ofUser().scratch(), progress, cancel);
        try (StoredDirectory directory = StoredDirectory.open(path, lifting);
                RecordSource records = directory.export()) {
            DataVersion version = version(directory.version());
            ReleaseHistory history = ReleaseHistory.of(version);
            List<String> notes = new ArrayList<>(Note.texts(directory.notes()));
            if (directory.withoutRaft()) {
                return withoutRaft(place, version, records.leftOut(), notes);
            }
            String starts = history.startsToday();
            List<String> steps = history.directorySteps();
            if (directory.notes().stream().anyMatch(note -> note.code() == Note.Code.VERSION_LABEL)) {
                starts = "none: its header names another version than that of its records";
                steps = List.of("none: a server trusts the header");
            }
            return of(
                    place.shown(),
                    form(version),
                    version,
                    "databend-meta starts on it: " + starts,
                    records.leftOut(),
                    steps,
                    notes);
        }
    }

    private static StoreInspection withoutRaft(
            Place place, DataVersion version, Map<String, Long> leftOut, List<String> notes) {
        return new StoreInspection(
                place.shown(),
                "store of an embedded Databend, without Raft: all in sled",
                version.label(),
                "no header, no raft records",
                "Databend's Python package of 2023 and 2024",
                "databend-meta starts on it: none",
                TAKEN + ", lifted to V004; a server needs a new cluster: --id and --initial-cluster",
                LiftSummary.list(leftOut),
                List.of("none: databend-metactl does not read it"),
                notes);
    }

    private static StoreInspection ofService(Place place, Session session) throws IOException {
        StoreStatus status = session.status();
        DataVersion version = version(status.raft().version());
        ReleaseHistory history = ReleaseHistory.of(version);
        return of(
                place.shown(),
                "running service",
                version,
                "databend-meta starts on it: " + history.startsToday(),
                Map.of(),
                history.directorySteps(),
                List.of());
    }

    private static DataVersion version(String label) {
        for (DataVersion version : DataVersion.values()) {
            if (version.label().equals(label)) {
                return version;
            }
        }
        return DataVersion.ofHeader(label).orElse(DataVersion.V004);
    }

    private static String form(DataVersion version) {
        return switch (version) {
            case V002 -> "Raft directory: log in sled, snapshot as NDJSON";
            case V003 -> "Raft directory: log in sled, snapshot as rotbl";
            case V004 -> "Raft directory: log in a write-ahead log, snapshot as rotbl";
            default -> "Raft directory: all in sled";
        };
    }

    private static StoreInspection of(
            String place,
            String form,
            DataVersion version,
            String today,
            Map<String, Long> leftOut,
            List<String> officialSteps,
            List<String> notes) {
        ReleaseHistory history = ReleaseHistory.of(version);
        return new StoreInspection(
                place,
                form,
                version.label(),
                history.meaning(),
                history.writtenBy(),
                today,
                version == DataVersion.V004 ? TAKEN : TAKEN + ", lifted to V004",
                LiftSummary.list(leftOut),
                officialSteps,
                notes);
    }
}
