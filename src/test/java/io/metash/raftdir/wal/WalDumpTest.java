package io.metash.raftdir.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Bytes;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dump, compared with that of the reference tool. */
class WalDumpTest {
    private static final String CHUNK = "r-00_000_000_000_000_000_000.wal";

    @TempDir
    Path log;

    private List<String> dump(byte[] chunk, boolean decode, boolean raw) throws IOException {
        Files.write(log.resolve(CHUNK), chunk);
        List<String> lines = new ArrayList<>();
        new WalDump(log, decode ? Optional.of(SIZES) : Optional.empty(), raw, RecordLabels.NEW).print(lines::add);
        return lines;
    }

    /** Reports only the size. */
    private static final DecodedText SIZES = new DecodedText() {
        @Override
        public String of(Bytes key, Bytes value) {
            return "protobuf(" + value.length() + " bytes)";
        }

        @Override
        public boolean everyKey() {
            return false;
        }
    };

    private static byte[] sample() throws IOException {
        return Files.readAllBytes(TestData.file("peer/" + CHUNK));
    }

    @Test
    void linesMatchTheReference() throws IOException {
        List<String> want = Files.readAllLines(TestData.file("peer/expected_decoded.txt"));
        List<String> got = dump(sample(), true, false);
        // The reference covers the first 528 of the 705 records.
        assertEquals(1200, want.size());
        assertEquals(1905, got.size());
        for (int i = 0; i < want.size(); i++) {
            String mine =
                    got.get(i).replaceAll("time: \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "time: <TIME>");
            String line = want.get(i);
            boolean rendered = line.startsWith("      ") && !line.contains("unknown-prefix");
            assertEquals(rendered ? "      protobuf(" : line, rendered ? mine.substring(0, 15) : mine);
        }
        assertEquals(2 + 705, dump(sample(), false, false).size());
    }

    @Test
    void theStateIsLabelledLikeEitherGeneration() throws IOException {
        List<String> today = dump(sample(), false, false);
        List<String> before = new ArrayList<>();
        new WalDump(log, Optional.empty(), false, RecordLabels.OLD).print(before::add);
        assertEquals(
                "  R-00000: [000_000_000, 000_000_018) Size(18): RaftLogState(RaftLogState(vote: None, last: None,"
                        + " committed: None, purged: None, user_data: None))",
                before.get(2));
        assertEquals(
                today,
                before.stream()
                        .map(line -> line.replace(": RaftLogState(RaftLogState(", ": Checkpoint(RaftLogState("))
                        .toList());
    }

    @Test
    void rawValuesAreNumbers() throws IOException {
        List<String> lines = dump(sample(), false, true);
        int at = lines.indexOf("    txn.if_then[0].put __fd_database/test_tenant/default raw:");
        assertEquals("      [49]", lines.get(at + 1));
    }

    @Test
    void aTornTailEndsInAnErrorLine() throws IOException {
        byte[] bytes = sample();
        List<String> whole = dump(bytes, false, false);
        List<String> lines = dump(Arrays.copyOf(bytes, bytes.length - 5), false, false);
        assertEquals(whole.subList(0, whole.size() - 1), lines.subList(0, lines.size() - 1));
        assertEquals(
                "Error: the log ends in an unfinished write: 43 bytes from byte 283530 of " + CHUNK
                        + " are ignored, as by a server",
                lines.get(lines.size() - 1));
    }
}
