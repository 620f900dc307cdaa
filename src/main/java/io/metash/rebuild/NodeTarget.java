package io.metash.rebuild;

import io.metash.files.DirectoryIdentity;
import io.metash.record.Endpoint;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.HostName;
import io.metash.record.Node;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A node to rebuild and its Raft directory.
 *
 * @param id the node id, u64
 * @param node its addresses
 * @param directory its Raft directory
 */
public record NodeTarget(long id, Node node, Path directory) {

    /**
     * Parses {@code id=host:port=DIR}, split at the first two {@code =}; ids and directories must differ (decisions
     * 15).
     */
    public static List<NodeTarget> parse(List<String> items) {
        return parse(items, false);
    }

    /** Parses nodes on several hosts, where directories may have equal names. */
    static List<NodeTarget> parse(List<String> items, boolean severalHosts) {
        List<NodeTarget> targets = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String[] parts = items.get(i).split("=", 3);
            if (parts.length < 3 || parts[2].isEmpty()) {
                throw Failure.of(ExitStatus.USAGE, "'" + items.get(i) + "' is not ID=HOST:PORT=DIR")
                        .at("--node number " + (i + 1))
                        .next("write it as ID=HOST:PORT=DIR, for example 1=10.0.0.1:28103=/var/lib/databend/raft");
            }
            long id = Peers.id(parts[0], items.get(i), i + 1);
            Endpoint endpoint = Peers.endpoint(parts[1], items.get(i), i + 1);
            Path directory = Path.of(parts[2]).toAbsolutePath().normalize();
            NodeTarget target = new NodeTarget(id, new Node(U64.text(id), endpoint, null), directory);
            for (int before = 0; before < targets.size(); before++) {
                targets.get(before).refuseSame(target, before + 1, i + 1, severalHosts);
            }
            targets.add(target);
        }
        return targets;
    }

    /** Rejects nodes that share an id, a Raft address or a directory. */
    static void refuseSame(List<NodeTarget> targets, boolean severalHosts) {
        for (int i = 0; i < targets.size(); i++) {
            for (int before = 0; before < i; before++) {
                targets.get(before).refuseSame(targets.get(i), before + 1, i + 1, severalHosts);
            }
        }
    }

    /** Returns this node with an advertised client address. */
    NodeTarget withGrpcAddress(String grpcAddress) {
        return new NodeTarget(id, new Node(node.name(), node.endpoint(), grpcAddress), directory);
    }

    /** Whether one directory is or contains the other, also through links and mounts. */
    static boolean overlap(Path a, Path b) {
        try {
            return DirectoryIdentity.overlap(a, b);
        } catch (IOException unreadable) {
            throw Failure.of(ExitStatus.IO, "the directory of a node cannot be read")
                    .at(a + ", " + b)
                    .because(String.valueOf(unreadable.getMessage()))
                    .next("run metash as its owner, the one of the meta service")
                    .causedBy(unreadable);
        }
    }

    private boolean sameHost(NodeTarget other) {
        return HostName.canonical(node.endpoint().addr())
                .equals(HostName.canonical(other.node.endpoint().addr()));
    }

    private void refuseSame(NodeTarget other, int position, int otherPosition, boolean severalHosts) {
        boolean apart = severalHosts && !sameHost(other);
        String what = null;
        if (id == other.id) {
            what = "node " + U64.text(id) + " is named twice";
        } else if (!apart && overlap(directory, other.directory)) {
            what = "two nodes have the same directory, or one inside the other";
        } else if (node.endpoint().sameAs(other.node.endpoint())) {
            what = "two nodes have the same Raft address " + node.endpoint();
        }
        if (what != null) {
            throw Failure.of(ExitStatus.USAGE, what)
                    .at("--node number " + position + " and number " + otherPosition)
                    .next("give every node its own id, Raft address and directory");
        }
    }
}
