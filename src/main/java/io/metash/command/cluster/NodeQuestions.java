package io.metash.command.cluster;

import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.rebuild.BackupFacts;
import io.metash.rebuild.DirectoryProgress;
import io.metash.rebuild.NodeTarget;
import io.metash.rebuild.Peers;
import io.metash.rebuild.PlanFiles;
import io.metash.rebuild.PlannedNode;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.HomeDirectory;
import io.metash.record.Membership;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Asks for the nodes: ids, Raft addresses, client addresses, directories. Known values are offered as defaults. */
final class NodeQuestions {
    private static final String NONE = "none";
    private static final int MAX_NODES = 9;
    private static final int USUAL_PORT = 9191;

    private final Dialogue dialogue;
    private final Map<Long, String> raft = Membership.byId();
    private final Map<Long, String> grpc = Membership.byId();
    private final Map<Long, Path> directories = Membership.byId();
    private final Map<Long, PlannedNode> before = Membership.byId();
    private List<Long> voters = List.of();
    private List<DirectoryProgress> progress = List.of();
    private List<Long> configured = List.of();
    private List<Long> ids = List.of();
    /** The last answer to the question for directories. */
    private String pattern = "";

    NodeQuestions(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** Sets the defaults from the backup and the directories. */
    void setDefaults(BackupFacts facts, List<DirectoryProgress> ofDirectories) {
        voters = facts.voters();
        before.clear();
        facts.nodes().forEach(node -> before.put(node.id(), node));
        progress = ofDirectories;
    }

    /** Sets the nodes of the configuration files, which take precedence. */
    void configured(List<NodeTarget> targets) {
        configured = targets.stream().map(NodeTarget::id).toList();
        for (NodeTarget node : targets) {
            raft.put(node.id(), node.node().endpoint().toString());
            directories.put(node.id(), node.directory());
            if (node.node().grpcApiAdvertiseAddress() != null) {
                grpc.put(node.id(), node.node().grpcApiAdvertiseAddress());
            }
            dialogue.say("  node " + U64.text(node.id()) + ": "
                    + node.node().endpoint() + ", "
                    + Printable.text(node.directory().toString()));
        }
    }

    /** Keeps the ids of the backup. */
    void sameIds() {
        ids = voters;
        dialogue.say("  The nodes keep their ids: " + Membership.ids(ids) + ".");
    }

    void askIds(boolean oneDirectory) throws IOException {
        if (!configured.isEmpty()) {
            ids = configured;
            return;
        }
        List<Long> usual = voters;
        if (!ids.isEmpty()) {
            usual = ids;
        } else if (oneDirectory && progress.size() == 1 && progress.get(0).nodeId() != null) {
            usual = List.of(progress.get(0).nodeId());
        }
        String help =
                "An id is a number that a node keeps forever. One id makes a cluster of one node; three or five are"
                        + " usual.";
        if (oneDirectory) {
            help += "\nStart with one node and let others join, or rebuild all at once.";
        }
        String offered = "1";
        if (!usual.isEmpty()) {
            offered = Membership.ids(usual);
        }
        ids = dialogue.ask("The ids of the nodes, separated by blanks", offered, help, answer -> {
            List<Long> read = new ArrayList<>();
            for (String word : Dialogue.words(answer)) {
                if (!word.matches("[0-9]{1,20}")) {
                    throw Failure.of(ExitStatus.USAGE, "'" + word + "' is not a node id")
                            .because("an id is a number from 0 to 2^64-1");
                }
                long id = Peers.id(word, word, read.size() + 1);
                if (read.contains(id)) {
                    throw Failure.of(ExitStatus.USAGE, "node " + word + " is named twice");
                }
                read.add(id);
            }
            if (read.isEmpty()) {
                throw Failure.of(ExitStatus.USAGE, "a cluster has at least one node");
            }
            if (read.size() % 2 == 0) {
                dialogue.say("  Note: " + read.size() + " nodes tolerate no more failures than " + (read.size() - 1)
                        + " do.");
            }
            echo(read);
            return List.copyOf(read);
        });
    }

    /** Repeats the parsed ids: {@code 3} is node 3, not three nodes. */
    private void echo(List<Long> read) {
        if (read.size() > 1) {
            dialogue.say("  " + read.size() + " nodes, with the ids " + Membership.ids(read) + ".");
            return;
        }
        long only = read.get(0);
        dialogue.say("  One node, with the id " + U64.text(only) + ".");
        if (only > 1 && only <= MAX_NODES) {
            String all =
                    LongStream.rangeClosed(1, only).mapToObj(Long::toString).collect(Collectors.joining(" "));
            dialogue.say("  For " + only + " nodes go 'back' and type: " + all);
        }
    }

    void askRaft() throws IOException {
        // A user who comes back from the next question returns to the last node, not to the first.
        int first = 0;
        if (dialogue.returning()) {
            first = ids.size() - 1;
        }
        for (int i = first; i < ids.size(); i++) {
            long id = ids.get(i);
            int at = i;
            try {
                raft.put(
                        id,
                        dialogue.ask(
                                "Raft address of node " + U64.text(id) + " (host:port): where the other nodes reach it",
                                usualRaft(id),
                                "It is raft_advertise_host and raft_api_port of the node's configuration. The port is"
                                        + " not that of the clients.",
                                answer -> unused(Peers.address(answer).toString(), at)));
            } catch (Dialogue.Back e) {
                if (i == 0) {
                    throw e;
                }
                i -= 2;
            }
        }
    }

    private String unused(String address, int place) {
        for (int other = 0; other < place; other++) {
            if (address.equals(raft.get(ids.get(other)))) {
                throw Failure.of(
                                ExitStatus.USAGE,
                                "node " + U64.text(ids.get(other)) + " has the address " + address + " already")
                        .next("every node needs its own");
            }
        }
        return address;
    }

    private @Nullable String usualRaft(long id) {
        if (raft.containsKey(id)) {
            return raft.get(id);
        }
        PlannedNode node = before.get(id);
        if (node == null) {
            return null;
        }
        return node.raft();
    }

    private String raft(long id) {
        return Objects.requireNonNull(raft.get(id), "the Raft addresses are not asked yet");
    }

    void askGrpc() throws IOException {
        List<String> usual = new ArrayList<>();
        for (long id : ids) {
            usual.add(usualGrpc(id, usual));
        }
        List<String> addresses = dialogue.ask(
                "Advertised client addresses (host:port), one per node: "
                        + ids.stream().map(U64::text).collect(Collectors.joining(", ")),
                String.join(" ", usual),
                "It is grpc_api_advertise_host and the port of grpc_api_address of each node's configuration. 'none'"
                        + " for no address at all.",
                answer -> {
                    List<String> words = Dialogue.words(answer);
                    if (words.equals(List.of(NONE))) {
                        return ids.stream().map(id -> NONE).toList();
                    }
                    if (words.size() != ids.size()) {
                        throw Failure.of(
                                        ExitStatus.USAGE,
                                        "there are " + ids.size() + " nodes, but "
                                                + Units.count(words.size(), "address"))
                                .next("give one for each node, in their order; or 'none'");
                    }
                    List<String> read = new ArrayList<>();
                    for (String word : words) {
                        String address = Peers.address(word).toString();
                        if (read.contains(address)) {
                            throw Failure.of(ExitStatus.USAGE, "two nodes have the address " + address);
                        }
                        if (raft.values().contains(address)) {
                            throw Failure.of(ExitStatus.USAGE, address + " is already a Raft address")
                                    .because("a node listens for clients on another port");
                        }
                        read.add(address);
                    }
                    return read;
                });
        grpc.clear();
        for (int i = 0; i < ids.size(); i++) {
            if (!addresses.get(i).equals(NONE)) {
                grpc.put(ids.get(i), addresses.get(i));
            }
        }
    }

    /**
     * The default client address of a node, on the host of its Raft address. A node that stays on its host keeps its
     * port; others get the default port. While the address is taken, the port is increased by 100.
     */
    private String usualGrpc(long id, List<String> used) {
        if (grpc.containsKey(id)) {
            return grpc.get(id);
        }
        String host = Peers.address(raft(id)).addr();
        int port = portBefore(id, host);
        while (used.contains(host + ":" + port) || raft.containsValue(host + ":" + port)) {
            port += 100;
        }
        return host + ":" + port;
    }

    /** The client port of a node that stays on its host; the default port for others. */
    private int portBefore(long id, String host) {
        PlannedNode node = before.get(id);
        if (node == null) {
            return USUAL_PORT;
        }
        String address = node.grpc();
        if (address == null || !Peers.address(node.raft()).addr().equals(host)) {
            return USUAL_PORT;
        }
        try {
            return Peers.listening(address, address, 1).port();
        } catch (Failure e) {
            return USUAL_PORT;
        }
    }

    void askDirectories() throws IOException {
        boolean oneHost = ids.stream()
                        .map(id -> Peers.address(raft(id)).addr())
                        .distinct()
                        .count()
                < ids.size();
        String usual = usualDirectories(oneHost);
        dialogue.askFiles(
                "The Raft directory of each node; {id} is replaced by the node's id",
                usual,
                "It is raft_dir of the node's configuration. An existing store is moved aside and kept. One with {id}"
                        + " for all, or one for each node\n"
                        + "separated by blanks. Nodes on different hosts may have the same.",
                answer -> {
                    List<String> words = Dialogue.words(answer);
                    if (words.size() != 1 && words.size() != ids.size()) {
                        throw Failure.of(
                                        ExitStatus.USAGE,
                                        "there are " + ids.size() + " nodes, but " + words.size() + " directories")
                                .next("give one for each node, or one with {id} in it");
                    }
                    Map<Long, Path> read = Membership.byId();
                    for (int i = 0; i < ids.size(); i++) {
                        String word = words.get(words.size() == 1 ? 0 : i);
                        if (word.matches("[^/]+:[0-9]{1,5}")) {
                            throw Failure.of(ExitStatus.USAGE, "this is an address, not a directory")
                                    .at(word)
                                    .next("name a directory, such as /var/lib/databend/raft-{id}; 'back' returns to the"
                                            + " addresses");
                        }
                        String home = HomeDirectory.expand(word);
                        Path path = Path.of(home.replace("{id}", U64.text(ids.get(i))))
                                .toAbsolutePath()
                                .normalize();
                        if (path.endsWith("df_meta")) {
                            throw Failure.of(ExitStatus.USAGE, "this directory is inside a Raft directory")
                                    .at(path.toString())
                                    .next("name the directory that contains df_meta");
                        }
                        read.put(ids.get(i), path);
                    }
                    directories.putAll(read);
                    // Reports duplicates.
                    new PlanFiles(List.of()).targets(items(), List.of());
                    pattern = answer;
                    return read;
                });
    }

    private String usualDirectories(boolean oneHost) {
        if (!pattern.isEmpty()) {
            return pattern;
        }
        Optional<String> typed = ofAll(directories);
        if (typed.isPresent()) {
            return typed.get();
        }
        Map<Long, Path> named = Membership.byId();
        for (DirectoryProgress one : progress) {
            if (one.nodeId() != null) {
                named.put(one.nodeId(), one.directory());
            }
        }
        Optional<String> known = ofAll(named);
        if (known.isPresent()) {
            return known.get();
        }
        if (oneHost) {
            return "/var/lib/databend/raft-{id}";
        }
        return "/var/lib/databend/raft";
    }

    /** The directories of all nodes as one answer; empty if one of them is unknown. */
    private Optional<String> ofAll(Map<Long, Path> known) {
        List<String> paths = new ArrayList<>();
        for (long id : ids) {
            Path path = known.get(id);
            if (path == null) {
                return Optional.empty();
            }
            paths.add(quoted(path));
        }
        return Optional.of(String.join(" ", paths));
    }

    private static String quoted(Path path) {
        if (path.toString().matches("[^\\s,'\"]+")) {
            return path.toString();
        }
        return "'" + path + "'";
    }

    private List<String> items() {
        return ids.stream()
                .map(id -> U64.text(id) + "=" + raft.get(id) + "=" + directories.get(id))
                .toList();
    }

    /** The nodes, after all questions are answered. */
    List<NodeTarget> targets() throws IOException {
        List<NodeTarget> targets = new ArrayList<>();
        for (long id : ids) {
            Path directory = Objects.requireNonNull(directories.get(id), "the directories are not asked yet");
            targets.add(PlanFiles.target(id, raft(id), grpc.get(id), directory));
        }
        return targets;
    }
}
