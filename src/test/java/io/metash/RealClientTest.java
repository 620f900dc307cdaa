package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Java;
import io.metash.testing.Processes;
import io.metash.testing.RunResult;
import io.metash.testing.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of a session and every metactl form, against a real Databend in a network namespace. */
@Tag("real")
class RealClientTest {
    @TempDir
    static Path scratch;

    private static Process databend;
    private static String pid;
    private static String address;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path home = Files.createDirectory(scratch.resolve("home"));
        databend = new ProcessBuilder(
                        "scripts/real-databend",
                        "hold",
                        home.toString(),
                        "CREATE DATABASE shop",
                        "CREATE TABLE shop.orders (id INT)")
                .redirectError(scratch.resolve("databend.err").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(databend.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        assertTrue(line != null, () -> read(scratch.resolve("databend.err")));
        Matcher matcher =
                Pattern.compile("\"pid\": (\\d+), \"ports\": \\[([^]]*)]").matcher(line);
        assertTrue(matcher.find(), line);
        pid = matcher.group(1);
        List<String> words = new ArrayList<>(List.of("io.metash.testing.FindStores"));
        words.addAll(List.of(matcher.group(2).split(", ")));
        // The catalog is the store with the longest log.
        long most = -1;
        for (String found : inside(words).out().lines().toList()) {
            long index = Long.parseLong(found.split(" ")[1]);
            if (index > most) {
                most = index;
                address = "127.0.0.1:" + found.split(" ")[0];
            }
        }
        assertTrue(most > 3, "no catalog among " + line);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        try (OutputStream in = databend.getOutputStream()) {
            in.flush();
        }
        if (!databend.waitFor(30, TimeUnit.SECONDS)) {
            databend.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** Runs a class in the network of the real service. */
    private static RunResult inside(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nsenter", "-t", pid, "-n"));
        if (!System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-U", "--preserve-credentials"));
        }
        command.addAll(Java.command("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_STATE_HOME", scratch.resolve("state").toString());
        builder.environment().put("XDG_CACHE_HOME", scratch.resolve("cache").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return Processes.run(builder, 180);
    }

    private static RunResult metash(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("io.metash.Main"));
        all.addAll(List.of(words));
        return inside(all);
    }

    private static String session(String... lines) throws IOException, InterruptedException {
        RunResult ended = metash("-c", "connect " + address + " as real\nrw on\n" + String.join("\n", lines));
        assertEquals(0, ended.status(), ended.err());
        return ended.out();
    }

    private static String oneShot(String line) throws IOException, InterruptedException {
        RunResult ended = metash((line + " --grpc-api-address " + address).split(" "));
        assertEquals(0, ended.status(), ended.err());
        return ended.out();
    }

    @Test
    void aSessionReadsAndWrites() throws IOException, InterruptedException {
        String looked = session(
                "get --json __fd_database/python_binding/shop",
                "ls -o raw __fd_database/python_binding/",
                "find --name shop -o raw __fd_database/",
                "scan -o csv __fd_database/",
                "members -o csv",
                "status -o json");
        assertTrue(looked.startsWith("{\"key\":\"__fd_database/python_binding/shop\",\"seq\":"), looked);
        assertTrue(
                looked.contains("\n__fd_database/python_binding/default\n__fd_database/python_binding/shop\n"), looked);
        assertTrue(looked.contains("\"state\":\"Leader\",\"leads\":true,\"leader\":\"id=0 raft=localhost:"), looked);
        assertTrue(looked.contains("\n0,voter,true,true,localhost:"), looked);
        Path txn = Files.writeString(
                scratch.resolve("a.txn"),
                """
                if w/lease seq == 0
                if w/q/ count == 0
                then put w/lease held ttl 1h
                then increase w/count 5 floor 10
                then put-next w/q/ w/counter job
                then get w/count
                then delete w/none
                else get w/lease
                """);
        String wrote = session(
                "upsert w/a one -o csv",
                "upsert w/a two --ttl 1h -o csv",
                "upsert w/b three --until 2099-01-01T00:00:00Z -o csv",
                "txn " + txn + " -o csv",
                "watch w/ --for 1s -o raw",
                "delete w/a",
                "delete --prefix w/ --yes-i-mean real",
                "ls -o raw w/");
        assertTrue(wrote.contains("operation,key,seq_before,seq,number,value\nput,w/lease,,"), wrote);
        assertTrue(wrote.contains("\nfetch_increase_u64,w/count,,,15,\nput,w/q/000_000_000_000_000_000_000,,"), wrote);
        assertTrue(wrote.contains("\nw/a\nw/b\nw/count\nw/counter\nw/lease\nw/q/000_000_000_000_000_000_000\n"), wrote);
        assertTrue(wrote.endsWith("\nw/lease\nw/q/000_000_000_000_000_000_000\n"), wrote);
    }

    /** By KvGetMany and KvTransaction on servers that have them, else by KvReadV1 and Transaction. */
    @Test
    void readsSeveralKeysAndRunsBranches() throws IOException, InterruptedException {
        Path txn = Files.writeString(
                scratch.resolve("b.txn"),
                "{\"branches\":[{\"predicate\":{\"Leaf\":{\"key\":\"k/a\",\"target\":{\"Seq\":0},\"op\":\"Eq\"}},\"operations\":["
                        + "{\"Put\":{\"target\":{\"key\":\"k/a\",\"match_seq\":null},\"payload\":{\"value\":[98],\"expire_at_ms\":null,\"ttl_ms\":null}}},"
                        + "{\"FetchIncreaseU64\":{\"target\":{\"key\":\"k/n\",\"match_seq\":null},\"delta\":5,\"floor\":0}}]},"
                        + "{\"predicate\":{\"Leaf\":{\"key\":\"k/n\",\"target\":{\"Value\":[53]},\"op\":\"Eq\"}},\"operations\":[{\"Get\":{\"key\":\"k/n\"}}]}]}");
        String wrote = session("txn " + txn + " -o csv", "txn " + txn + " -o raw", "upsert k/b x", "upsert k/c x");
        assertTrue(wrote.contains("\nfetch_increase_u64,k/n,,,5,\nget\n"), wrote);
        boolean knowsBranches = oneShot("status").startsWith("BinaryVersion: 26");
        assertEquals(knowsBranches, oneShot("export").contains("{\"KvTransaction\":{\"branches\":"));
        RunResult deleted = metash(
                "-c", "connect " + address + " as real\nrw on\ndelete k/b k/none k/a k/n k/c --yes-i-mean real; ls k/");
        assertEquals(0, deleted.status(), deleted.err());
        assertTrue(deleted.err().contains("no such key: k/none\n"), deleted.err());
        assertTrue(deleted.err().endsWith("deleted 4 keys\n0 records\n"), deleted.err());
    }

    @Test
    void metactlFormsMatch() throws IOException, InterruptedException {
        assertEquals("null\n", oneShot("get --key m/none"));
        String upserted = oneShot("upsert --key m/a --value x");
        assertTrue(
                upserted.matches(
                        "upsert-result: None: None -> Some\\(SeqV \\{ seq: \\d+, meta: Some\\(KVMeta \\{ expire_at:"
                                + " None, proposed_at_ms: Some\\(\\d+\\) }\\), data: \"\\[binary]\" }\\)\n"),
                upserted);
        assertTrue(oneShot("get --key m/a")
                .matches("\\{\"seq\":\\d+,\"meta\":\\{\"proposed_at_ms\":\\d+},\"data\":\\[120]}\n"));
        assertTrue(oneShot("watch --prefix m --for 1s")
                .matches("received-watch-event: INIT:\\(m/a: None -> \\(seq=\\d+ \\[proposed=[-0-9T:.]{23}]"
                        + " 'x'\\)\\)\n"
                        + "received-watch-event: CHANGE:None\n"));
        assertEquals("\n", oneShot("member-list"));
        assertEquals("", oneShot("keys-layout"));
        String status = oneShot("status");
        assertTrue(status.startsWith("BinaryVersion: 260312.5.0\nDataVersion: V004\nRaftLogSize: "), status);
        assertTrue(oneShot("bench-client-num-conn --num 2")
                .endsWith("2-th: get_kv(foo): Ok(None)\nbench completed: 2 connections created\n"));
    }

    @Test
    void exportEqualsThatOfTheDirectory() throws IOException, InterruptedException {
        String all = oneShot("export");
        assertEquals(all, oneShot("export --chunk-size 1"));
        boolean same = false;
        try (Stream<Path> directories = Files.list(scratch.resolve("home/meta"))) {
            for (Path directory : (Iterable<Path>) directories::iterator) {
                same |= Stores.textAsWritten(directory.resolve("raft_dir")).equals(all);
            }
        }
        assertTrue(same, "no directory of it exports as the service did");
    }

    @Test
    void harmfulRequestsAreNotSentAndTheServerSurvives() throws IOException, InterruptedException {
        assertEquals(
                6,
                metash(
                                "upsert",
                                "--key",
                                "h",
                                "--value",
                                "v",
                                "--until",
                                "8210266876800000",
                                "--grpc-api-address",
                                address)
                        .status());
        assertEquals(
                6,
                metash("export", "--chunk-size", "0", "--grpc-api-address", address)
                        .status());
        assertEquals(
                6,
                metash("export", "--chunk-size", "4294967296", "--grpc-api-address", address)
                        .status());
        RunResult user = metash("status", "--user", "alice", "--grpc-api-address", address);
        assertEquals(5, user.status());
        assertTrue(user.err().contains("Unknown user: alice"), user.err());
        assertEquals("null\n", oneShot("get --key h"));
    }
}
