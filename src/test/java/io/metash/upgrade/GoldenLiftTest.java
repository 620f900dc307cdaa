package io.metash.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden pairs of legacy-versions §7, by their numbers there: each step alone, and all steps at once. */
class GoldenLiftTest {
    private static final String NEWEST = "v004-20260316-metactl-want_exported_v004";
    private static final String HEADER_V0 =
            "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V0\",\"upgrading\":null}}}]\n";

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "1, V0_C, v0b-20230307-openraft07-meta, v0c-20230307-openraft07-want",
        "3, V0_H, v0b-20230307-openraft07-meta, v0h-20230509-openraft07-want",
        "4, V001, v0b-20230307-openraft07-meta, v001-20230518-openraft07-want",
        "5, V002, v0b-20230307-openraft07-meta, v002-20230808-metactl-want_exported_v002",
        "7, V002, v0c-20230307-metactl-meta, v002-20230808-metactl-want_exported_v002",
        "8, V002, v002-20230808-metactl-meta_v002, v002-20230808-metactl-want_exported_v002",
        "9, V002, v001-20230518-openraft07-want, v002-20230808-metactl-want_exported_v002",
        "10, V003, v002-20230808-metactl-meta_v002, v003-20240627-metactl-want_exported_v003",
        "11, V003, v002-20241104-metactl-meta_v002, v003-20241104-metactl-want_exported_v003",
        "12, V004, v002-20241104-metactl-meta_v002, v004-20241110-metactl-meta_v004",
        "13, V004, v003-20241110-metactl-meta_v003, v004-20241110-metactl-meta_v004"
    })
    void aTextIsUpgradedToAVersion(int pair, DataVersion version, String from, String to) throws IOException {
        assertSame(Lifts.sample(to), Lifts.to(version, Lifts.sample(from), scratch), "pair " + pair);
    }

    /** The header was introduced a month before the field match_seq of deletes, which belongs to the same version. */
    @Test
    void pair2HasAHeaderBeforeTheNewRaftTypes() throws IOException {
        String lifted = Lifts.to(DataVersion.V0_C, Lifts.sample("v0b-20230307-openraft07-meta"), scratch);
        assertSame(Lifts.sample("v0h-20230421-openraft07-want"), HEADER_V0 + lifted, "pair 2");
    }

    @Test
    void pair6IsInTheOrderOfARunningServer() throws IOException {
        String lifted = Lifts.to(DataVersion.V0_H, Lifts.sample("v0c-20230307-metactl-meta"), scratch);
        assertSame(HEADER_V0 + Lifts.sample("v0c-20230509-metactl-want_exported"), lifted, "pair 6");
    }

    /** A snapshot file of V002 has the lines of its state machine without the tree. */
    @Test
    void pair15IsASnapshotOfV002() throws IOException {
        String lifted = Lifts.to(DataVersion.V002, Lifts.sample("v0c-20230307-metactl-meta"), scratch);
        String tree = "[\"state_machine/0\",";
        String snapshot = lifted.lines()
                .filter(line -> line.startsWith(tree))
                .map(line -> line.substring(tree.length(), line.length() - 1) + "\n")
                .collect(Collectors.joining());
        assertSame(Lifts.sample("v002-20230808-metactl-want_snapshot_v002"), snapshot, "pair 15");
    }

    /** metash writes the newest of the four generations of V004 text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v002-20241104-metactl-meta_v002",
                "v003-20241104-metactl-want_exported_v003",
                "v003-20241110-metactl-meta_v003"
            })
    void pairs12And13AreTheNewestGenerationOfV004(String from) throws IOException {
        assertSame(Lifts.sample(NEWEST), Lifts.toV004(Lifts.sample(from), scratch), from);
    }

    /** The newest golden file is of the same store, with the first two entries purged. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v0b-20230202-metactl-meta-1",
                "v0b-20230202-metactl-meta-2",
                "v0b-20230307-openraft07-meta",
                "v0c-20230307-metactl-meta",
                "v0c-20230307-openraft07-want",
                "v0c-20230509-metactl-want_exported",
                "v0h-20230421-openraft07-want",
                "v0h-20230509-openraft07-want",
                "v001-20230518-openraft07-want",
                "v002-20230808-metactl-meta_v002",
                "v002-20230808-metactl-want_exported_v002",
                "v003-20240627-metactl-meta_v003",
                "v003-20240627-metactl-want_exported_v003"
            })
    void everyVersionIsUpgradedToV004AtOnce(String from) throws IOException {
        String purged = Lifts.sample(from)
                + "[\"raft_log\",{\"LogMeta\":{\"key\":\"LastPurged\",\"value\":{\"LogId\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":1}}}}]\n";
        assertSame(Lifts.sample(NEWEST), Lifts.toV004(purged, scratch), from);
    }

    /** Compares line by line first, so that a failure shows a line and not a file. */
    private static void assertSame(String expected, String actual, String what) {
        List<String> lines = expected.lines().toList();
        List<String> others = actual.lines().toList();
        for (int i = 0; i < Math.min(lines.size(), others.size()); i++) {
            assertEquals(lines.get(i), others.get(i), what + ", line " + (i + 1));
        }
        assertEquals(lines.size(), others.size(), what);
        assertEquals(expected, actual, what);
    }
}
