package io.metash.bench;

import io.metash.testing.SledWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a V002 Raft directory: half of the records are entries of the raft log in sled, half are keys of the snapshot
 * file. usage: SledBenchData DIR RECORDS
 */
public final class SledBenchData {
    private static final int VALUE_BYTES = 300;

    private final Random random = new Random(1);

    private SledBenchData() {}

    /** Writes the directory and prints the total size of its lines. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(new SledBenchData().write(Path.of(arguments[0]), Long.parseLong(arguments[1]) / 2));
    }

    private long write(Path raftDir, long half) throws IOException {
        long bytes = 0;
        try (SledWriter sled = new SledWriter(raftDir)) {
            tree(
                    sled,
                    "header",
                    new byte[] {11, 'h', 'e', 'a', 'd', 'e', 'r'},
                    "{\"version\":\"V002\",\"upgrading\":null}");
            sled.begin("raft_log");
            for (long i = half + 1; i <= 2 * half; i++) {
                String entry = "{\"log_id\":" + logId(i)
                        + ",\"payload\":{\"Normal\":{\"txid\":null,\"time_ms\":1763812345678,\"cmd\":{\"UpsertKV\":{\"key\":\"k\",\"seq\":{\"GE\":0},"
                        + "\"value\":{\"Update\":" + numbers() + "},\"value_meta\":null}}}}}";
                bytes += entry.length() + "[\"raft_log\",{\"Logs\":{\"key\":1000000,\"value\":}}]\n".length();
                sled.put(ByteBuffer.allocate(9).put((byte) 1).putLong(i).array(), utf8(entry));
            }
            sled.put(new byte[] {13, 1}, utf8("{\"LogId\":" + logId(half) + "}"));
            sled.end("raft_log");
            sled.begin("raft_state");
            sled.put(new byte[] {4, 1}, utf8("{\"NodeId\":1}"));
            sled.put(
                    new byte[] {4, 2},
                    utf8("{\"HardState\":{\"leader_id\":{\"term\":1,\"node_id\":1},\"committed\":true}}"));
            sled.put(new byte[] {4, 4}, utf8("{\"Committed\":" + logId(2 * half) + "}"));
            sled.end("raft_state");
        }
        Path snapshots = Files.createDirectories(raftDir.resolve("df_meta/V002/snapshot"));
        Path file = snapshots.resolve("1-1-" + half + "-1763812345678.snap");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            line(
                    out,
                    "{\"Nodes\":{\"key\":1,\"value\":{\"name\":\"1\",\"endpoint\":{\"addr\":\"localhost\",\"port\":28103},\"grpc_api_advertise_address\":null}}}");
            line(out, "{\"StateMachineMeta\":{\"key\":\"LastApplied\",\"value\":{\"LogId\":" + logId(half) + "}}}");
            line(
                    out,
                    "{\"StateMachineMeta\":{\"key\":\"LastMembership\",\"value\":{\"Membership\":{\"log_id\":"
                            + logId(1) + ",\"membership\":{\"configs\":[[1]],\"nodes\":{\"1\":{}}}}}}}");
            for (long i = 1; i <= half; i++) {
                line(
                        out,
                        "{\"GenericKV\":{\"key\":\"" + String.format("__fd_table_by_id/%012d", i)
                                + "\",\"value\":{\"seq\":" + i + ",\"meta\":{\"expire_at\":null},\"data\":" + numbers()
                                + "}}}");
            }
            line(out, "{\"Sequences\":{\"key\":\"generic-kv\",\"value\":" + half + "}}");
        }
        return bytes + Files.size(file) + half * "[\"state_machine/0\",]".length();
    }

    private static void tree(SledWriter sled, String name, byte[] key, String value) throws IOException {
        sled.begin(name);
        sled.put(key, utf8(value));
        sled.end(name);
    }

    private static String logId(long index) {
        return "{\"leader_id\":{\"term\":1,\"node_id\":1},\"index\":" + index + "}";
    }

    private String numbers() {
        StringBuilder out = new StringBuilder(VALUE_BYTES * 4).append('[');
        int length = VALUE_BYTES + random.nextInt(64) - 32;
        for (int i = 0; i < length; i++) {
            int value = random.nextInt(10) < 7 ? 'a' + random.nextInt(26) : random.nextInt(256);
            out.append(i == 0 ? "" : ",").append(value);
        }
        return out.append(']').toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(utf8(text));
        out.write('\n');
    }
}
