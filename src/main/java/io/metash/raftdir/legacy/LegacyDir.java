package io.metash.raftdir.legacy;

import io.metash.files.DirectoryListing;
import io.metash.files.LockProbe;
import io.metash.raftdir.Snapshot;
import io.metash.raftdir.SnapshotChoice;
import io.metash.raftdir.SnapshotId;
import io.metash.raftdir.sled.LogEnd;
import io.metash.raftdir.sled.SledDatabase;
import io.metash.raftdir.sled.SledTree;
import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import io.metash.upgrade.DataVersion;
import io.metash.upgrade.LegacyLines;
import io.metash.upgrade.LiftedSource;
import io.metash.upgrade.Upgrade;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A Raft directory of data version V0 to V003, opened read-only. Takes no lock; detects a running server by its lock
 * on {@code db}.
 */
public final class LegacyDir implements Closeable {
    private static final byte[] NO_COMMITTED =
            "[\"raft_state\",{\"RaftStateKV\":{\"key\":\"Committed\",\"value\":{\"Committed\":null}}}]"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte STATE_MACHINE_ID = 3;
    private static final byte COMMITTED = 4;

    private final Path raftDir;
    private final boolean salvage;
    private final SledDatabase database;
    private final LegacyTrees trees;
    private final LegacyState state;
    private final Optional<LockProbe.Holder> server;
    private final List<Note> notes = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private Optional<Path> snapshotFile = Optional.empty();
    private Optional<Snapshot> snapshotTable = Optional.empty();
    private Optional<LiftedSource> lifted = Optional.empty();

    private LegacyDir(Path raftDir, boolean salvage) throws IOException {
        this.raftDir = raftDir;
        this.salvage = salvage;
        // An upgrade holds the lock itself.
        this.server = LockProbe.holder(raftDir.resolve(SledDatabase.LOG_FILE))
                .filter(holder -> holder.pid() != ProcessHandle.current().pid());
        if (salvage) {
            this.database = SledDatabase.salvage(raftDir);
        } else {
            this.database = SledDatabase.open(raftDir);
        }
        try {
            this.trees = LegacyTrees.in(database, raftDir);
            this.state = LegacyState.of(raftDir, trees);
            openSnapshot();
            describe();
        } catch (IOException | RuntimeException unreadable) {
            close();
            throw unreadable;
        }
    }

    /** Whether a directory holds a store of V0 to V003, or one whose upgrade to V004 was interrupted. */
    public static boolean isAt(Path raftDir) throws IOException {
        return LegacyState.isAt(raftDir);
    }

    /** Whether a directory, without the sled files next to its {@code df_meta}, is part of such a store. */
    public static boolean isPartOf(Path kept) throws IOException {
        return LegacyState.isPartOf(kept);
    }

    /**
     * Opens a store.
     *
     * @throws Failure with status 3 for damage, 8 for a database that is not a meta store of V0 to V003
     */
    public static LegacyDir open(Path raftDir) throws IOException {
        return new LegacyDir(raftDir, false);
    }

    /** Opens the intact part of a damaged store; {@link #losses} lists the rest. */
    public static LegacyDir salvage(Path raftDir) throws IOException {
        return new LegacyDir(raftDir, true);
    }

    private void openSnapshot() throws IOException {
        Path directory = LegacyState.snapshots(raftDir, state.version());
        if (state.version().equals(LegacyState.V002) && Files.isDirectory(directory)) {
            TreeMap<SnapshotId, Path> byId = new TreeMap<>();
            for (Path file : DirectoryListing.list(directory)) {
                SnapshotId.ofFileName(file.getFileName().toString()).ifPresent(id -> byId.put(id, file));
            }
            snapshotFile = Optional.ofNullable(byId.lastEntry()).map(Map.Entry::getValue);
        } else if (state.version().equals(LegacyState.V003)) {
            SnapshotChoice choice = SnapshotChoice.in(directory);
            if (salvage) {
                snapshotTable = choice.salvage(null, losses);
            } else {
                snapshotTable = choice.open();
            }
            notes.addAll(choice.notes());
        }
    }

    private void describe() throws IOException {
        notes.addAll(state.notes());
        LogEnd end = Objects.requireNonNull(database.end());
        String log = raftDir.resolve(SledDatabase.LOG_FILE) + " (byte " + end.offset() + ")";
        switch (end.how()) {
            case TORN_MESSAGE, TORN_BATCH ->
                notes.add(new Note(
                        Note.Code.TORN_LOG,
                        "the sled log ends at " + log + ": the last write is incomplete and is ignored"));
            case REUSED ->
                notes.add(new Note(
                        Note.Code.TORN_LOG,
                        "the sled log ends at " + log
                                + ": the following bytes are from an earlier use or an interrupted write"));
            default -> {
                // A clean end needs no note, and damage is already among the losses.
            }
        }
        if (trees.stateMachines().size() > 1) {
            notes.add(new Note(
                    Note.Code.STATE_MACHINES,
                    "there are " + trees.stateMachines().size()
                            + " state machines, as a server was installing a snapshot: "
                            + trees.stateMachines().keySet() + "; number "
                            + ActiveStateMachine.of(trees).orElseThrow() + " is read"));
        }
        server.ifPresent(holder -> notes.add(new Note(
                Note.Code.SERVER_RUNNING,
                "a server is running on this directory (" + holder.program() + ", pid " + holder.pid()
                        + "); it may change the store while it is read")));
    }

    /** Whether the state machine is in sled trees, as in V0 and V001; later versions have it in a snapshot file. */
    private boolean stateInTrees() {
        return state.version().equals(LegacyState.V0) || state.version().equals(LegacyState.V001);
    }

    /** The data version: V001, V002, V003 or V0. The exact form of V0 is known only after its records are converted. */
    public String version() {
        return lifted.map(source -> source.version().label()).orElse(state.version());
    }

    /** Whether the store was written without Raft, by an embedded Databend. */
    public boolean withoutRaft() {
        return trees.withoutRaft();
    }

    /** The server running on the directory, if any. */
    public Optional<LockProbe.Holder> server() {
        return server;
    }

    /** The name of the newest snapshot file, without its ending; empty when there is none. */
    public Optional<String> snapshotId() {
        return snapshotFile
                .or(() -> snapshotTable.map(Snapshot::file))
                .map(file -> file.getFileName().toString().replace(SnapshotId.SUFFIX, ""));
    }

    /** The size of the sled log in bytes. */
    public long logBytes() throws IOException {
        return database.sizeBytes();
    }

    /** Notes for the user, one sentence each. */
    public List<Note> notes() {
        return notes;
    }

    /** Parts of a damaged store that are missing, one sentence each. Complete once the lines were read. */
    public List<String> losses() {
        // A page that is read twice is lost once.
        Set<String> all = new LinkedHashSet<>();
        for (Failure loss : database.losses()) {
            all.add(loss.where() + ": " + loss.why());
        }
        all.addAll(losses);
        return List.copyOf(all);
    }

    /** The lines of the directory, in the export order of its own release. Closing them leaves the store open. */
    public RunsOfLines lines() throws IOException {
        List<LineRun> runs = new ArrayList<>();
        boolean headless = state.header().isEmpty();
        if (headless) {
            // Offline exports of that time list trees in name order.
            logRun().ifPresent(runs::add);
            raftStateRun(key -> true).ifPresent(runs::add);
            trees.stateMachines().forEach((number, tree) -> runs.add(stateRun(number, tree)));
            return new RunsOfLines(raftDir.toString(), runs, trees.withoutRaft());
        }
        runs.add(LineRun.of(("[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\""
                        + state.version() + "\",\"upgrading\":null}}}]")
                .getBytes(StandardCharsets.US_ASCII)));
        if (!stateInTrees()) {
            raftStateRun(key -> key.array()[1] != STATE_MACHINE_ID).ifPresent(runs::add);
            if (!hasCommitted()) {
                runs.add(LineRun.of(NO_COMMITTED));
            }
        } else {
            raftStateRun(key -> true).ifPresent(runs::add);
        }
        logRun().ifPresent(runs::add);
        if (stateInTrees()) {
            ActiveStateMachine.of(trees)
                    .ifPresent(active -> runs.add(stateRun(
                            active, Objects.requireNonNull(trees.stateMachines().get(active)))));
        } else if (snapshotFile.isPresent()) {
            runs.add(new SnapshotFileRun(snapshotFile.get(), salvage ? Optional.of(losses) : Optional.empty()));
        } else {
            snapshotTable.ifPresent(table -> runs.add(new SnapshotTableRun(table)));
        }
        return new RunsOfLines(raftDir.toString(), runs, trees.withoutRaft());
    }

    /**
     * The lines of {@link #lines} in the form that the program exported. A program that exported V0 with a header
     * converted old forms while reading.
     */
    public LegacyLines linesAsExported(LiftOptions lifting) throws IOException {
        boolean converts =
                state.version().equals(LegacyState.V0) && state.header().isPresent();
        if (!converts) {
            return lines();
        }
        try (RunsOfLines lines = lines()) {
            return new ConvertedLines(
                    raftDir.toString(),
                    Upgrade.liftTo(DataVersion.V0_H, lines, lifting.scratch(), lifting.progress(), lifting.cancel()));
        }
    }

    /** All records converted to V004, in export order. Closing them leaves the store open. */
    public RecordSource export(LiftOptions lifting) throws IOException {
        RunsOfLines lines = lines();
        try (lines) {
            LiftedSource source = Upgrade.lift(lines, lifting.scratch(), lifting.progress(), lifting.cancel());
            lifted = Optional.of(source);
            return new FileNamingSource(source, lines);
        } catch (Failure failure) {
            throw lines.inStore(failure);
        }
    }

    /** Conversions of the last export, one sentence each. Complete at the end of its records. */
    public List<String> lifted() {
        return lifted.map(LiftedSource::lines).orElse(List.of());
    }

    private boolean hasCommitted() throws IOException {
        Optional<SledTree> raftState = trees.raftState();
        return raftState.isPresent()
                && raftState
                        .get()
                        .get(Bytes.of(new byte[] {LegacyKeys.RAFT_STATE_KV, COMMITTED}))
                        .isPresent();
    }

    private Optional<LineRun> logRun() {
        return trees.raftLog().map(tree -> {
            LineRun run = run("raft_log", tree, key -> true);
            if (salvage) {
                return new LogUntilGap(run, losses);
            }
            return run;
        });
    }

    private Optional<LineRun> raftStateRun(Predicate<Bytes> wanted) {
        return trees.raftState().map(tree -> run("raft_state", tree, wanted));
    }

    private LineRun stateRun(long number, SledTree tree) {
        return run("state_machine/" + number, tree, key -> true);
    }

    private LineRun run(String label, SledTree tree, Predicate<Bytes> wanted) {
        return new TreeRun(label, tree, raftDir.resolve(SledDatabase.LOG_FILE).toString(), wanted);
    }

    @Override
    public void close() throws IOException {
        database.close();
        if (snapshotTable.isPresent()) {
            snapshotTable.get().close();
        }
    }
}
