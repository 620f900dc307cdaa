package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.files.ParentDirectory;
import io.metash.record.Endpoint;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.HostName;
import io.metash.record.Node;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a plan: configurations to read, and configurations to write for each node next to the plan. */
public final class PlanFiles {
    private final Map<Long, ServerConfig> configs = new HashMap<>();
    private final List<NodeTarget> configured = new ArrayList<>();

    /** Reads the existing configurations, none or one for each node. */
    public PlanFiles(List<Path> files) throws IOException {
        for (Path file : files) {
            ServerConfig config = ServerConfig.read(file);
            NodeTarget target = config.target();
            ServerConfig same = configs.putIfAbsent(target.id(), config);
            if (same != null) {
                throw Failure.of(ExitStatus.USAGE, "two configurations are for node " + U64.text(target.id()))
                        .at(same.file() + " and " + file)
                        .because("raft_config.id is the same in both, or in neither")
                        .next("give each its own id");
            }
            configured.add(target);
        }
    }

    /** Returns the nodes described by the configurations. */
    public List<NodeTarget> configured() {
        return List.copyOf(configured);
    }

    /**
     * Returns the nodes of a plan.
     *
     * @param nodes {@code id=host:port=DIR} for each node; when empty, the configurations' nodes
     * @param grpc {@code id=host:port} for each advertised client address
     */
    public List<NodeTarget> targets(List<String> nodes, List<String> grpc) {
        List<NodeTarget> targets = new ArrayList<>(nodes.isEmpty() ? configured : NodeTarget.parse(nodes, true));
        NodeTarget.refuseSame(targets, true);
        for (int i = 0; i < grpc.size(); i++) {
            String item = grpc.get(i);
            int equals = item.indexOf('=');
            if (equals < 0) {
                throw Failure.of(ExitStatus.USAGE, "'" + item + "' is not ID=HOST:PORT")
                        .next("write it as --grpc ID=HOST:PORT");
            }
            long id = Peers.id(item.substring(0, equals), item, i + 1);
            String address =
                    Peers.endpoint(item.substring(equals + 1), item, i + 1).toString();
            int at = -1;
            for (int j = 0; j < targets.size(); j++) {
                if (targets.get(j).id() == id) {
                    at = j;
                }
            }
            if (at < 0) {
                throw Failure.of(ExitStatus.USAGE, "--grpc names node " + U64.text(id) + ", which is not planned");
            }
            targets.set(at, targets.get(at).withGrpcAddress(address));
        }
        refuseSameClientAddresses(targets);
        targets.forEach(target -> PlanTexts.requireDirectory(PlannedNode.of(target, null)));
        return targets;
    }

    private static void refuseSameClientAddresses(List<NodeTarget> targets) {
        Map<String, String> owners = new HashMap<>();
        for (NodeTarget node : targets) {
            owners.put(
                    key(node.node().endpoint()),
                    "the Raft address of node " + node.node().name());
        }
        for (NodeTarget node : targets) {
            String configured = node.node().grpcApiAdvertiseAddress();
            if (configured == null) {
                continue;
            }
            Endpoint endpoint = Peers.listening(configured, configured, 1);
            String before = null;
            if (!HostName.unreachable(endpoint.addr()).isPresent()) {
                before = owners.put(
                        key(endpoint),
                        "the client address of node " + node.node().name());
            }
            if (before != null) {
                throw Failure.of(
                                ExitStatus.USAGE,
                                "node " + node.node().name() + " and another node have the same address " + configured)
                        .because("it is already " + before)
                        .next("give every node its own host or port");
            }
        }
    }

    private static String key(Endpoint endpoint) {
        return HostName.canonical(endpoint.addr()) + " " + endpoint.port();
    }

    /**
     * Returns the files that {@link #write} creates: the plan, and a configuration for each node next to it.
     *
     * @throws Failure with status 2 when the plan could not be read from this file
     */
    public static List<Path> outputs(RebuildPlan plan, Path file) {
        PlanTexts.require(plan.withConfigs(configNames(plan, file)));
        List<Path> outputs = new ArrayList<>(List.of(file));
        plan.nodes().forEach(node -> outputs.add(file.resolveSibling(configName(file, node))));
        return outputs;
    }

    private static List<String> configNames(RebuildPlan plan, Path file) {
        return plan.nodes().stream().map(node -> configName(file, node)).toList();
    }

    private static String configName(Path file, PlannedNode node) {
        String stem = file.getFileName().toString().replaceFirst("(\\.plan)?\\.json$", "");
        return stem + ".node-" + node.idText() + ".toml";
    }

    /**
     * Writes each node's configuration, then the plan; replaces existing files. On a failure all files stay as they
     * were.
     *
     * @return the plan with the names of the configurations
     */
    public RebuildPlan write(RebuildPlan plan, Path file, Disk disk) throws IOException {
        TextFiles.replace(texts(plan, file), disk);
        return RebuildPlan.read(file);
    }

    /** Writes the files under the first unused set of names and returns the plan's file. */
    public Path writeNew(RebuildPlan plan, FreeName name, Disk disk) throws IOException {
        for (int number = 1; ; number++) {
            Path file = name.candidate(number);
            if (outputs(plan, file).stream().noneMatch(FreeName::exists) && created(texts(plan, file), disk)) {
                return file;
            }
        }
    }

    /** Creates all files, or none and returns false when another command was first. */
    private static boolean created(Map<Path, String> texts, Disk disk) throws IOException {
        try {
            TextFiles.create(texts, disk);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Returns the content of a plan's files, the plan itself last. */
    private Map<Path, String> texts(RebuildPlan plan, Path file) throws IOException {
        Path directory = ParentDirectory.of(file.toAbsolutePath().normalize());
        if (!Files.isDirectory(directory)) {
            throw Failure.of(ExitStatus.IO, "the directory for the plan does not exist")
                    .at(directory.toString());
        }
        Map<Path, String> texts = new LinkedHashMap<>();
        RebuildPlan named = plan.withConfigs(configNames(plan, file));
        PlanTexts.require(named);
        Map<String, Integer> onHost = new HashMap<>();
        for (PlannedNode node : plan.nodes()) {
            int place = onHost.merge(host(node.endpoint().addr()), 1, Integer::sum) - 1;
            texts.put(directory.resolve(configName(file, node)), config(node, plan, place));
        }
        texts.put(file, named.signed());
        return texts;
    }

    /** Returns one name per host; this host may be localhost, 127.0.0.1 or its own name. */
    static String host(String address) {
        if (Preflight.local(address) == null) {
            return address;
        }
        return "";
    }

    private String config(PlannedNode node, RebuildPlan plan, int place) throws IOException {
        ServerConfig before = configs.get(node.id());
        ServerConfig config;
        if (before != null && before.file() != null) {
            config = ServerConfig.read(before.file());
        } else {
            config = ServerConfig.fresh(
                    "databend-meta of node " + node.idText() + ", written by metash for the plan " + plan.id());
        }
        config.convertTo(node, plan, place);
        return config.text();
    }

    /** Creates a file under the first unused name. */
    static Path createFree(FreeName name, String text, Disk disk) throws IOException {
        for (int number = 1; ; number++) {
            try {
                TextFiles.create(Map.of(name.candidate(number), text), disk);
                return name.candidate(number);
            } catch (FileAlreadyExistsException exists) {
                continue;
            }
        }
    }

    /** Creates a node from its parts. */
    public static NodeTarget target(long id, String raft, @Nullable String grpc, Path directory) {
        String name = U64.text(id);
        return new NodeTarget(
                id,
                new Node(name, Peers.endpoint(raft, raft, 1), grpc),
                directory.toAbsolutePath().normalize());
    }
}
