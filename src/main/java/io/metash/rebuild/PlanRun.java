package io.metash.rebuild;

import io.metash.backup.ExportRecords;
import io.metash.files.Disk;
import io.metash.raftdir.RaftDir;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import io.metash.storage.Storage;
import io.metash.storage.StorageUrl;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import io.metash.upgrade.LiftReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Checks, applies, completes, undoes and verifies a plan on this host. */
public final class PlanRun {
    private final RebuildPlan plan;
    private final Path file;
    private final List<PlannedNode> here;
    private final Disk disk;
    private final LongSupplier clockMs;
    private final Storage storage;

    /** Creates a run with a backup in a local file. */
    public PlanRun(RebuildPlan plan, Path file, @Nullable Long only, Disk disk, LongSupplier clockMs) {
        this(plan, file, only, disk, clockMs, Storage.standard());
    }

    /**
     * Creates a run.
     *
     * @param file the file of the plan
     * @param only the id of the only node to build here, or null for all
     * @param storage opens the backup
     */
    public PlanRun(RebuildPlan plan, Path file, @Nullable Long only, Disk disk, LongSupplier clockMs, Storage storage) {
        this.plan = plan;
        this.file = file.toAbsolutePath().normalize();
        if (only == null) {
            this.here = plan.nodes();
        } else {
            this.here = List.of(plan.node(only));
        }
        this.disk = disk;
        this.clockMs = clockMs;
        this.storage = storage;
    }

    /** The nodes to build on this host. */
    public List<PlannedNode> nodes() {
        return here;
    }

    /**
     * Returns the backup at the plan's path, else the file of the same name next to the plan; null when both are
     * missing.
     */
    public @Nullable StoredFile backup() throws IOException {
        StoredFile local = StoredFile.of(file.resolveSibling(plan.backup().fileName()));
        if (StorageUrl.looksLikeUrl(plan.backup().path()) && local.regular()) {
            // Prefer the copy next to the plan, usually from a bundle, to the network.
            return local;
        }
        StoredFile named = storage.file(plan.backup().path());
        if (named.regular()) {
            return named;
        }
        if (local.regular()) {
            return local;
        }
        return null;
    }

    /** Runs all preflight checks. */
    public List<PreflightFinding> preflight(boolean ports, Progress progress, Cancel cancel) throws IOException {
        return new Preflight(plan, here, ports).check(backup(), clockMs.getAsLong(), progress, cancel);
    }

    /** Rejects a backup of an earlier version with content that V004 cannot store, after reading all of it. */
    public void refuseLoss(Progress progress, Cancel cancel) throws IOException {
        StoredFile backup = present();
        try (ExportText source = ExportRecords.of(backup)) {
            if (source.legacy()) {
                new Pump(source, List.of(), new StoreDigest(), progress, cancel).run();
                LiftReport.refuseLoss(source, backup.absolute());
            }
        }
    }

    /** Returns the name under which a directory's content will be kept. */
    public static String keptName(Path raftDir) throws IOException {
        return ImportTarget.of(raftDir).keptName();
    }

    /** Returns the state of each node on this host. */
    public Map<PlannedNode, NodeState> states() throws IOException {
        Map<PlannedNode, NodeState> states = new LinkedHashMap<>();
        for (PlannedNode node : here) {
            states.put(node, state(node));
        }
        return states;
    }

    /** Returns a clause for each node on this host whose store ends later than the backup. */
    public Map<PlannedNode, String> newerStores() throws IOException {
        Map<PlannedNode, String> newer = new LinkedHashMap<>();
        for (PlannedNode node : here) {
            if (Preflight.isOnThisHost(node)) {
                NewerStore.words(plan, node).ifPresent(words -> newer.put(node, words));
            }
        }
        return newer;
    }

    private NodeState state(PlannedNode node) throws IOException {
        return NodeState.of(Path.of(node.directory()), InitCluster.workspacePlan(plan.id(), node.id()));
    }

    /** Whether an apply on this host has built its stores, so that it can be completed. */
    public boolean hasStarted() throws IOException {
        for (PlannedNode node : here) {
            if (state(node) != NodeState.OLD
                    || Files.exists(ImportTarget.of(Path.of(node.directory())).clusterJournal(plan.id()))) {
                return true;
            }
        }
        return false;
    }

    /** Builds, verifies and swaps in the missing stores; calling it again completes an interrupted run. */
    public InitCluster.Report apply(InitCluster.Steps steps, Cancel cancel) throws IOException {
        return InitCluster.of(plan, present(), here, disk, clockMs).run(steps, cancel);
    }

    private StoredFile present() throws IOException {
        StoredFile backup = backup();
        if (backup == null) {
            throw Failure.of(ExitStatus.IO, "the backup of the plan is missing")
                    .at(plan.backup().path())
                    .next("copy it to that path, or into the plan's directory");
        }
        return backup;
    }

    /** Restores the previous store of every node on this host that has its new store, and deletes the journal. */
    public List<Rollback.Report> rollback() throws IOException {
        return rollback(newer -> {});
    }

    /** Like {@link #rollback()}; {@code newer} receives a clause as {@link Rollback} gives it. */
    public List<Rollback.Report> rollback(Consumer<String> newer) throws IOException {
        List<Rollback.Report> reports = new ArrayList<>();
        for (PlannedNode node : here) {
            if (state(node) != NodeState.OLD) {
                reports.add(new Rollback(Path.of(node.directory()), disk).run(clockMs.getAsLong(), newer));
            }
        }
        for (PlannedNode node : here) {
            Path journal = ImportTarget.of(Path.of(node.directory())).clusterJournal(plan.id());
            if (Files.exists(journal)) {
                InitCluster.forget(journal, disk);
            }
        }
        return reports;
    }

    /** Compares the directories with the plan by reading every byte; writes nothing and needs no server. */
    public List<PreflightFinding> verify(Progress progress, Cancel cancel) throws IOException {
        List<PreflightFinding> findings = new ArrayList<>();
        for (PlannedNode node : here) {
            String what = "node " + node.idText();
            try {
                findings.add(verify(node, what, progress, cancel));
            } catch (Failure damaged) {
                if (damaged.status() == ExitStatus.INTERRUPTED) {
                    throw damaged;
                }
                findings.add(PreflightFinding.of(what, damaged));
            }
        }
        return findings;
    }

    private PreflightFinding verify(PlannedNode node, String what, Progress progress, Cancel cancel)
            throws IOException {
        Path raftDir = Path.of(node.directory());
        NodeState state = state(node);
        if (state != NodeState.NEW) {
            boolean old = state == NodeState.OLD;
            String found = raftDir + (old ? " does not have the store of this plan" : " was interrupted");
            String next = old ? "init-cluster apply PLAN" : "init-cluster resume PLAN";
            return PreflightFinding.bad(ExitStatus.NO, what, found, next);
        }
        StoreDigest actual = StoreDigest.upTo(plan.lastIndexOfBackup());
        String last;
        boolean running;
        try (RaftDir dir = RaftDir.open(raftDir);
                RecordSource records = dir.export()) {
            new Pump(records, List.of(), actual, progress, cancel).run();
            last = String.valueOf(dir.log().state().last());
            running = dir.serverRunning();
        }
        Long id = actual.nodeId();
        if (id == null) {
            return PreflightFinding.bad(ExitStatus.NO, what, raftDir + " belongs to node ?", null);
        }
        if (id != node.id()) {
            return PreflightFinding.bad(ExitStatus.NO, what, raftDir + " belongs to node " + U64.text(id), null);
        }
        Map<StoreFact, String> facts = actual.facts();
        List<String> differences = new ArrayList<>();
        boolean answered = false;
        for (ExpectedStore.Fact fact : plan.expected().facts()) {
            Optional<StoreFact> known = StoreFact.of(fact.what());
            String actualValue = known.map(facts::get).orElse(null);
            if (!fact.value().equals(actualValue)) {
                differences.add(fact.what() + ": expected " + fact.value() + ", found " + actualValue);
                answered |= known.filter(StoreFact::changesByRunning).isPresent();
            }
        }
        if (answered || running) {
            return PreflightFinding.note(
                    what,
                    "a server " + (running ? "is running" : "ran") + " on " + raftDir + "; its log goes to " + last
                            + ". To compare what it serves: init-cluster check PLAN");
        }
        if (!differences.isEmpty() || actual.appended() < 1 + plan.nodes().size()) {
            return PreflightFinding.bad(
                    ExitStatus.NO,
                    what,
                    raftDir + " differs from the plan: " + String.join("; ", differences),
                    "init-cluster rollback PLAN, then apply it again");
        }
        return PreflightFinding.good(
                what, raftDir + " matches the plan: " + facts.get(StoreFact.ROWS) + " rows, log to " + last);
    }
}
