package io.metash.rebuild;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.ClusterInfo;
import io.metash.client.MetaClient;
import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.files.ParentDirectory;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Membership;
import io.metash.record.ShellWord;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a lost node of a running cluster: an empty node joins and receives all data. First checks whether the
 * cluster is healthy enough.
 */
public final class Rejoin {
    private final ClusterInfo info;
    private final String leader;
    private final NavigableMap<Long, Member> members = Membership.byId();

    /**
     * A member of the cluster.
     *
     * @param id its id, u64
     * @param raft its Raft address
     * @param grpc its client address, or null
     * @param voter whether it is a voter
     * @param reached whether it answers
     * @param replicated the log position that the leader replicated to it, or null
     */
    public record Member(
            long id, String raft, @Nullable String grpc, boolean voter, boolean reached, @Nullable String replicated) {}

    private Rejoin(ClusterInfo info, String leader) {
        this.info = info;
        this.leader = leader;
    }

    /**
     * Reads the state of a cluster through one of its nodes.
     *
     * @throws Failure when the node is unreachable or knows no leader, so that the cluster is unhealthy
     */
    public static Rejoin examine(Address node, ClientOptions options, Cancel cancel) {
        ClusterInfo info = status(node, options, cancel);
        String leads = info.leader();
        if (leads == null) {
            throw Failure.of(ExitStatus.REFUSED, "this cluster has no leader, so no node can join it")
                    .at(node.toString())
                    .because("node " + U64.text(info.id()) + " is " + info.state() + " in term "
                            + U64.text(info.currentTerm()))
                    .next("start more of its nodes; or stop all nodes and choose 4 in the first menu ('back')");
        }
        if (!info.isLeader()) {
            Optional<Address> grpc = Address.named(part(leads, "grpc="));
            if (grpc.isPresent()) {
                try {
                    ClusterInfo leader = status(grpc.get(), options, cancel);
                    if (leader.isLeader()) {
                        info = leader;
                    }
                } catch (Failure notReached) {
                    // A follower's answer suffices: it only lacks the replication progress.
                    info = status(node, options, cancel);
                }
            }
        }
        Rejoin rejoin = new Rejoin(info, Objects.requireNonNullElse(info.leader(), leads));
        for (String text : info.voters()) {
            rejoin.add(text, true, options, cancel);
        }
        for (String text : info.nonVoters()) {
            rejoin.add(text, false, options, cancel);
        }
        return rejoin;
    }

    private static ClusterInfo status(Address node, ClientOptions options, Cancel cancel) {
        try (MetaClient client = new MetaClient(List.of(node), options, () -> cancel)) {
            return client.status();
        }
    }

    private static String part(String node, String name) {
        for (String part : node.split(" ")) {
            if (part.startsWith(name)) {
                return part.substring(name.length());
            }
        }
        return "";
    }

    private static long id(String node, String endpoint) {
        try {
            return U64.parse(part(node, "id="));
        } catch (NumberFormatException noNumber) {
            throw Failure.of(ExitStatus.UNREACHABLE, "unexpected answer from the meta service")
                    .at(endpoint)
                    .because("one of its members has no id");
        }
    }

    private void add(String text, boolean voter, ClientOptions options, Cancel cancel) {
        long id = id(text, info.endpoint());
        String grpc = part(text, "grpc=");
        boolean reached = id == info.id();
        Optional<Address> address = Address.named(grpc);
        if (!reached && address.isPresent()) {
            try {
                reached = status(address.get(), options, cancel).id() == id;
            } catch (Failure silent) {
                if (silent.status() == ExitStatus.INTERRUPTED) {
                    throw silent;
                }
            }
        }
        members.put(
                id,
                new Member(
                        id,
                        part(text, "raft="),
                        grpc.isEmpty() ? null : grpc,
                        voter,
                        reached,
                        info.replication().get(id)));
    }

    /** The members by id. */
    public List<Member> members() {
        return List.copyOf(members.values());
    }

    /** The leader, as the service names it. */
    public String leader() {
        return leader;
    }

    /** Returns the member that does not answer if there is exactly one, else null. */
    public @Nullable Long lost() {
        List<Long> silent = members.values().stream()
                .filter(member -> !member.reached())
                .map(Member::id)
                .toList();
        if (silent.size() == 1) {
            return silent.get(0);
        }
        return null;
    }

    /** Whether a node is a member. */
    public boolean has(long id) {
        return members.containsKey(id);
    }

    /** Whether a member answers and has the leader's whole log; false when no leader reports its progress. */
    public boolean caughtUp(long id) {
        Member member = members.get(id);
        if (member == null || !member.reached() || member.replicated() == null) {
            return false;
        }
        String index = member.replicated().substring(member.replicated().lastIndexOf('.') + 1);
        return index.matches("[0-9]+") && U64.parse(index) >= info.lastLogIndex();
    }

    /** Describes a member's progress. */
    public String progress(long id) {
        Member member = members.get(id);
        if (member == null) {
            return "it has not joined yet";
        }
        if (!member.reached()) {
            return "it does not answer yet";
        }
        String sent = "nothing";
        if (member.replicated() != null) {
            sent = "the log up to " + member.replicated();
        }
        return "it has " + sent + ", the leader's log ends at " + U64.text(info.lastLogIndex());
    }

    /** Returns an unused id. */
    public long freeId() {
        if (members.isEmpty()) {
            return 1;
        }
        return members.lastKey() + 1;
    }

    /** Returns the lost member; rejects ids that cannot be lost. */
    public Member lost(long id) {
        Member member = members.get(id);
        if (member == null) {
            throw Failure.of(ExitStatus.USAGE, "the cluster has no node " + U64.text(id))
                    .because("its members are "
                            + String.join(
                                    ", ",
                                    members.keySet().stream().map(U64::text).toList()));
        }
        if (part(leader, "id=").equals(U64.text(id))) {
            throw Failure.of(
                    ExitStatus.REFUSED, "node " + U64.text(id) + " is the leader of the cluster: it is not lost");
        }
        long voters = members.values().stream().filter(Member::voter).count();
        long left = members.values().stream()
                .filter(other -> other.voter() && other.id() != id && other.reached())
                .count();
        if (member.voter() && left < voters / 2 + 1) {
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "only " + left + " of the " + voters + " voters can be reached without it: no majority")
                    .because("removing and adding a node needs a majority")
                    .next("start the other nodes first, or give them addresses that clients can reach");
        }
        return member;
    }

    /** Returns the Raft addresses of all other members. */
    public List<String> others(long id) {
        List<String> others = new ArrayList<>();
        members.values().stream().filter(m -> m.id() != id && m.reached()).forEach(m -> others.add(m.raft()));
        return others;
    }

    /** Rejects a non-empty directory: a joining node starts without data. */
    public static void refuseUsed(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            throw Failure.of(ExitStatus.USAGE, "this is a file, not a directory")
                    .at(directory.toString());
        }
        if (!DirectoryListing.list(directory).isEmpty()) {
            throw Failure.of(ExitStatus.REFUSED, "this directory is not empty; a joining node starts empty")
                    .at(directory.toString())
                    .next("name a new directory, or move this one away: mv " + ShellWord.of(directory) + " "
                            + ShellWord.of(directory + ".old"));
        }
    }

    /** Creates the empty directory and a configuration under an unused name; returns the configuration. */
    public static Path prepare(
            NodeTarget node, List<String> cluster, @Nullable Path configFile, FreeName newConfig, Disk disk)
            throws IOException {
        refuseUsed(node.directory());
        List<Path> missing = new ArrayList<>();
        for (Path up = node.directory(); !Files.exists(up); up = ParentDirectory.of(up)) {
            missing.add(0, up);
        }
        for (Path directory : missing) {
            disk.createDirectory(directory, null);
            disk.syncDirectory(ParentDirectory.of(directory));
        }
        ServerConfig config;
        if (configFile == null) {
            config = ServerConfig.fresh(
                    "databend-meta of node " + U64.text(node.id()) + ", written by metash; it joins a running cluster");
        } else {
            config = ServerConfig.read(configFile);
        }
        String host = node.node().endpoint().addr();
        int others = (int) cluster.stream()
                .filter(other -> PlanFiles.host(Peers.address(other).addr()).equals(PlanFiles.host(host)))
                .count();
        config.joining(node, cluster, others);
        return PlanFiles.createFree(newConfig, config.text(), disk);
    }
}
