package io.metash.rebuild;

import io.metash.record.Endpoint;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Node;
import io.metash.record.SmallFile;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration file of a meta service, {@code databend-meta.toml} (meta-service-api §7.2). */
public final class ServerConfig {
    private static final int MAX_BYTES = 1 << 20;
    private static final String ID = "raft_config.id";
    private static final String DIR = "raft_config.raft_dir";
    private static final String PORT = "raft_config.raft_api_port";
    private static final String LISTEN = "raft_config.raft_listen_host";
    private static final String ADVERTISE = "raft_config.raft_advertise_host";
    private static final String SINGLE = "raft_config.single";
    private static final String JOIN = "raft_config.join";
    private static final String GRPC = "grpc_api_address";
    private static final String GRPC_HOST = "grpc_api_advertise_host";
    private static final String ADMIN = "admin_api_address";

    private final TomlText toml;
    private final @Nullable Path file;

    private ServerConfig(TomlText toml, @Nullable Path file) {
        this.toml = toml;
        this.file = file;
    }

    /** Reads a file. */
    public static ServerConfig read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw Failure.of(ExitStatus.USAGE, "not a configuration file: it is too large")
                    .at(file.toString());
        }
        String text = SmallFile.text(file);
        ServerConfig config = new ServerConfig(new TomlText(text, file.toString()), file);
        if (config.toml.paths().stream().noneMatch(p -> p.startsWith("raft_config.") || p.equals(GRPC))) {
            throw Failure.of(ExitStatus.USAGE, "not a configuration of databend-meta")
                    .at(file.toString())
                    .because("it has no table [raft_config]");
        }
        return config;
    }

    /** Creates an empty configuration. */
    static ServerConfig fresh(String comment) {
        return new ServerConfig(new TomlText("# " + comment + "\n\n[raft_config]\n", "new"), null);
    }

    /** The file it was read from, or null. */
    public @Nullable Path file() {
        return file;
    }

    /** Returns the node that it configures, with the service's defaults for missing keys. */
    public NodeTarget target() {
        String idText = "0";
        if (toml.string(ID) != null) {
            idText = toml.string(ID);
        }
        String where = file + ": raft_config.id";
        long id = Peers.id(idText, where, 1);
        String host = "localhost";
        if (toml.string(ADVERTISE) != null) {
            host = toml.string(ADVERTISE);
        }
        String port = "28004";
        if (toml.string(PORT) != null) {
            port = toml.string(PORT);
        }
        Endpoint raft = Peers.endpoint(host + ":" + port, file + ": raft_advertise_host and raft_api_port", 1);
        String directory = "./.databend/meta";
        if (toml.string(DIR) != null) {
            directory = toml.string(DIR);
        }
        String advertised = toml.string(GRPC_HOST);
        String grpc;
        if (advertised == null || advertised.isEmpty()) {
            grpc = null;
        } else {
            grpc = advertised + ":" + grpcPort();
        }
        return new NodeTarget(
                id,
                new Node(U64.text(id), raft, grpc),
                Path.of(directory).toAbsolutePath().normalize());
    }

    private String grpcPort() {
        String address = toml.string(GRPC);
        if (address == null || !address.contains(":")) {
            return "9191";
        }
        return address.substring(address.lastIndexOf(':') + 1);
    }

    /** Converts the configuration to that of a planned node; changes only the necessary keys. */
    void convertTo(PlannedNode node, RebuildPlan plan, int placeOnHost) {
        Endpoint raft = node.endpoint();
        boolean first = plan.nodes().get(0).id() == node.id();
        boolean fresh = file == null;
        if (fresh && placeOnHost > 0) {
            admin(placeOnHost);
        }
        if (node.grpc() != null) {
            Endpoint grpc = Peers.listening(node.grpc(), node.grpc(), 1);
            change(GRPC, TomlText.quoted(listen(toml.string(GRPC), grpc.addr()) + ":" + grpc.port()));
            change(GRPC_HOST, TomlText.quoted(grpc.addr()));
        }
        change(ID, node.idText());
        change(DIR, TomlText.quoted(node.storeDirectory()));
        change(PORT, Integer.toString(raft.port()));
        String listening = null;
        if (toml.string(LISTEN) != null) {
            listening = toml.string(LISTEN) + ":1";
        }
        change(LISTEN, TomlText.quoted(listen(listening, raft.addr())));
        change(ADVERTISE, TomlText.quoted(raft.addr()));
        // Both keys only satisfy the startup check, since the directory already has its cluster. Should the directory
        // be lost, a joining node cannot form a cluster of its own.
        change(SINGLE, Boolean.toString(first));
        change(
                JOIN,
                first
                        ? "[]"
                        : plan.nodes().stream()
                                .filter(other -> other.id() != node.id())
                                .map(other -> TomlText.quoted(other.raft()))
                                .collect(Collectors.joining(", ", "[", "]")));
    }

    /** Converts the configuration to that of a node that joins a running cluster. */
    void joining(NodeTarget node, List<String> cluster, int placeOnHost) {
        if (file == null && placeOnHost > 0) {
            admin(placeOnHost);
        }
        PlannedNode planned = PlannedNode.of(node, null);
        if (planned.grpc() != null) {
            Endpoint grpc = Peers.listening(planned.grpc(), planned.grpc(), 1);
            change(GRPC, TomlText.quoted(listen(toml.string(GRPC), grpc.addr()) + ":" + grpc.port()));
            change(GRPC_HOST, TomlText.quoted(grpc.addr()));
        }
        change(ID, planned.idText());
        change(DIR, TomlText.quoted(planned.storeDirectory()));
        change(PORT, Integer.toString(planned.endpoint().port()));
        String listening = null;
        if (toml.string(LISTEN) != null) {
            listening = toml.string(LISTEN) + ":1";
        }
        change(LISTEN, TomlText.quoted(listen(listening, planned.endpoint().addr())));
        change(ADVERTISE, TomlText.quoted(planned.endpoint().addr()));
        change(SINGLE, "false");
        change(JOIN, cluster.stream().map(TomlText::quoted).collect(Collectors.joining(", ", "[", "]")));
    }

    /** Without an admin address, all nodes of a host would listen on the same port. */
    private void admin(int placeOnHost) {
        toml.set(ADMIN, TomlText.quoted("127.0.0.1:" + (28002 + 100 * placeOnHost)));
    }

    private void change(String path, String raw) {
        if (!raw.equals(toml.raw(path))) {
            toml.set(path, raw);
        }
    }

    /**
     * Returns the listen address for an advertised address: the previous one if it covers this address, an IP address
     * itself, or for a name all addresses.
     */
    private static String listen(@Nullable String previous, String host) {
        String before;
        if (previous == null || !previous.contains(":")) {
            before = null;
        } else {
            before = previous.substring(0, previous.lastIndexOf(':'));
        }
        if (before != null && (before.equals("0.0.0.0") || before.equals("[::]") || before.equals(host))) {
            return before;
        }
        boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (before != null && loopback && before.startsWith("127.")) {
            return before;
        }
        if (host.equals("localhost")) {
            return "127.0.0.1";
        }
        if (host.matches("[0-9.]+") || host.startsWith("[")) {
            return host;
        }
        return "0.0.0.0";
    }

    /** Returns the file's text. */
    public String text() {
        return toml.text();
    }
}
