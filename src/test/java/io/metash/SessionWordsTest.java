package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.RunResult;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sessions as arguments of one command keep their order. */
class SessionWordsTest {
    @TempDir
    Path scratch;

    private Path whole;
    private Path other;
    private String connect;

    @BeforeEach
    void stores() throws IOException {
        whole = Files.copy(TestData.file("peer/want_exported_v004"), scratch.resolve("whole.ndjson"));
        other = Files.copy(TestData.file("real/rich-snap.export.ndjson"), scratch.resolve("other.ndjson"));
        connect = "connect " + whole + " as d; connect " + other + " as u; ";
    }

    private List<String> run(String script) {
        RunResult result = InProcess.run("-c", connect + script);
        return (result.out() + result.err())
                .lines()
                .map(line -> line.replace(scratch + "/", ""))
                .filter(line -> !line.startsWith("connected"))
                .toList();
    }

    private static List<String> verdicts(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("whole.ndjson: ") || line.startsWith("other.ndjson: "))
                .toList();
    }

    private static String sides(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("different: "))
                .findFirst()
                .orElse("none: " + lines);
    }

    @Test
    void verifyChecksEachSession() {
        List<String> both = List.of(
                "whole.ndjson: consistent, completeness unproved", "other.ndjson: consistent, completeness unproved");
        assertEquals(both, verdicts(run("try verify @d @u")));
        assertEquals(both, verdicts(run("try verify d @u")));
        assertEquals(both, verdicts(run("try verify @d u")));
        assertEquals(List.of(both.get(1), both.get(0)), verdicts(run("try verify @u @d")));
        assertEquals(both.subList(0, 1), verdicts(run("try verify @d")));
    }

    @Test
    void diffComparesAWithBAsTyped() {
        String typed = "different: A is whole.ndjson, B is other.ndjson";
        for (String words : List.of("@d @u", "@d u", "d @u", "d u", "@d")) {
            assertEquals(typed, sides(run("try diff " + words)), words);
        }
        assertEquals("different: A is other.ndjson, B is whole.ndjson", sides(run("try diff @u @d")));
    }

    @Test
    void oneSessionIsTheTargetOfOtherCommands() {
        List<String> lines = run("ls @d --limit 1; doctor @d; use @d; disconnect @u; sessions -o json");
        assertTrue(lines.stream().anyMatch(line -> line.contains("whole.ndjson")), lines.toString());
        assertTrue(lines.stream().noneMatch(line -> line.contains("\"u\"")), lines.toString());
    }
}
