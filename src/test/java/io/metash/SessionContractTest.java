package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.RunResult;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A directory, a file and an embedded service with the same state answer alike. {@link RealServerTest} covers a real
 * service.
 */
class SessionContractTest {
    @TempDir
    Path scratch;

    @Test
    void allKindsShowTheSameState() throws IOException {
        looksTheSame("rich-snap");
    }

    @Tag("slow")
    @Test
    void allKindsShowTheSameStateOfALogAlone() throws IOException {
        looksTheSame("rich");
    }

    private void looksTheSame(String name) throws IOException {
        Path file = TestData.file("real/" + name + ".export.ndjson");
        Path dir = scratch.resolve("raft");
        RunResult imported = InProcess.run("import", "--raft-dir", dir.toString(), "--db", file.toString());
        assertEquals(0, imported.status(), imported.err());
        // A service decides expiry by its clock.
        String now = " --now " + System.currentTimeMillis();
        SessionContract.check(
                List.of(
                        "connect " + dir + now,
                        "connect " + file + now,
                        "connect embedded --from " + dir,
                        "connect embedded --from " + file),
                "__fd_id_gen/table_id",
                "__fd_database/",
                data -> data);
    }

    /** Data copied into a service is exported byte for byte, as from a real server booted on it. */
    @Test
    void allKindsExportTheSame() throws IOException {
        Path file = TestData.file("real/rich-snap.export.ndjson");
        Path dir = scratch.resolve("raft");
        assertEquals(
                0,
                InProcess.run("import", "--raft-dir", dir.toString(), "--db", file.toString())
                        .status());
        for (String connect : List.of(
                "connect " + dir,
                "connect " + file,
                "connect embedded --from " + dir,
                "connect embedded --from " + file)) {
            Path out = scratch.resolve("out.ndjson");
            RunResult ended = InProcess.run("-c", connect + "; export " + out);
            assertEquals(0, ended.status(), ended.err());
            assertEquals(Files.readString(file), Files.readString(out), connect);
        }
    }
}
