package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.client.MetaClient;
import io.metash.server.Credentials;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.testing.Captured;
import io.metash.testing.LiveService;
import io.metash.testing.Program;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** metash started as databend-metactl. */
class MetactlTest {
    @TempDir
    Path scratch;

    private String out;
    private String err;

    private int metactl(String... arguments) {
        Captured streams = new Captured();
        int status = Metactl.run(arguments, streams.io());
        out = streams.out();
        err = streams.err();
        return status;
    }

    @Test
    void withoutASubcommandItPrintsItsHelp() {
        assertEquals(0, metactl());
        String help = out;
        assertEquals(
                """
                Usage: databend-metactl [OPTIONS] [COMMAND]

                Commands:
                  status                 Show the status of the cluster
                  export                 Export metadata from a running node or a Raft directory
                  import                 Import metadata into a Raft directory
                  filter-tenant          Keep one tenant of an exported dump
                  keys-layout            Count the keys of the last snapshot by prefix
                  transfer-leader        Transfer the leadership to another node
                  trigger-snapshot       Trigger a snapshot on a node
                  set-feature            Enable or disable a feature
                  list-features          List the features
                  bench-client-num-conn  Open connections in a loop without closing them
                  watch                  Watch the keys under a prefix
                  upsert                 Update or insert a key
                  get                    Get the value of a key
                  lua                    Run Lua scripts with clients of the service
                  member-list            List the members of the cluster
                  metrics                Print the metrics of a node
                  dump-raft-log-wal      Print the records of a Raft log
                  help                   Print this message or the help of the given subcommand(s)

                Options:
                      --log-level <LOG_LEVEL>                  Accepted, but has no effect
                """,
                help.substring(0, help.indexOf("      --user")));
        for (String[] words : new String[][] {{"--help"}, {"-h"}, {"help"}, {"--log-level", "INFO"}}) {
            assertEquals(0, metactl(words));
            assertEquals(help, out);
        }
        assertEquals(0, metactl("--version"));
        assertEquals("databend-metactl " + Main.version() + "\n", out);
    }

    @Test
    void aSubcommandHasItsOwnHelp() {
        for (String[] words : new String[][] {{"get", "--help"}, {"help", "get"}, {"get", "--key", "k", "-h"}}) {
            assertEquals(0, metactl(words));
            assertEquals(
                    """
                    Get the value of a key

                    Usage: databend-metactl get [OPTIONS] --key <KEY>

                    Options:
                          --grpc-api-address <GRPC_API_ADDRESS>  Address of the meta service [default: 127.0.0.1:9191]
                          --key <KEY>                            Key to get
                          --user <USER>                          User of the meta service [default: root]
                          --password-file <FILE>                 File with the password
                          --grpc-tls-ca-cert <FILE>              Certificates to trust; needs the domain name
                          --grpc-tls-domain-name <NAME>          Name that the certificate of the service is for
                      -h, --help                                 Print help
                    """,
                    out);
        }
    }

    @Test
    void aWrongCommandLineIsStatusTwo() {
        String more = "\n\nFor more information, try '--help'.\n";
        assertEquals(2, metactl("scan"));
        assertEquals(
                "error: unrecognized subcommand 'scan'\n\nUsage: databend-metactl [OPTIONS] [COMMAND]" + more, err);
        String get = "\n\nUsage: databend-metactl get [OPTIONS] --key <KEY>";
        assertEquals(2, metactl("get", "--key", "k", "--json"));
        assertEquals("error: unexpected argument '--json' found" + get + more, err);
        assertEquals(2, metactl("upsert", "--value", "v"));
        assertEquals(
                "error: the following required arguments were not provided:\n  --key <KEY>\n\n"
                        + "Usage: databend-metactl upsert [OPTIONS] --key <KEY> --value <VALUE>" + more,
                err);
        assertEquals(2, metactl("get", "--key"));
        assertEquals("error: a value is required for '--key <KEY>' but none was supplied" + more, err);
        assertEquals(2, metactl("export", "--db", "--id", "1"));
        assertEquals(
                "error: a value is required for '--db <DB>' but none was supplied\n\n"
                        + "  tip: to pass '--id' as a value, use '--db=--id'" + more,
                err);
        assertEquals(2, metactl("stat"));
        assertEquals(
                "error: unrecognized subcommand 'stat'\n\n  tip: a similar subcommand exists: 'status'\n\n"
                        + "Usage: databend-metactl [OPTIONS] [COMMAND]" + more,
                err);
        assertEquals(2, metactl("get", "--grpc-api-addr", "h:1", "--key", "k"));
        assertEquals(
                "error: unexpected argument '--grpc-api-addr' found\n\n"
                        + "  tip: a similar argument exists: '--grpc-api-address'" + get + more,
                err);
        assertEquals(2, metactl("get", "--key", "a", "--key", "b"));
        assertEquals("error: the argument '--key <KEY>' cannot be used multiple times" + get + more, err);
        assertEquals(2, metactl("script.metash"));
        assertEquals(2, metactl("-c", "ls"));
    }

    /** metactl's parser checks values before the command runs. */
    @Test
    void aWrongValueIsStatusTwo() {
        String more = "\n\nFor more information, try '--help'.\n";
        String number = ": not a whole number from 0 to 18446744073709551615";
        assertEquals(2, metactl("set-feature", "--feature", "f", "--enable", "on"));
        assertEquals("error: invalid value 'on' for '--enable <ENABLE>'\n  [possible values: true, false]" + more, err);
        assertEquals(2, metactl("export", "--id", "x"));
        assertEquals("error: invalid value 'x' for '--id <ID>'" + number + more, err);
        assertEquals(2, metactl("export", "--chunk-size="));
        assertEquals("error: invalid value '' for '--chunk-size <CHUNK_SIZE>'" + number + more, err);
        assertEquals(2, metactl("keys-layout", "--depth=-1"));
        assertEquals("error: invalid value '-1' for '--depth <DEPTH>'" + number + more, err);
        assertEquals(2, metactl("--export", "--export-chunk-size", "many"));
        assertEquals(2, metactl("transfer-leader", "--to", "next"));
        assertEquals(2, metactl("bench-client-num-conn", "--num", "1.5"));
        assertEquals(2, metactl("dump-raft-log-wal", "--raft-dir", "d", "--raw=false"));
        assertEquals("error: unexpected value 'false' for '--raw' found; no more were expected" + more, err);
    }

    @Test
    void shortFlagsMayBeJoined() {
        assertEquals(1, metactl("dump-raft-log-wal", "-VR", "--raft-dir", scratch + "/none"), err);
        assertTrue(err.startsWith("Error: no raft log at " + scratch + "/none/df_meta/V004/log\n"), err);
        assertEquals(2, metactl("dump-raft-log-wal", "-VX", "--raft-dir", scratch + "/none"));
        assertEquals(
                """
                error: unexpected argument '-VX' found

                Usage: databend-metactl dump-raft-log-wal [OPTIONS] --raft-dir <RAFT_DIR>

                For more information, try '--help'.
                """,
                err);
    }

    @Test
    void subcommandsActLikeMetactl() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            String at = service.address();
            // The first call of a process loads classes, which is slow on a busy machine.
            try (MetaClient first = service.client()) {
                first.serverVersion();
            }
            assertEquals(0, metactl("upsert", "--grpc-api-address", at, "--key=k", "--value", "v"), err);
            assertTrue(out.startsWith("upsert-result: None: None -> Some(SeqV { seq: 1, "), out);
            assertEquals("Using gRPC API address: [\"" + at + "\"]\n", err);
            assertEquals(0, metactl("--log-level=DEBUG", "get", "--key", "none", "--grpc-api-address=" + at), err);
            assertEquals("null\n", out);
            assertEquals("Using gRPC API address: [\"" + at + "\"]\n", err);
            assertEquals(0, metactl("export", "--grpc-api-address", at), err);
            String lines = out;
            assertEquals(0, metactl("--export", "--grpc-api-address", at), err);
            assertEquals(lines, out);
            assertEquals(
                    0,
                    metactl(
                            "--export",
                            "--export-chunk-size=7",
                            "--id=1",
                            "--initial-cluster=1=h:2",
                            "--grpc-api-address",
                            at),
                    err);
            assertEquals(lines, out);
            assertEquals(
                    0,
                    metactl(
                            "lua",
                            "--script",
                            "print(metactl.new_grpc_client('" + at + "'):get('none') == metactl.NULL)"),
                    err);
            assertEquals("true\n", out);
        }
    }

    @Test
    void theFormWithoutASubcommandReadsTheAddressFromTheEnvironment() throws IOException, InterruptedException {
        Program program = new Program(scratch).with("METASRV_GRPC_API_ADDRESS", "127.0.0.1:1");
        for (String port : List.of("1", "2")) {
            List<String> words = new ArrayList<>(Program.command("--export"));
            words.set(words.indexOf("io.metash.Main"), "io.metash.Metactl");
            if (port.equals("2")) {
                words.addAll(List.of("--grpc-api-address", "127.0.0.1:2"));
            }
            assertEquals(1, program.fed("", words));
            assertEquals(
                    "Error: cannot reach the meta service\n  where  127.0.0.1:" + port,
                    program.err().lines().limit(2).collect(Collectors.joining("\n")));
        }
    }

    @Test
    void everyFailureIsStatusOne() throws IOException {
        assertEquals(1, metactl("get", "--grpc-api-address", "127.0.0.1:1", "--key", "k"));
        assertTrue(
                err.startsWith("Using gRPC API address: [\"127.0.0.1:1\"]\nError: cannot reach the meta service\n"),
                err);
        assertEquals(1, metactl("export", "--raft-dir", scratch + "/none"));
        assertTrue(err.startsWith("Error: "), err);
        Path damaged = Files.writeString(scratch.resolve("damaged"), "no export\n");
        assertEquals(1, metactl("import", "--raft-dir", scratch + "/new", "--db", damaged.toString()));
        assertEquals(1, metactl("import", "--db", damaged.toString()));
        assertEquals(
                """
                Error: import needs the directory to write
                  next   databend-metactl import --raft-dir DIR --db FILE
                """,
                err);
        assertEquals(1, metactl("lua", "--script", "error('x')"));
        assertEquals(1, metactl("lua", "--file", scratch + "/none.lua"));
        assertEquals(1, metactl("lua", "--password-file", scratch + "/none", "--script", ""));
        assertEquals(3, metactl("lua", "--script", "os.exit(3)"));
    }

    /**
     * The recorded dump of a real log, value for value in metactl's form; its times depend on the host that printed it.
     */
    @Test
    void decodedValuesMatchMetactl() throws IOException {
        assumeTrue(TestData.present(), "the historical exports next to the project are missing");
        Path dir = TestData.file("history/v004-20260212-raft-dir");
        List<String> expected = Files.readAllLines(dir.resolve("expected_decoded.txt"));
        assertEquals(0, metactl("dump-raft-log-wal", "--raft-dir", dir.toString(), "--decode-values"), err);
        List<String> lines = out.lines()
                .map(line -> line.replaceAll("time: \\S+ cmd", "time: <TIME> cmd"))
                .limit(expected.size())
                .toList();
        assertEquals(
                // The dump was recorded in February 2026; tables have lost and gained fields since.
                String.join("\n", expected)
                        .replace("RaftLogState(RaftLogState(", "Checkpoint(RaftLogState(")
                        .replace(", virtual_schema: ", ", field_stats_truncate_len: {}, virtual_schema: ")
                        .replace(", shared_by: {}", "")
                        .replace(", refs: {} }", " }"),
                String.join("\n", lines));
    }

    @Test
    void aReadablePasswordFileIsAccepted() throws IOException {
        Path file = Files.writeString(scratch.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Credentials auth = new Credentials(Map.of("root", "secret"), true);
        try (EmbeddedService service = EmbeddedService.start(
                ServiceOptions.local(scratch.resolve("auth")).withAuth(auth))) {
            String at = "127.0.0.1:" + service.port();
            List<String> words =
                    List.of("get", "--grpc-api-address", at, "--key", "k", "--password-file", file.toString());
            assertEquals(0, metactl(words.toArray(new String[0])), err);
            assertEquals("null\n", out);
        }
    }
}
