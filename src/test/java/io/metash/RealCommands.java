package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Cmd;
import io.metash.record.Failure;
import io.metash.record.OptionalU64;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.testing.RunResult;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs every client command against the meta services of a real Databend, started by {@link RealServerTest} in the same
 * network namespace. Ends with status 0 and the line {@code all commands: VERSION}, or with the first unexpected result.
 */
public final class RealCommands {
    private final Path home;
    private final Path out;

    private RealCommands(Path home, Path out) {
        this.home = home;
        this.out = out;
    }

    /** Arguments: the directory of Databend, and one for exports. */
    public static void main(String[] arguments) throws Exception {
        try {
            new RealCommands(Path.of(arguments[0]), Path.of(arguments[1])).run();
        } catch (AssertionError | Exception failed) {
            failed.printStackTrace();
            System.exit(1);
        }
    }

    private static List<Integer> listening() throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/net/tcp"))) {
            String[] parts = line.trim().split("\\s+");
            if (parts.length > 3 && parts[3].equals("0A")) {
                ports.add(Integer.parseInt(parts[1].substring(parts[1].indexOf(':') + 1), 16));
            }
        }
        return ports;
    }

    /** The address of each store's service by the store's Raft directory. */
    private Map<Path, String> services() throws IOException {
        Map<Path, String> services = new TreeMap<>();
        for (int port : listening()) {
            try (MetaClient client = new MetaClient(
                    List.of(new Address("127.0.0.1", port)),
                    ClientOptions.STANDARD.within(5_000, 5_000),
                    Cancel::new)) {
                String endpoint = client.status().endpoint();
                String raftPort = endpoint.substring(endpoint.indexOf(':') + 1);
                services.put(
                        home.resolve("meta/MetaStoreProvider-created-" + raftPort + "/raft_dir"), "127.0.0.1:" + port);
            } catch (Failure raft) {
                assertTrue(raft.what().startsWith("this is not the client port"), raft.what());
            }
        }
        assertEquals(6, services.size(), services.toString());
        return services;
    }

    private static String ok(String... arguments) {
        return status(0, arguments).out();
    }

    private static RunResult status(int status, String... arguments) {
        RunResult ended = InProcess.run(arguments);
        assertEquals(status, ended.status(), String.join(" ", arguments) + "\n" + ended.out() + ended.err());
        return ended;
    }

    private void run() throws IOException {
        Map<Path, String> services = services();
        String version = null;
        for (Map.Entry<Path, String> service : services.entrySet()) {
            Path raft = service.getKey();
            String text = Stores.textAsWritten(raft);
            // The same bytes over the wire and from disk, for every store and every message size.
            for (String chunk : List.of("32", "1", "10000")) {
                assertEquals(
                        text,
                        ok("export", "--grpc-api-address", service.getValue(), "--chunk-size", chunk),
                        raft + " in chunks of " + chunk);
            }
            if (text.contains("\"__fd_users/")) {
                ok(
                        "export",
                        "--grpc-api-address",
                        service.getValue(),
                        "--db",
                        out.resolve("users.ndjson").toString());
            }
            if (text.contains("\"__fd_database/") && text.contains("/shop\"")) {
                version = catalog(raft, service.getValue());
            }
        }
        System.out.println("all commands: " + version);
    }

    private String catalog(Path raft, String at) throws IOException {
        ok(
                "export",
                "--grpc-api-address",
                at,
                "--db",
                out.resolve("catalog.ndjson").toString());
        String status = ok("status", "--grpc-api-address", at);
        // Servers up to 1.2.822 did not store the time of proposal; a replay of their log with a current program does.
        boolean keepsTimes = !status.startsWith("BinaryVersion: 1.2.810");
        SessionContract.check(
                List.of("connect " + raft, "connect " + at),
                "__fd_id_gen/table_id",
                "__fd_database/",
                keepsTimes ? data -> data : RealCommands::withoutTimes);
        assertTrue(status.startsWith("BinaryVersion: "), status);
        assertTrue(status.contains("\nState: Leader\n"), status);
        // The older one advertises its address, the newer one none.
        String members = ok("member-list", "--grpc-api-address", at);
        assertTrue(members.equals(keepsTimes ? "\n" : at + "\n"), members);
        assertTrue(ok("-c", "connect " + at + "; members -o json").contains("localhost"));
        refused(at);
        compared(raft, at, keepsTimes);
        changes(at);
        String text = Stores.textAsWritten(raft);
        assertTrue(text.contains("metash/one"), "the write stands in the log");
        assertEquals(text, ok("export", "--grpc-api-address", at));
        assertTrue(ok("bench-client-num-conn", "--grpc-api-address", at, "--num", "3")
                .contains("2-th"));
        keysLayout(at);
        manyKeys(raft, at, keepsTimes);
        compared(raft, at, keepsTimes);
        RunResult admin = status(5, "-c", "connect " + at + " --admin 127.0.0.1:1; health");
        assertTrue(admin.err().contains("cannot reach the admin API"), admin.err());
        return status.lines().findFirst().orElseThrow().substring("BinaryVersion: ".length());
    }

    /** A service equals its own directory, whatever fields its release stores. */
    private static void compared(Path raft, String at, boolean keepsTimes) {
        RunResult ended = status(0, "-c", "connect " + at + " as live; diff -o raw " + raft + " live");
        assertEquals("", ended.out());
        assertTrue(ended.err().contains("equal: A is " + raft + ", B is " + at + "\n"), ended.err());
        assertEquals(
                !keepsTimes,
                ended.err()
                        .contains("note: " + at + " has version 1.2.810, which does not store proposal times"
                                + " (supported since 1.2.823): "),
                ended.err());
    }

    /** More keys than a prompt reads, and the snapshot after 1,024 entries, which ls counts by. */
    private void manyKeys(Path raft, String at, boolean counts) {
        try (MetaClient client = new MetaClient(List.of(Address.parse(at)), ClientOptions.STANDARD, Cancel::new)) {
            for (int part = 0; part < 12; part++) {
                List<TxnOp> puts = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    String key = "many/" + (part < 7 ? "one/" : "two/deep/") + part + "-" + i;
                    puts.add(new TxnOp(
                            new TxnOp.Put(
                                    Bytes.utf8(key),
                                    Bytes.utf8("v"),
                                    true,
                                    null,
                                    null,
                                    OptionalU64.NONE,
                                    UnknownFields.NONE),
                            UnknownFields.NONE));
                }
                client.transaction(new Cmd.Transaction(List.of(), List.of(), puts, List.of(), UnknownFields.NONE));
            }
            long endNs = System.nanoTime() + 300_000_000_000L;
            for (int i = 0; client.status().snapshotLastLogId() == null; i++) {
                assertTrue(System.nanoTime() - endNs < 0, "there is no snapshot after " + i + " more entries");
                client.upsert(Bytes.utf8("filler/key"), Bytes.utf8("" + i), null);
            }
            client.upsert(Bytes.utf8("late/key"), Bytes.utf8("x"), null);
        }
        RunResult quick = status(0, "-c", "connect " + at + "; ls --quick -o csv");
        RunResult fresh = status(0, "-c", "connect " + at + "; ls --fresh -o csv");
        assertTrue(fresh.out().contains("\n12000,") && fresh.out().contains(",late/\n"), fresh.out());
        assertFalse(fresh.err().contains("note: this is the snapshot"), fresh.err());
        if (!counts) {
            // Too old to report the layout of its snapshot, so the keys are read.
            assertEquals(fresh.out(), quick.out());
            return;
        }
        List<String> snapshot = ok("-c", "connect " + raft + " --snapshot-only; ls -r -o raw")
                .lines()
                .toList();
        assertEquals(layout(snapshot), ok("keys-layout", "--grpc-api-address", at));
        assertTrue(quick.out().contains("\n12000,,many/\n"), quick.out());
        assertFalse(quick.out().contains("late/"), quick.out());
        assertEquals(
                snapshot.stream()
                        .map(key -> key.substring(0, key.indexOf('/') + 1))
                        .filter(directory -> !directory.isEmpty())
                        .distinct()
                        .toList(),
                quick.out()
                        .lines()
                        .skip(1)
                        .map(line -> line.substring(line.lastIndexOf(',') + 1))
                        .toList());
        assertTrue(quick.err().contains("note: this is the snapshot at T1-N0."), quick.err());
        assertTrue(quick.err().endsWith("ls --fresh reads all keys now\n"), quick.err());
        assertEquals(
                "keys,bytes,key\n7000,,many/one/\n5000,,many/two/\n",
                ok("-c", "connect " + at + "; ls --quick -o csv many/"));
        // Few keys below the prefix, so they are read.
        assertEquals("late/key\n", ok("-c", "connect " + at + "; ls --quick -o raw late/"));
    }

    /** Key counts of a snapshot by the rules of the specification (meta-service-api §3.12), from its keys in order. */
    private static String layout(List<String> keys) {
        StringBuilder text = new StringBuilder();
        TreeMap<Integer, Long> counts = new TreeMap<>();
        List<String> open = List.of();
        for (int i = 0; i <= keys.size(); i++) {
            List<String> parts =
                    i == keys.size() ? List.of("") : List.of(keys.get(i).split("/", -1));
            List<String> directories = parts.subList(0, parts.size() - 1);
            int same = 0;
            while (same < Math.min(open.size(), directories.size())
                    && open.get(same).equals(directories.get(same))) {
                same++;
            }
            for (int depth = open.size(); depth > same; depth--) {
                text.append(String.join("/", open.subList(0, depth)))
                        .append(' ')
                        .append(counts.remove(depth))
                        .append('\n');
            }
            for (int depth = 1; depth <= directories.size(); depth++) {
                counts.merge(depth, 1L, Long::sum);
            }
            open = directories;
        }
        return text.append(' ').append(keys.size()).append('\n').toString();
    }

    private static String withoutTimes(String data) {
        return data.replaceAll("\"meta\":\\{\"proposed_at_ms\":\\d+}", "\"meta\":null")
                .replaceAll("\"proposed_at_ms\":\\d+", "\"proposed_at_ms\":null");
    }

    /** Supported since 1.2.823; an older server is reported as too old. */
    private static void keysLayout(String at) {
        RunResult ended = InProcess.run("keys-layout", "--grpc-api-address", at);
        if (ended.status() != 0) {
            assertEquals(8, ended.status(), ended.err());
            assertTrue(ended.err().contains("1.2.823"), ended.err());
        } else {
            assertEquals("", ended.out(), "there is no snapshot yet");
        }
    }

    /** Harmful requests are not sent: the server still answers. */
    private static void refused(String at) {
        status(6, "export", "--grpc-api-address", at, "--chunk-size", "0");
        status(6, "export", "--grpc-api-address", at, "--chunk-size", "4294967296");
        status(6, "-c", "connect " + at + "; upsert a b");
        RunResult late = InProcess.run("-c", "connect " + at + "; rw on; upsert a b --until 8210266876800000");
        assertEquals(6, late.status(), late.err());
        assertFalse(ok("status", "--grpc-api-address", at).isEmpty());
    }

    private void changes(String at) throws IOException {
        assertEquals("null\n", ok("get", "--grpc-api-address", at, "--key", "metash/none"));
        String first = ok("upsert", "--grpc-api-address", at, "--key", "metash/one", "--value", "1");
        assertTrue(first.startsWith("upsert-result: None: None -> Some(SeqV { seq: "), first);
        String second = ok("upsert", "--grpc-api-address", at, "--key", "metash/one", "--value", "2");
        assertTrue(second.startsWith("upsert-result: None: Some(SeqV { seq: "), second);
        assertTrue(ok("get", "--grpc-api-address", at, "--key", "metash/one").contains("\"data\":[50]}"));
        Path txn = out.resolve("lease.txn");
        Files.writeString(
                txn,
                """
                if metash/one value == 2
                if metash/two seq == 0
                if metash/ count >= 1
                then put metash/two 'the second' ttl 1h
                then get metash/one
                then increase metash/counter 5
                then put-next metash/q/ metash/counter-q next
                then delete metash/none
                else get metash/one
                """);
        ok("-c", "connect " + at + "; rw on; txn " + txn);
        status(1, "-c", "connect " + at + "; rw on; txn " + txn);
        String listed = ok("-c", "connect " + at + "; ls -r metash/ -o raw");
        assertEquals(
                List.of(
                        "metash/counter",
                        "metash/counter-q",
                        "metash/one",
                        "metash/q/000_000_000_000_000_000_000",
                        "metash/two"),
                listed.lines().sorted().toList());
        String watched = ok("watch", "--grpc-api-address", at, "--prefix", "metash", "--for", "2s");
        assertEquals(
                5,
                watched.lines()
                        .filter(line -> line.startsWith("received-watch-event: INIT:("))
                        .count(),
                watched);
        assertTrue(watched.endsWith("received-watch-event: CHANGE:None\n"), watched);
        assertEquals(
                2,
                ok("-c", "connect " + at + "; watch --count 2 metash/ -o ndjson")
                        .lines()
                        .count());
        ok("-c", "connect " + at + " as real; rw on; delete metash/one metash/two --yes-i-mean real");
        status(1, "-c", "connect " + at + "; get metash/one");
        ok("-c", "connect " + at + " as real; rw on; delete --prefix metash/ --yes-i-mean real");
        assertEquals("", ok("-c", "connect " + at + "; ls -r metash/ -o raw"));
    }
}
