package io.metash.ndjson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.Failure;
import io.metash.record.Heap;
import io.metash.testing.Program;
import io.metash.testing.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that is too long for the heap is detected before a text is read. */
class LongLinesTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson").toAbsolutePath();

    @TempDir
    Path scratch;

    private String output(String text, long limit) throws IOException {
        Path file = Files.writeString(scratch.resolve("text"), text);
        try {
            LongLines.refuse(file, limit);
            return "fine";
        } catch (Failure refused) {
            assertEquals("the heap of metash has " + Heap.mib() + " MiB; nothing was changed", refused.why());
            return refused.status().code() + " " + refused.what() + " at "
                    + refused.where().replace(file + " ", "");
        }
    }

    @Test
    void aLongLineIsRefusedAtAnyPosition() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int limit = 1 + random.nextInt(200_000);
            StringBuilder text = new StringBuilder();
            String expected = "fine";
            for (int line = random.nextInt(5); line >= 0; line--) {
                int length = random.nextInt(2 * limit);
                if (length > limit && expected.equals("fine")) {
                    expected =
                            "7 a line of " + length + " bytes does not fit into memory at (byte " + text.length() + ")";
                }
                text.append("x".repeat(length));
                if (line > 0 || random.nextBoolean()) {
                    text.append('\n');
                }
            }
            assertEquals(expected, output(text.toString(), limit), "round " + round);
        }
    }

    /** No heap suffices for it. */
    @Test
    void aLineThatNoExportHasIsRefused() throws IOException {
        Path file = Files.writeString(scratch.resolve("text"), "short\n");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(NdjsonSource.LONGEST_LINE_BYTES + 7L);
        }
        Failure refused = assertThrows(Failure.class, () -> LongLines.refuse(file, 1000));
        assertEquals(
                List.of(
                        "3",
                        "a line is longer than 160 MiB",
                        file + " (byte 6)",
                        "160 MiB is the maximum for a line of an export",
                        "check whether this file is an export"),
                List.of("" + refused.status().code(), refused.what(), refused.where(), refused.why(), refused.next()));
    }

    @Test
    void theLimitFollowsTheHeap() throws IOException {
        Path file = Files.writeString(scratch.resolve("text"), "short\n");
        LongLines.refuse(file);
        Path large = Files.write(scratch.resolve("large"), new byte[(int) Math.min(1 << 30, Heap.longestLine() + 1)]);
        assertThrows(Failure.class, () -> LongLines.refuse(large));
    }

    private static byte[] packed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream text = new GZIPOutputStream(packed)) {
            text.write(
                    """
                    ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
                    ["raft_log",{"NodeId":0}]
                    ["raft_log",{"Vote":{"leader_id":{"term":1,"node_id":0},"committed":true}}]
                    ["raft_log",{"Committed":null}]
                    ["raft_log",{"Purged":null}]
                    """
                            .getBytes(StandardCharsets.UTF_8));
            text.write(
                    """
                    ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":0},"index":0},"payload":\
                    {"Normal":{"time_ms":1,"cmd":{"UpsertKV":{"key":"k","seq":"Any","value":{"Update":[120"""
                            .getBytes(StandardCharsets.UTF_8));
            text.write(",120".repeat(10_000_000).getBytes(StandardCharsets.UTF_8));
            text.write("]},\"value_meta\":null}}}}}}]\n".getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    /** The line occurs while the new store is being built next to the old one. */
    @Test
    void aCompressedLineThatDoesNotFitChangesNothing() throws IOException, InterruptedException {
        Path raft = scratch.resolve("raft");
        Path input = Files.write(scratch.resolve("long.gz"), packed());
        Program program = new Program(scratch);
        assertEquals(0, program.run("import", "--raft-dir", "raft", "--db", SAMPLE.toString()), program.err());
        String before = Stores.text(raft);
        List<String> files = names();
        for (String line : List.of(
                "import --raft-dir raft --db " + input, "init-cluster --node 1=127.0.0.1:29101=raft --db " + input)) {
            List<String> command = new ArrayList<>(Program.command(line.split(" ")));
            command.addAll(command.indexOf("-cp"), List.of("-Xmx64m", "-XX:+UseSerialGC"));
            assertEquals(7, program.fed("", command), program.err());
            assertEquals(
                    "metash: a line of 40000204 bytes does not fit into memory\n  where  " + input
                            + ":6 (byte 233)\n  why    the heap of metash has N MiB; nothing was changed\n  next   set METASH_HEAP=610m and"
                            + " try again\n",
                    program.err().replaceFirst("has \\d+ MiB", "has N MiB"));
            assertEquals(before, Stores.text(raft));
            assertEquals(files, names());
        }
    }

    /** A store with one value of 3.5 MB, in the log and in the state. */
    private static byte[] large() {
        String value = "[1" + ",1".repeat(3_499_999) + "]";
        return """
                ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
                ["raft_log",{"NodeId":0}]
                ["raft_log",{"Vote":{"leader_id":{"term":1,"node_id":0},"committed":true}}]
                ["raft_log",{"Committed":null}]
                ["raft_log",{"Purged":null}]
                ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":0,"node_id":0},"index":0},"payload":{"Membership":\
                {"configs":[[0]],"nodes":{"0":{}}}}}}]
                ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":0},"index":1},"payload":{"Normal":\
                {"time_ms":1,"cmd":{"AddNode":{"node_id":0,"node":{"name":"0","endpoint":{"addr":"localhost","port":28103},\
                "grpc_api_advertise_address":null},"overriding":true}}}}}}]
                ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":0},"index":2},"payload":{"Normal":\
                {"time_ms":1,"cmd":{"UpsertKV":{"key":"k","seq":{"GE":0},"value":{"Update":VALUE},"value_meta":null}}}}}}]
                ["state_machine/0",{"Sequences":{"key":"generic-kv","value":1}}]
                ["state_machine/0",{"StateMachineMeta":{"key":"LastApplied","value":{"LogId":\
                {"leader_id":{"term":1,"node_id":0},"index":2}}}}]
                ["state_machine/0",{"StateMachineMeta":{"key":"LastMembership","value":{"Membership":{"log_id":\
                {"leader_id":{"term":0,"node_id":0},"index":0},"membership":{"configs":[[0]],"nodes":{"0":{}}}}}}}]
                ["state_machine/0",{"Nodes":{"key":0,"value":{"name":"0","endpoint":{"addr":"localhost","port":28103},\
                "grpc_api_advertise_address":null}}}]
                ["state_machine/0",{"GenericKV":{"key":"k","value":{"seq":1,"meta":{"proposed_at_ms":1},"data":VALUE}}}]
                """
                .replace("VALUE", value)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The same value imports plain and packed, or neither. */
    @Test
    void aLargeValueImportsPlainAndPackedInASmallHeap() throws IOException, InterruptedException {
        Files.write(scratch.resolve("plain.ndjson"), large());
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(scratch.resolve("packed.gz")))) {
            packed.write(large());
        }
        Program program = new Program(scratch);
        for (String name : List.of("plain.ndjson", "packed.gz")) {
            List<String> command =
                    new ArrayList<>(Program.command("import", "--raft-dir", "raft-" + name, "--db", name));
            command.addAll(command.indexOf("-cp"), List.of("-Xmx64m", "-XX:+UseSerialGC"));
            assertEquals(0, program.fed("", command), program.err());
            assertEquals(
                    large().length, Stores.text(scratch.resolve("raft-" + name)).length(), name);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(scratch)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
