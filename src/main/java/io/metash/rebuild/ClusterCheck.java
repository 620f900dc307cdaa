package io.metash.rebuild;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.ClusterInfo;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Progress;
import io.metash.record.U64;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the running cluster matches the plan: every member is reachable, all name the same leader and have
 * applied the same log, and the keys equal the backup's.
 */
public final class ClusterCheck {
    private static final int TRIES = 10;
    private static final long PAUSE_MS = 300;

    private final RebuildPlan plan;
    private final List<Address> endpoints;
    private final ClientOptions options;
    private final @Nullable StoredFile backup;
    private final Cancel cancel;

    /**
     * Creates a check.
     *
     * @param endpoints the addresses of the nodes; when empty, the advertised client addresses of the plan
     * @param backup the backup, to list the keys that differ; without it only their number is known
     */
    public ClusterCheck(
            RebuildPlan plan,
            List<Address> endpoints,
            ClientOptions options,
            @Nullable StoredFile backup,
            Cancel cancel) {
        this.plan = plan;
        if (endpoints.isEmpty()) {
            this.endpoints = endpoints(plan);
        } else {
            this.endpoints = endpoints;
        }
        this.options = options;
        this.backup = backup;
        this.cancel = cancel;
    }

    private static List<Address> endpoints(RebuildPlan plan) {
        List<Address> all = new ArrayList<>();
        for (PlannedNode node : plan.nodes()) {
            if (node.grpc() != null) {
                all.add(Address.parse(node.grpc()));
            }
        }
        if (all.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "the plan has no advertised client addresses")
                    .next("metash init-cluster check PLAN --endpoint HOST:PORT, once for each node");
        }
        return all;
    }

    /** Runs the check once. */
    public List<PreflightFinding> check(Progress progress) throws IOException {
        List<PreflightFinding> findings = new ArrayList<>();
        NavigableMap<Long, ClusterInfo> infos = Membership.byId();
        Map<Long, Address> at = new LinkedHashMap<>();
        for (int attempt = 1; ; attempt++) {
            findings.clear();
            infos.clear();
            reach(findings, infos, at);
            if (attempt == TRIES || findings.stream().anyMatch(PreflightFinding::isBad) || sameLog(infos)) {
                break;
            }
            pause();
        }
        if (infos.isEmpty()) {
            return findings;
        }
        Optional<Long> leader = leader(findings, infos);
        members(findings, infos);
        log(findings, infos);
        Optional<Address> leads = leader.map(at::get);
        if (leads.isPresent()) {
            keys(findings, leads.get(), progress);
        }
        return findings;
    }

    private void pause() {
        cancel.check();
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
    }

    private void reach(List<PreflightFinding> findings, NavigableMap<Long, ClusterInfo> infos, Map<Long, Address> at) {
        Set<PlannedNode> named = new HashSet<>();
        for (Address address : endpoints) {
            try (MetaClient client = new MetaClient(List.of(address), options, () -> cancel)) {
                ClusterInfo info = client.status();
                infos.put(info.id(), info);
                at.put(info.id(), address);
            } catch (Failure unreachable) {
                if (unreachable.status() == ExitStatus.INTERRUPTED) {
                    throw unreachable;
                }
                findings.add(unreached(address, unreachable));
                planned(address).ifPresent(named::add);
            }
        }
        for (PlannedNode node : plan.nodes()) {
            if (infos.containsKey(node.id())) {
                ClusterInfo info = infos.get(node.id());
                findings.add(PreflightFinding.good(
                        "node " + node.idText(),
                        "reached at " + at.get(node.id()) + ": " + info.state() + ", version " + info.binaryVersion()));
            } else if (!named.contains(node)) {
                findings.add(PreflightFinding.bad(
                        ExitStatus.UNREACHABLE,
                        "node " + node.idText(),
                        "no endpoint answers as this node",
                        "init-cluster check PLAN --endpoint HOST:PORT, once for each node"));
            }
        }
        for (Long id : infos.keySet()) {
            if (plan.nodes().stream().noneMatch(node -> node.id() == id)) {
                findings.add(PreflightFinding.bad(
                        ExitStatus.NO,
                        "node " + U64.text(id),
                        "answers at " + at.get(id) + ", but is not a node of the plan",
                        "check its directory: it may be a node of another cluster"));
            }
        }
    }

    private PreflightFinding unreached(Address address, Failure failure) {
        String who = planned(address).map(node -> "node " + node.idText()).orElse(address.toString());
        String why = "";
        if (failure.why() != null) {
            why = "; " + clause(failure.why());
        }
        String text = "not reached at " + address + ": " + failure.what() + why;
        if (MetaClient.unreachable(failure)) {
            return PreflightFinding.notRunning(who, text);
        }
        return PreflightFinding.bad(ExitStatus.UNREACHABLE, who, text, failure.next());
    }

    /** Returns the planned node of an address. */
    private Optional<PlannedNode> planned(Address address) {
        return plan.nodes().stream()
                .filter(node -> address.toString().equals(node.grpc()))
                .findFirst();
    }

    private static boolean sameLog(NavigableMap<Long, ClusterInfo> infos) {
        return infos.values().stream().map(ClusterInfo::lastApplied).distinct().count() <= 1;
    }

    /** Returns the id in a node's text form: {@code id=1 raft=... grpc=...}. */
    private static String id(String node) {
        String first = node.split(" ", 2)[0];
        if (first.startsWith("id=")) {
            return first.substring(3);
        }
        return node;
    }

    private static String raft(String node) {
        for (String part : node.split(" ")) {
            if (part.startsWith("raft=")) {
                return part.substring(5);
            }
        }
        return "";
    }

    private Optional<Long> leader(List<PreflightFinding> findings, NavigableMap<Long, ClusterInfo> infos) {
        Set<String> named = new TreeSet<>();
        infos.values().forEach(info -> named.add(info.leader() == null ? "none" : id(info.leader())));
        List<ClusterInfo> leading =
                infos.values().stream().filter(ClusterInfo::isLeader).toList();
        Optional<Long> only = Optional.empty();
        if (leading.size() == 1) {
            only = Optional.of(leading.get(0).id());
        }
        if (only.isPresent() && named.equals(Set.of(U64.text(only.get())))) {
            ClusterInfo info = leading.get(0);
            findings.add(PreflightFinding.good(
                    "leader",
                    "node " + U64.text(info.id()) + " leads in term " + U64.text(info.currentTerm())
                            + "; all nodes agree"));
            return only;
        }
        String leaders = "none";
        if (!leading.isEmpty()) {
            leaders = leading.stream().map(info -> U64.text(info.id())).toList().toString();
        }
        findings.add(PreflightFinding.bad(
                ExitStatus.NO,
                "leader",
                "the nodes name as their leader: " + String.join(", ", named) + "; leading: " + leaders,
                "a majority of the nodes must run and reach each other at their Raft addresses; an election"
                        + " takes seconds"));
        return only;
    }

    private void members(List<PreflightFinding> findings, NavigableMap<Long, ClusterInfo> infos) {
        ClusterInfo info = infos.values().stream()
                .filter(ClusterInfo::isLeader)
                .findFirst()
                .orElse(infos.firstEntry().getValue());
        Set<String> expected = new TreeSet<>();
        plan.nodes().forEach(node -> expected.add(node.idText()));
        Set<String> voters = new TreeSet<>();
        info.voters().forEach(node -> voters.add(id(node)));
        if (!voters.equals(expected) || !info.nonVoters().isEmpty()) {
            findings.add(PreflightFinding.bad(
                    ExitStatus.NO,
                    "members",
                    "voters are " + voters + (info.nonVoters().isEmpty() ? "" : ", learners " + info.nonVoters())
                            + "; the plan says " + expected,
                    null));
            return;
        }
        List<String> moved = new ArrayList<>();
        for (String node : info.voters()) {
            PlannedNode planned = plan.node(U64.parse(id(node)));
            if (!raft(node).equals(planned.raft())) {
                moved.add("node " + planned.idText() + " has " + raft(node) + ", the plan has " + planned.raft());
            }
        }
        findings.add(
                moved.isEmpty()
                        ? PreflightFinding.good(
                                "members", "voters " + voters + ", all at the Raft addresses of the plan")
                        : PreflightFinding.note(
                                "members",
                                "voters " + voters
                                        + "; Raft addresses that differ from the plan, set by configuration: "
                                        + String.join("; ", moved)));
    }

    private void log(List<PreflightFinding> findings, NavigableMap<Long, ClusterInfo> infos) {
        Set<String> applied = new TreeSet<>();
        infos.values().forEach(info -> applied.add(info.lastApplied()));
        if (applied.size() != 1) {
            findings.add(PreflightFinding.bad(
                    ExitStatus.NO,
                    "log",
                    "the nodes have applied different log positions: " + applied,
                    "wait until lagging nodes catch up, and check that no client writes"));
            return;
        }
        String last = applied.iterator().next();
        LogId lastId = LogId.parse(last);
        long index = 0;
        if (lastId != null) {
            index = lastId.index();
        }
        long least = plan.lastIndexOfBackup() + 1;
        if (U64.compare(index, least) < 0) {
            findings.add(PreflightFinding.bad(
                    ExitStatus.NO,
                    "log",
                    "applied up to " + last + ", but the new cluster begins at "
                            + plan.expected().newLogId(),
                    "check that the nodes use the plan's directories: init-cluster verify PLAN"));
        } else {
            String count = infos.size() == 1 ? "applied" : "all have applied";
            findings.add(PreflightFinding.good("log", count + " up to " + last));
        }
    }

    private void keys(List<PreflightFinding> findings, Address leader, Progress progress) throws IOException {
        KeyDigest live = new KeyDigest();
        String sum;
        try (MetaClient client = new MetaClient(List.of(leader), options, () -> cancel);
                KvCursor all = client.list(Bytes.utf8(""), -1)) {
            while (all.next()) {
                cancel.check();
                live.add(all.key(), all.value());
                if (live.keys() % 1000 == 0) {
                    progress.moved(live.keys() + live.expiring(), 0, -1);
                }
            }
            sum = live.finish();
        } catch (Failure failed) {
            if (failed.status() == ExitStatus.INTERRUPTED) {
                throw failed;
            }
            findings.add(PreflightFinding.of("keys", failed));
            return;
        }
        ExpectedStore expected = plan.expected();
        if (live.keys() == expected.keys() && sum.equals(expected.keySha256())) {
            String gone = "";
            if (expected.expiring() != live.expiring()) {
                gone = "; of " + expected.expiring() + " with an expiry time " + live.expiring() + " remain";
            }
            findings.add(PreflightFinding.good(
                    "keys",
                    live.keys() + " keys, SHA-256 " + sum.substring(0, 12) + "..., exactly those of the backup" + gone
                            + "; databases: " + live.databases() + ", tables: " + live.tables() + ", users: "
                            + live.users()));
            return;
        }
        if (backup == null) {
            findings.add(PreflightFinding.bad(
                    ExitStatus.NO,
                    "keys",
                    live.keys() + " keys with another digest than the " + expected.keys() + " of the backup",
                    "copy the backup to this host to list the keys that differ"));
            return;
        }
        findings.add(new KeyComparison(backup, options, leader, cancel).find());
    }

    /** Turns a sentence of metash into a clause; returns other texts unchanged. */
    private static String clause(String text) {
        if (text.endsWith(".")) {
            return Character.toLowerCase(text.charAt(0)) + text.substring(1, text.length() - 1);
        }
        return text;
    }
}
