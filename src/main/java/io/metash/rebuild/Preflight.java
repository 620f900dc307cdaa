package io.metash.rebuild;

import io.metash.backup.ExportRecords;
import io.metash.backup.Manifest;
import io.metash.files.FileLock;
import io.metash.files.LockProbe;
import io.metash.files.ParentDirectory;
import io.metash.files.SpaceProbe;
import io.metash.raftdir.StoreHeader;
import io.metash.record.Cancel;
import io.metash.record.Endpoint;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks, before a plan is applied, everything that could stop it halfway: the backup, space, permissions, locks,
 * ports, the clock. Writes nothing.
 */
public final class Preflight {
    private static final long SPARE_BYTES = 1 << 20;
    private static final long DAY_MS = 86_400_000;
    private static final int PACKED_TIMES = 10;

    private final RebuildPlan plan;
    private final List<PlannedNode> here;
    private final boolean ports;
    private final Host host;
    private final List<PreflightFinding> findings = new ArrayList<>();
    private long nodeBytes;

    /** The disks of this host; tests replace it. */
    interface Host {
        /** Whether this user may create and rename files in a directory. */
        default boolean writable(Path directory) {
            return Files.isWritable(directory);
        }

        /** Returns the available space in bytes. */
        default long usableBytes(Path directory) throws IOException {
            return SpaceProbe.usableBytes(directory);
        }
    }

    /**
     * Creates the checks of a plan.
     *
     * @param here the nodes to build on this host
     * @param ports whether a port in use is an error
     */
    public Preflight(RebuildPlan plan, List<PlannedNode> here, boolean ports) {
        this(plan, here, ports, new Host() {});
    }

    Preflight(RebuildPlan plan, List<PlannedNode> here, boolean ports, Host host) {
        this.plan = plan;
        this.here = here;
        this.ports = ports;
        this.host = host;
    }

    /** Runs all checks; {@code backupFile} is the backup on this host. */
    public List<PreflightFinding> check(@Nullable StoredFile backupFile, long nowMs, Progress progress, Cancel cancel)
            throws IOException {
        backup(backupFile, progress, cancel);
        different();
        nodeBytes = nodeBytes(backupFile);
        Map<Object, Long> needed = new HashMap<>();
        for (PlannedNode node : here) {
            directory(node, needed);
        }
        for (PlannedNode node : here) {
            newer(node);
        }
        for (PlannedNode node : here) {
            listeners(node);
        }
        clock(nowMs);
        return findings;
    }

    private void backup(@Nullable StoredFile backup, Progress progress, Cancel cancel) throws IOException {
        if (backup == null || !backup.regular()) {
            findings.add(PreflightFinding.bad(
                    ExitStatus.IO,
                    "backup",
                    "the backup of the plan is missing: " + plan.backup().path(),
                    "copy it to that path, or into the plan's directory"));
            return;
        }
        String sum = backup.sha256(progress, cancel);
        if (!sum.equals(plan.backup().sha256())) {
            findings.add(PreflightFinding.bad(
                    ExitStatus.DAMAGED,
                    "backup",
                    "this is not the backup of the plan: " + backup + " has SHA-256 " + brief(sum) + ", the plan says "
                            + brief(plan.backup().sha256()),
                    "copy the file that the plan was made from; all nodes must be built from the same backup"));
            return;
        }
        findings.add(PreflightFinding.good("backup", backup + " is the plan's backup, SHA-256 " + brief(sum)));
    }

    private void newer(PlannedNode node) throws IOException {
        NewerStore.words(plan, node).ifPresent(words -> findings.add(PreflightFinding.note("newer", words)));
    }

    private static String brief(String sum) {
        return sum.substring(0, 12) + "...";
    }

    /** Rejects what {@link NodeTarget#parse} rejects; a plan for several hosts may name the same directory on each. */
    private void different() {
        for (int i = 0; i < here.size(); i++) {
            for (int j = 0; j < i; j++) {
                Path a = Path.of(here.get(i).directory());
                Path b = Path.of(here.get(j).directory());
                if (NodeTarget.overlap(a, b)) {
                    findings.add(PreflightFinding.bad(
                            ExitStatus.USAGE,
                            "directories",
                            "nodes " + here.get(j).idText() + " and "
                                    + here.get(i).idText() + " have the same directory " + b
                                    + ": they are on different hosts",
                            "on each host: init-cluster apply PLAN --only ID"));
                    return;
                }
            }
        }
        findings.add(PreflightFinding.good("ids", "ids, Raft addresses and directories are all different"));
    }

    private void directory(PlannedNode node, Map<Object, Long> needed) throws IOException {
        String what = "node " + node.idText();
        try {
            ImportTarget target = ImportTarget.of(Path.of(node.directory()));
            target.requireRoom();
            NodeState state = NodeState.of(target.raftDir(), InitCluster.workspacePlan(plan.id(), node.id()));
            if (state != NodeState.OLD) {
                findings.add(PreflightFinding.good(what, target.raftDir() + " already has the store of this plan"));
                return;
            }
            boolean passed = unlocked(what, target) & upgraded(what, target) & writable(what, target);
            passed &= checkSpace(what, target, needed);
            if (passed) {
                findings.add(PreflightFinding.good(
                        what,
                        target.raftDir() + ": "
                                + switch (target.state()) {
                                    case NOTHING -> "does not exist yet, will be created";
                                    case DIRECTORY -> "exists, without a store";
                                    case STORE -> "has a store, which is moved aside and kept";
                                }));
                if (target.state() == Journal.Before.STORE) {
                    LostWrites.of(plan.backup(), target.raftDir())
                            .ifPresent(lost -> findings.add(PreflightFinding.note(what, lost)));
                }
            }
        } catch (Failure wrong) {
            findings.add(PreflightFinding.of(what, wrong));
        }
    }

    private boolean unlocked(String what, ImportTarget target) throws IOException {
        Path lock = target.dfMeta().resolve("V004/log/LOCK");
        Path sled = target.raftDir().resolve("db");
        for (Path file : List.of(lock, sled)) {
            if (!Files.isRegularFile(file)) {
                continue;
            }
            Optional<LockProbe.Holder> holder = LockProbe.holder(file);
            if (holder.isPresent()) {
                Failure refused = FileLock.refused(file, holder);
                findings.add(PreflightFinding.bad(
                        ExitStatus.REFUSED,
                        what,
                        holder.get().work(target.raftDir()) + ": process "
                                + holder.get().pid() + " (" + holder.get().program() + ") holds its lock",
                        refused.next()));
                return false;
            }
        }
        return true;
    }

    private boolean upgraded(String what, ImportTarget target) throws IOException {
        Path version = target.dfMeta().resolve("VERSION");
        if (plan.overHalfUpgraded() || !Files.isRegularFile(version)) {
            return true;
        }
        try {
            if (StoreHeader.parse(Files.readAllBytes(version), version).upgrading() == null) {
                return true;
            }
        } catch (Failure unreadable) {
            return true;
        }
        findings.add(PreflightFinding.bad(
                ExitStatus.REFUSED,
                what,
                "the store in " + target.raftDir() + " is in the middle of an upgrade; its data may exist nowhere"
                        + " else",
                "make the plan with --over-half-upgraded to replace it anyway (it is kept)"));
        return false;
    }

    private boolean writable(String what, ImportTarget target) {
        Path up = ParentDirectory.existing(target.home());
        boolean own = !Files.exists(target.raftDir()) || host.writable(target.raftDir());
        if (host.writable(up) && own) {
            return true;
        }
        findings.add(PreflightFinding.bad(
                ExitStatus.IO,
                what,
                "no permission to write to " + (own ? up : target.raftDir()),
                "run metash as its owner, the one of the meta service"));
        return false;
    }

    /**
     * Estimates the space for one node: a store takes less than half of its text, and a compressed text exceeds its
     * file.
     */
    private long nodeBytes(@Nullable StoredFile backupFile) {
        long text = plan.backup().bytes();
        if (backupFile != null) {
            try (ExportText source = ExportRecords.of(backupFile)) {
                if (source.packed()) {
                    Manifest manifest = Manifest.of(backupFile);
                    if (manifest == null) {
                        text = text * PACKED_TIMES;
                    } else {
                        text = manifest.textBytes();
                    }
                }
            } catch (IOException | Failure unreadable) {
                // Reported before: the file is not the plan's backup.
                return text / 2 + SPARE_BYTES;
            }
        }
        return text / 2 + SPARE_BYTES;
    }

    /** Checks the space on a disk, shared by all nodes with directories on it. */
    private boolean checkSpace(String what, ImportTarget target, Map<Object, Long> needed) throws IOException {
        Path up = ParentDirectory.existing(target.home());
        Object disk = Files.getAttribute(up, "unix:dev");
        long sum = needed.merge(disk, nodeBytes, Long::sum);
        long free = host.usableBytes(up);
        if (free >= sum) {
            return true;
        }
        findings.add(PreflightFinding.bad(
                ExitStatus.IO,
                what,
                "too little free space on the disk of " + target.home() + ": " + sum + " bytes may be needed, " + free
                        + " are free",
                "free space there, or choose a directory on another disk"));
        return false;
    }

    /** Checks whether a node's addresses are in use; only addresses of this host can be checked. */
    private void listeners(PlannedNode node) {
        List<String> free = new ArrayList<>();
        for (String address : addresses(node)) {
            Endpoint endpoint = Peers.listening(address, address, 1);
            InetAddress local = local(endpoint.addr());
            if (local == null) {
                findings.add(PreflightFinding.note(
                        "ports",
                        address + " is not an address of this host: whether node " + node.idText()
                                + " can listen there is checked on its own host"));
                continue;
            }
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(local, endpoint.port()));
                free.add(address);
            } catch (IOException inUse) {
                String text = "something listens on " + address + ", where node " + node.idText() + " will";
                findings.add(
                        ports
                                ? PreflightFinding.bad(
                                        ExitStatus.REFUSED,
                                        "ports",
                                        text,
                                        "stop it (it may be the old node), or plan another port; --ports-in-use"
                                                + " continues anyway")
                                : PreflightFinding.note("ports", text));
            }
        }
        if (!free.isEmpty()) {
            findings.add(
                    PreflightFinding.good("ports", String.join(" and ", free) + " free for node " + node.idText()));
        }
    }

    private static List<String> addresses(PlannedNode node) {
        if (node.grpc() == null || node.grpc().startsWith("0.0.0.0:")) {
            return List.of(node.raft());
        }
        return List.of(node.raft(), node.grpc());
    }

    /** Whether a node's Raft address belongs to this host. */
    public static boolean isOnThisHost(PlannedNode node) {
        return local(node.endpoint().addr()) != null;
    }

    /** Returns the address if it belongs to this host, else null. */
    static @Nullable InetAddress local(String host) {
        try {
            String bare = host;
            if (host.startsWith("[")) {
                bare = host.substring(1, host.length() - 1);
            }
            for (InetAddress address : InetAddress.getAllByName(bare)) {
                if (address.isLoopbackAddress()
                        || address.isAnyLocalAddress()
                        || NetworkInterface.getByInetAddress(address) != null) {
                    return address;
                }
            }
        } catch (UnknownHostException | SocketException elsewhere) {
            return null;
        }
        return null;
    }

    private void clock(long nowMs) {
        Long last = plan.backup().lastTimeMs();
        if (last == null) {
            findings.add(PreflightFinding.good("clock", ReadableTime.minute(nowMs) + " UTC on this host"));
        } else if (nowMs + DAY_MS < last) {
            findings.add(PreflightFinding.bad(
                    ExitStatus.REFUSED,
                    "clock",
                    ReadableTime.minute(nowMs) + " UTC on this host, but the backup's last entry is of "
                            + ReadableTime.minute(last) + " UTC",
                    "set the clock: keys expire by it"));
        } else {
            findings.add(PreflightFinding.good(
                    "clock",
                    ReadableTime.minute(nowMs) + " UTC on this host, after the backup's last entry ("
                            + ReadableTime.minute(last) + " UTC)"));
        }
    }
}
