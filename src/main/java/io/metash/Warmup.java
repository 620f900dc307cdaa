package io.metash;

import io.metash.command.CommandContext;
import io.metash.command.StateDirectory;
import io.metash.command.completion.Completion;
import io.metash.files.Disk;
import io.metash.output.Io;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.shell.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Runs the common commands once on a tiny store in a scratch directory, so the launcher can dump a CDS archive. Never
 * part of a normal start.
 */
public final class Warmup {
    static final String BACKUP =
            """
            ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
            ["raft_log",{"NodeId":1}]
            ["raft_log",{"Vote":{"leader_id":{"term":1,"node_id":1},"committed":true}}]
            ["raft_log",{"Committed":{"leader_id":{"term":1,"node_id":1},"index":2}}]
            ["raft_log",{"Purged":{"leader_id":{"term":1,"node_id":1},"index":0}}]
            ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":1},"payload":"Blank"}}]
            ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":2},"payload":{"Normal":{"time_ms":1,"cmd":{"UpsertKV":{"key":"a/b","seq":{"GE":0},"value":{"Update":[98]},"value_meta":null}}}}}}]
            ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":3},"payload":{"Normal":{"time_ms":1,"cmd":{"Transaction":{"condition":[{"key":"c","expected":2,"target":{"Seq":0}}],"if_then":[{"request":{"Put":{"key":"c","value":[99],"prev_value":true,"expire_at":null,"match_seq":null}}}],"else_then":[{"request":{"Get":{"key":"c"}}}]}}}}}}]
            ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":4},"payload":{"Normal":{"cmd":{"AddNode":{"node_id":1,"node":{"name":"1","endpoint":{"addr":"localhost","port":28103},"grpc_api_advertise_address":null},"overriding":true}}}}}}]
            ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":5},"payload":{"Membership":{"configs":[[1]],"nodes":{"1":{}}}}}}]
            ["state_machine/0",{"Sequences":{"key":"generic-kv","value":1}}]
            ["state_machine/0",{"StateMachineMeta":{"key":"LastApplied","value":{"LogId":{"leader_id":{"term":1,"node_id":1},"index":1}}}}]
            ["state_machine/0",{"StateMachineMeta":{"key":"LastMembership","value":{"Membership":{"log_id":null,"membership":{"configs":[[1]],"nodes":{"1":{}}}}}}}]
            ["state_machine/0",{"Nodes":{"key":1,"value":{"name":"1","endpoint":{"addr":"localhost","port":28103},"grpc_api_advertise_address":null}}}]
            ["state_machine/0",{"Expire":{"key":{"time_ms":9000000000000,"seq":1},"value":{"seq":1,"key":"k"}}}]
            ["state_machine/0",{"GenericKV":{"key":"k","value":{"seq":1,"meta":{"expire_at":9000000000000},"data":[97]}}}]
            """;

    private Warmup() {}

    /**
     * Runs the commands and discards their output. With a directory as argument, unpacks JNA's native library there
     * for later starts.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            NativeLibraries.unpack(Path.of(arguments[0]));
            Shell.prepare(Path.of(arguments[0]));
        }
        Path scratch = Files.createTempDirectory("metash-warmup-");
        System.setProperty(StateDirectory.PROPERTY, scratch.resolve("state").toString());
        try {
            Path backup = Files.writeString(scratch.resolve("backup.ndjson"), BACKUP);
            String dir = scratch.resolve("raft").toString();
            Terminals.is(0);
            Io.ofProcess(true, true, true);
            loadOwnClasses();
            run("--version");
            run("--help");
            run("help", "import");
            run("import", "--raft-dir", dir, "--db", backup.toString());
            run("import", "--raft-dir", dir, "--db", backup.toString());
            run(
                    "export",
                    "--raft-dir",
                    dir,
                    "--db",
                    scratch.resolve("again.ndjson").toString());
            run("dump-raft-log-wal", "--raft-dir", dir);
            run("rollback", "--raft-dir", dir);
            run("init-cluster", "--db", backup.toString(), "--node", "1=localhost:28103=" + scratch.resolve("n1"));
            run("-c", "connect " + dir + "; ls; ls -r; get k; status; sessions; export; nonsense");
            run("-c", "connect " + backup + " as b; ls; get a/b; status; use b; disconnect");
            run("__complete", "zsh", "import", "--raft-dir", "");
            run("-c", "config show; help; help topics; sessions -o json; history");
            run("verify", backup.toString());
            run("diff", backup.toString(), dir);
            run("get", "--grpc-api-address", "127.0.0.1:1", "--key", "k");
            live(scratch.resolve("service"));
            Io io = io();
            try (CommandContext context = new CommandContext(Commands.table(), io, true, false)) {
                new Completion(context).complete(List.of("import"), "--");
            }
            Shell.warmup(
                    Commands.table(),
                    new ByteArrayInputStream("he\t\rls x\t\rexit\r".getBytes(StandardCharsets.UTF_8)));
        } finally {
            Disk.real().deleteTree(scratch);
        }
    }

    /** Loads every class of metash, so the archive also holds classes that the warm-up commands do not reach. */
    private static void loadOwnClasses() throws IOException {
        Path jar;
        try {
            jar = Path.of(Warmup.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        try (ZipFile classes = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(classes.entries())) {
                String name = entry.getName();
                if (name.startsWith("io/metash/") && name.endsWith(".class")) {
                    load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, Warmup.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError noClass) {
            // package-info and similar classes cannot be initialized.
            return;
        }
    }

    /** Exercises client and server classes against a local service; skipped where none can start. */
    private static void live(Path dir) {
        InetSocketAddress free = new InetSocketAddress("127.0.0.1", 0);
        try (EmbeddedService service =
                EmbeddedService.start(ServiceOptions.local(dir).at(free, null))) {
            String address = "127.0.0.1:" + service.port();
            run("get", "--grpc-api-address", address, "--key", "k");
            run("__complete", "bash", "metash get --grpc-api-address " + address + " --key ", "");
            run(
                    "-c",
                    "connect " + address + " as live; rw on; upsert k v; get k; ls; status; members; delete k; export");
        } catch (IOException | RuntimeException | LinkageError none) {
            // Only costs time at the next start; commands that use a service report the error.
            return;
        }
    }

    private static Io io() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        return new Io(null, nowhere, nowhere, false, false, false, () -> 80);
    }

    private static void run(String... arguments) {
        // Failures are expected: their classes belong in the archive too.
        Main.run(arguments, io());
    }
}
