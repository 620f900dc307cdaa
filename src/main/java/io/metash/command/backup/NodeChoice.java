package io.metash.command.backup;

import io.metash.client.Address;
import io.metash.client.ClusterInfo;
import io.metash.client.MetaClient;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.session.ServiceAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Selects the node of a cluster to back up: a healthy node, preferably a follower, and among several the one with the
 * highest applied index. A node is healthy if it is a leader, or a follower that knows its leader and is not far behind
 * the best node.
 */
final class NodeChoice {
    /** The maximum lag of a healthy follower, in log entries. */
    static final long USUAL_LAG = 1_000;

    private static final long ANSWER_MS = 5_000;

    private final List<NodeAnswer> answers;
    private final long maxLag;
    private final long newest;

    /**
     * A choice among nodes.
     *
     * @param maxLag the maximum lag of a healthy node behind the best one, in log entries
     */
    NodeChoice(List<NodeAnswer> answers, long maxLag) {
        this.answers = List.copyOf(answers);
        this.maxLag = maxLag;
        this.newest =
                answers.stream().map(NodeAnswer::applied).max(U64::compare).orElse(0L);
    }

    /**
     * Queries the status of all nodes in parallel.
     *
     * @param admins their admin APIs, in the same order
     */
    static List<NodeAnswer> ask(List<Address> nodes, List<Address> admins, ServiceAccess access) {
        List<FutureTask<NodeAnswer>> requests = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Address node = nodes.get(i);
            Address admin = admins.get(i);
            FutureTask<NodeAnswer> task = new FutureTask<>(() -> ask(node, admin, access));
            requests.add(task);
            Thread thread = new Thread(task, "metash-node");
            thread.setDaemon(true);
            thread.start();
        }
        List<NodeAnswer> answers = new ArrayList<>();
        for (FutureTask<NodeAnswer> task : requests) {
            answers.add(answer(task));
        }
        return answers;
    }

    private static NodeAnswer ask(Address node, Address admin, ServiceAccess access) {
        try (MetaClient client =
                new MetaClient(List.of(node), access.client().within(ANSWER_MS, ANSWER_MS), access.cancel())) {
            return NodeAnswer.of(node, admin, client.status(ANSWER_MS));
        } catch (Failure failed) {
            if (failed.status() == ExitStatus.INTERRUPTED) {
                throw failed;
            }
            return NodeAnswer.silent(node, admin, failed.summary());
        }
    }

    private static NodeAnswer answer(FutureTask<NodeAnswer> task) {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
    }

    /**
     * The selected node.
     *
     * @throws Failure if no node answered, or the nodes belong to different clusters
     */
    NodeAnswer best() {
        requireOneCluster();
        return answers.stream()
                .filter(NodeAnswer::answered)
                .max(Comparator.comparing((NodeAnswer node) -> defect(node).isEmpty())
                        .thenComparing(node -> defect(node).isEmpty() && node.follows())
                        .thenComparing(NodeAnswer::applied, U64::compare))
                .orElseThrow(this::noNodeAnswers);
    }

    private Failure noNodeAnswers() {
        return Failure.of(ExitStatus.UNREACHABLE, "no node of the cluster answers")
                .at(answers.stream().map(node -> node.address().toString()).collect(Collectors.joining(",")))
                .because(answers.stream()
                        .map(node -> node.address() + ": " + node.problem())
                        .collect(Collectors.joining("; ")))
                .next(
                        "check the addresses and that databend-meta runs; a Raft directory is backed up with --raft-dir DIR");
    }

    private void requireOneCluster() {
        NodeAnswer first = null;
        for (NodeAnswer node : answers) {
            if (voters(node).isEmpty()) {
                continue;
            }
            if (first == null) {
                first = node;
            } else if (voters(node).stream().noneMatch(voters(first)::contains)) {
                throw Failure.of(ExitStatus.USAGE, "these nodes belong to different clusters")
                        .at(first.address() + ", " + node.address())
                        .because("they have no voter in common: " + String.join(", ", voters(first)) + "; "
                                + String.join(", ", voters(node)))
                        .next("back up one cluster at a time");
            }
        }
    }

    private static Set<String> voters(NodeAnswer node) {
        return node.info()
                .map(info -> (Set<String>) new HashSet<>(info.voters()))
                .orElse(Set.of());
    }

    /** The reason that a node is not healthy; empty when it is healthy. */
    Optional<String> defect(NodeAnswer node) {
        if (!node.answered()) {
            return Optional.of(node.problem());
        }
        ClusterInfo info = node.info().orElseThrow();
        if (!info.isLeader() && !node.follows()) {
            return Optional.of("it is a " + node.state());
        }
        if (info.leader() == null) {
            return Optional.of("it knows no leader");
        }
        long lag = newest - node.applied();
        if (lag > maxLag) {
            return Optional.of("it is " + Units.count(lag, "log entry") + " behind the others");
        }
        return Optional.empty();
    }

    /**
     * Why other nodes were not selected, one sentence each; also reports that the selected node is not healthy, if so.
     */
    List<String> notes(NodeAnswer chosen) {
        List<String> notes = new ArrayList<>();
        for (NodeAnswer node : answers) {
            Optional<String> defect = defect(node);
            if (node == chosen) {
                defect.ifPresent(words -> notes.add("no node is healthy; the best one is used although " + words));
            } else {
                defect.ifPresent(words -> notes.add("not used: " + node.address() + ", " + words));
            }
        }
        return notes;
    }

    /**
     * The lag of a node's snapshot behind the newest entry applied by any node, in log entries; empty without a
     * snapshot.
     */
    Optional<Long> snapshotLag(NodeAnswer node) {
        return node.snapshot().map(last -> Math.max(0, newest - last.index()));
    }
}
