package io.metash.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stored entry that stops a node at its next start is reported. */
class StoppingEntryTest {
    @TempDir
    Path scratch;

    private StoreStatus status(String expireAt) throws IOException {
        String text =
                """
                ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
                ["raft_log",{"NodeId":1}]
                ["raft_log",{"Vote":{"leader_id":{"term":1,"node_id":1},"committed":true}}]
                ["raft_log",{"Committed":{"leader_id":{"term":1,"node_id":1},"index":1}}]
                ["raft_log",{"Purged":null}]
                ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":0},"payload":{"Membership":{"configs":[[1]],"nodes":{"1":{}}}}}}]
                ["raft_log",{"LogEntry":{"log_id":{"leader_id":{"term":1,"node_id":1},"index":1},"payload":{"Normal":{"time_ms":1,"cmd":{"UpsertKV":{"key":"a/b","seq":{"GE":0},"value":{"Update":[98]},"value_meta":{"expire_at":TIME}}}}}}}]
                """;
        Path file = Files.writeString(scratch.resolve(expireAt + ".ndjson"), text.replace("TIME", expireAt));
        try (Sessions sessions = Sessions.standard()) {
            return sessions.connect(
                            file.toString(), "f", ConnectOptions.cachedIn(new CacheDirectory(scratch.resolve("cache"))))
                    .status();
        }
    }

    @Test
    void theEntryIsReported() throws IOException {
        assertNull(status("8210266876799999").stopsNode());
        String why = status("8210266876800000").stopsNode();
        assertEquals("log entry T1-N1.1 sets an expiry of 8210266876800000 ms", why);
        assertEquals(why, status("8210266876800000").stopsNode());
    }
}
