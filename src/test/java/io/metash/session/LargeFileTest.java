package io.metash.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are large enough to be parsed on several cores when they are first opened. */
class LargeFileTest {
    private static final int KEYS = 9000;

    @TempDir
    Path scratch;

    private static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]",
                "[\"raft_log\",{\"NodeId\":1}]",
                "[\"raft_log\",{\"Vote\":{\"leader_id\":{\"term\":1,\"node_id\":1},\"committed\":true}}]",
                "[\"raft_log\",{\"Committed\":{\"leader_id\":{\"term\":1,\"node_id\":1},\"index\":9}}]",
                "[\"raft_log\",{\"Purged\":{\"leader_id\":{\"term\":1,\"node_id\":1},\"index\":9}}]",
                "[\"state_machine/0\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":" + KEYS + "}}]",
                "[\"state_machine/0\",{\"StateMachineMeta\":{\"key\":\"LastApplied\",\"value\":{\"LogId\":{\"leader_id\":{\"term\":1,"
                        + "\"node_id\":1},\"index\":9}}}}]",
                "[\"state_machine/0\",{\"StateMachineMeta\":{\"key\":\"LastMembership\",\"value\":{\"Membership\":{\"log_id\":null,"
                        + "\"membership\":{\"configs\":[[1]],\"nodes\":{\"1\":{}}}}}}}]",
                "[\"state_machine/0\",{\"Nodes\":{\"key\":1,\"value\":{\"name\":\"1\",\"endpoint\":{\"addr\":\"localhost\",\"port\":1},"
                        + "\"grpc_api_advertise_address\":null}}}]"));
        for (int i = 0; i < KEYS; i++) {
            lines.add("[\"state_machine/0\",{\"GenericKV\":{\"key\":\"" + key(i) + "\",\"value\":{\"seq\":" + (i + 1)
                    + ",\"meta\":null,\"data\":[" + "120,".repeat(120 + i % 80) + "121]}}}]");
        }
        return lines;
    }

    private static String key(int i) {
        return String.format("k/%06d", i);
    }

    private Session open(Path file) throws IOException {
        ConnectOptions options = ConnectOptions.cachedIn(new CacheDirectory(scratch.resolve("cache")))
                .withNowMs(0L);
        return Sessions.open(StoredFile.of(file), "it", options);
    }

    @Test
    void everyKeyIsFound() throws IOException {
        Path file = Files.write(scratch.resolve("large.ndjson"), lines());
        assertTrue(Files.size(file) > 4 << 20);
        try (Session session = open(file)) {
            int found = 0;
            try (KvCursor all = session.scan(Bytes.EMPTY, null)) {
                for (; all.next(); found++) {
                    assertEquals(key(found), all.key().text());
                    assertEquals(121 + found % 80, all.value().data().length());
                }
            }
            assertEquals(KEYS, found);
            for (int i = 0; i < KEYS; i += 97) {
                assertEquals(i + 1, session.get(Bytes.utf8(key(i))).seq());
            }
            assertEquals(KEYS, session.status().counts().keys());
        }
    }

    /** Whichever thread fails first, the error names the first bad line of the file. */
    @Test
    void theFirstBadLineIsReported() throws IOException {
        List<String> lines = lines();
        String sound = lines.get(5000);
        lines.set(5000, sound.replace("\"seq\":", "\"seq\":x"));
        lines.set(8000, "no line");
        Path file = Files.write(scratch.resolve("bad.ndjson"), lines);
        Failure failure = assertThrows(Failure.class, () -> open(file).close());
        long before = lines.subList(0, 5000).stream()
                .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length + 1)
                .sum();
        assertEquals(
                file + ":5001 (byte " + (before + sound.indexOf("\"seq\":") + "\"seq\":".length()) + ")",
                failure.where());
    }
}
