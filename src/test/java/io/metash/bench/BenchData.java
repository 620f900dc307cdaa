package io.metash.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes an export of any size with the shape of a catalog, about 1.2 KB per line. usage: BenchData FILE RECORDS [V0]
 */
public final class BenchData {
    private static final int LOG_ENTRIES = 1000;
    private static final int VALUE_BYTES = 300;

    private BenchData() {}

    /** Writes the file. */
    public static void main(String[] arguments) throws IOException {
        long records = Long.parseLong(arguments[1]);
        boolean oldest = arguments.length > 2 && arguments[2].equals("V0");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            if (oldest) {
                v0(out, records);
            } else {
                v004(out, records);
            }
        }
    }

    private static void v004(OutputStream out, long records) throws IOException {
        Random random = new Random(1);
        line(out, "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]");
        line(out, "[\"raft_log\",{\"NodeId\":1}]");
        line(out, "[\"raft_log\",{\"Vote\":{\"leader_id\":{\"term\":1,\"node_id\":1},\"committed\":true}}]");
        line(out, "[\"raft_log\",{\"Committed\":" + logId(records + LOG_ENTRIES) + "}]");
        line(out, "[\"raft_log\",{\"Purged\":" + logId(records) + "}]");
        for (long i = records + 1; i <= records + LOG_ENTRIES; i++) {
            line(out, "[\"raft_log\",{\"LogEntry\":" + entry(logId(i), random) + "}]");
        }
        line(out, "[\"state_machine/0\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":" + records + "}}]");
        line(out, meta("LastApplied", "{\"LogId\":" + logId(records) + "}"));
        line(out, meta("LastMembership", stored(logId(1), "\"nodes\":{\"1\":{}}")));
        line(out, node(",\"grpc_api_advertise_address\":null"));
        for (long i = 1; i <= records; i++) {
            line(out, key(i, "{\"proposed_at_ms\":" + (1763812345678L + i) + "}", random));
        }
    }

    /** The same store as a program of 2022 exported it from a directory. */
    private static void v0(OutputStream out, long records) throws IOException {
        Random random = new Random(1);
        for (long i = records + 1; i <= records + LOG_ENTRIES; i++) {
            line(out, "[\"raft_log\",{\"Logs\":{\"key\":" + i + ",\"value\":" + entry(oldLogId(i), random) + "}}]");
        }
        line(
                out,
                "[\"raft_log\",{\"LogMeta\":{\"key\":\"LastPurged\",\"value\":{\"LogId\":" + oldLogId(records)
                        + "}}}]");
        line(out, "[\"raft_state\",{\"RaftStateKV\":{\"key\":\"Id\",\"value\":{\"NodeId\":1}}}]");
        line(
                out,
                "[\"raft_state\",{\"RaftStateKV\":{\"key\":\"HardState\",\"value\":{\"HardState\":{\"current_term\":1,\"voted_for\":1}}}}]");
        line(out, node(""));
        line(out, meta("LastApplied", "{\"LogId\":" + oldLogId(records) + "}"));
        line(out, meta("Initialized", "{\"Bool\":true}"));
        line(out, meta("LastMembership", stored(oldLogId(1), "\"all_nodes\":[1]")));
        for (long i = 1; i <= records; i++) {
            line(out, key(i, "{\"expire_at\":null}", random));
        }
        line(out, "[\"state_machine/0\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":" + records + "}}]");
    }

    private static String entry(String logId, Random random) {
        return "{\"log_id\":" + logId
                + ",\"payload\":{\"Normal\":{\"time_ms\":1763812345678,\"cmd\":{\"UpsertKV\":{\"key\":\"k\",\"seq\":{\"GE\":0},\"value\":{\"Update\":"
                + numbers(random) + "},\"value_meta\":null}}}}}";
    }

    private static String meta(String key, String value) {
        return "[\"state_machine/0\",{\"StateMachineMeta\":{\"key\":\"" + key + "\",\"value\":" + value + "}}]";
    }

    private static String stored(String logId, String nodes) {
        return "{\"Membership\":{\"log_id\":" + logId + ",\"membership\":{\"configs\":[[1]]," + nodes + "}}}";
    }

    private static String node(String more) {
        return "[\"state_machine/0\",{\"Nodes\":{\"key\":1,\"value\":{\"name\":\"1\",\"endpoint\":{\"addr\":\"localhost\",\"port\":28103}"
                + more + "}}}]";
    }

    private static String key(long i, String meta, Random random) {
        return "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"" + String.format("__fd_table_by_id/%012d", i)
                + "\",\"value\":{\"seq\":" + i + ",\"meta\":" + meta + ",\"data\":" + numbers(random) + "}}}]";
    }

    private static String oldLogId(long index) {
        return "{\"term\":1,\"index\":" + index + "}";
    }

    private static String logId(long index) {
        return "{\"leader_id\":{\"term\":1,\"node_id\":1},\"index\":" + index + "}";
    }

    /** Bytes like protobuf: mostly text, some binary. */
    private static String numbers(Random random) {
        StringBuilder out = new StringBuilder(VALUE_BYTES * 4).append('[');
        int length = VALUE_BYTES + random.nextInt(64) - 32;
        for (int i = 0; i < length; i++) {
            int b = random.nextInt(10) < 7 ? 'a' + random.nextInt(26) : random.nextInt(256);
            out.append(i == 0 ? "" : ",").append(b);
        }
        return out.append(']').toString();
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
