package io.metash.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes an export of any size, of the shape that a catalog has: about 1.2 KB a line. usage: BenchData FILE RECORDS */
public final class BenchData {
    private static final int LOG_ENTRIES = 1000;
    private static final int VALUE_BYTES = 300;

    private BenchData() {}

    /** Writes the file. */
    public static void main(String[] arguments) throws IOException {
        long records = Long.parseLong(arguments[1]);
        Random random = new Random(1);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            line(out, "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]");
            line(out, "[\"raft_log\",{\"NodeId\":1}]");
            line(out, "[\"raft_log\",{\"Vote\":{\"leader_id\":{\"term\":1,\"node_id\":1},\"committed\":true}}]");
            line(out, "[\"raft_log\",{\"Committed\":" + logId(records + LOG_ENTRIES) + "}]");
            line(out, "[\"raft_log\",{\"Purged\":" + logId(records) + "}]");
            for (long i = records + 1; i <= records + LOG_ENTRIES; i++) {
                line(
                        out,
                        "[\"raft_log\",{\"LogEntry\":{\"log_id\":" + logId(i)
                                + ",\"payload\":{\"Normal\":{\"time_ms\":1763812345678,\"cmd\":{\"UpsertKV\":{\"key\":\"k\",\"seq\":{\"GE\":0},\"value\":{\"Update\":"
                                + numbers(random) + "},\"value_meta\":null}}}}}}]");
            }
            line(out, "[\"state_machine/0\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":" + records + "}}]");
            line(
                    out,
                    "[\"state_machine/0\",{\"StateMachineMeta\":{\"key\":\"LastApplied\",\"value\":{\"LogId\":"
                            + logId(records) + "}}}]");
            line(
                    out,
                    "[\"state_machine/0\",{\"StateMachineMeta\":{\"key\":\"LastMembership\",\"value\":{\"Membership\":{\"log_id\":"
                            + logId(1) + ",\"membership\":{\"configs\":[[1]],\"nodes\":{\"1\":{}}}}}}}]");
            line(
                    out,
                    "[\"state_machine/0\",{\"Nodes\":{\"key\":1,\"value\":{\"name\":\"1\",\"endpoint\":{\"addr\":\"localhost\",\"port\":28103},\"grpc_api_advertise_address\":null}}}]");
            for (long i = 1; i <= records; i++) {
                String key = String.format("__fd_table_by_id/%012d", i);
                line(
                        out,
                        "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"" + key + "\",\"value\":{\"seq\":" + i
                                + ",\"meta\":{\"proposed_at_ms\":" + (1763812345678L + i) + "},\"data\":"
                                + numbers(random) + "}}}]");
            }
        }
    }

    private static String logId(long index) {
        return "{\"leader_id\":{\"term\":1,\"node_id\":1},\"index\":" + index + "}";
    }

    /** Bytes as protobuf has them: much text, some binary. */
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
