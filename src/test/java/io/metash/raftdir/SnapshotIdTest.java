package io.metash.raftdir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.LogId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotIdTest {
    @Test
    void readsAndWritesEveryForm() {
        assertEquals(
                Optional.of(new SnapshotId(LogId.of(1, 0, 83), 1763812345678L, null)),
                SnapshotId.ofFileName("1-0-83-1763812345678.snap"));
        assertEquals(
                Optional.of(new SnapshotId(null, 1763812345678L, null)),
                SnapshotId.ofFileName("---1763812345678.snap"));
        for (String name : List.of(
                "1-0-83-1763812345678.snap",
                "---1763812345678.snap",
                "1-2-3-4-k5.snap",
                "18446744073709551615-18446744073709551615-18446744073709551615-18446744073709551615.snap")) {
            assertEquals(name, SnapshotId.ofFileName(name).orElseThrow().fileName());
        }
    }

    @Test
    void otherNamesAreNotIds() {
        for (String name : List.of(
                "0.snap-1763812345678",
                "1-0-83.snap",
                "1-0-83-x.snap",
                "1-0-83-5-k.snap",
                "1-0-83-18446744073709551616.snap",
                "-1-0-83-5.snap",
                "--5.snap",
                ".snap")) {
            assertEquals(Optional.empty(), SnapshotId.ofFileName(name), name);
        }
    }

    @Test
    void theHighestIsTheOneAServerOpens() {
        List<String> ascending = List.of(
                "---9",
                "---10",
                "1-0-9-9",
                "1-0-83-1",
                "1-0-83-2",
                "1-0-83-2-k1",
                "1-0-83-2-k10",
                "1-1-5-1",
                "2-0-1-1");
        assertEquals(
                ascending,
                Stream.of(2, 7, 0, 5, 8, 3, 1, 6, 4)
                        .map(i -> SnapshotId.parse(ascending.get(i)).orElseThrow())
                        .sorted()
                        .map(SnapshotId::toString)
                        .toList());
    }
}
