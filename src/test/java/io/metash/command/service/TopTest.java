package io.metash.command.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.client.ClusterInfo;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.output.TextWidth;
import io.metash.testing.LiveService;
import io.metash.testing.Programs;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view of a running service. */
class TopTest {
    private static final Display PLAIN = new Display(ColorMode.NEVER, true, false, false);

    @TempDir
    Path scratch;

    private static TopSample sample(long atMs, long last, long applied) {
        TreeMap<Long, String> replication = new TreeMap<>(Map.of(1L, "T3-N1." + last, 2L, "T3-N1." + (last - 7)));
        ClusterInfo info = new ClusterInfo(
                1,
                "1.2.3",
                "V004",
                "10.0.0.1:28004",
                4096,
                "Leader",
                true,
                3,
                last,
                "T3-N1." + applied,
                "T3-N1.90",
                "T3-N1.40",
                "id=1 raft=10.0.0.1:28004 grpc=10.0.0.1:9191",
                replication,
                List.of("id=1 raft=10.0.0.1:28004 grpc=10.0.0.1:9191", "id=2 raft=10.0.0.2:28004 grpc=10.0.0.2:9191"),
                List.of("id=3 raft=10.0.0.3:28004 grpc="),
                500,
                12,
                new ClusterInfo.Log(8, 1000, 4096, 1096, 0, 1, 3000, new TreeMap<>()));
        return new TopSample(atMs, info, Map.of("__fd_table", 8L, "__fd_database", 2L));
    }

    @Test
    void printsAFrame() {
        TopSample before = sample(1_800_000_000_000L, 100, 95);
        TopSample now = sample(1_800_000_002_000L, 120, 119);
        assertEquals(
                """
                h:1  node 1  leader  term 3  2027-01-15T08:00:02.000Z

                log       120          +10/s    last entry
                applied   119          +12/s    lags by 1 entry
                sequence  500          +0/s     last assigned
                snapshot  90                    12 rows, 29 entries came after it
                purged    40
                WAL       4.10 KB               open chunk 1.10 KB, 1 full one; in memory 8 ent~

                member  role     raft            log
                1       leader   10.0.0.1:28004  120
                2       voter    10.0.0.2:28004  113, lags by 7
                3       learner  10.0.0.3:28004  unknown

                keys in the snapshot, by the first part of their names
                __fd_table     8  ############################################################
                __fd_database  2  ###############
                """,
                String.join("\n", new TopView(80, false, PLAIN).of("h:1", now, before, null)) + "\n");
        for (int columns = 1; columns < 100; columns++) {
            for (String line : new TopView(columns, false, PLAIN).of("h:1", now, before, "it is\u001b[2J silent")) {
                assertTrue(TextWidth.of(line) <= columns && line.indexOf('\033') < 0, columns + ": " + line);
            }
        }
    }

    @Test
    void redrawsInPlaceAndQuitsOnQ() throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not installed");
        try (LiveService service = new LiveService(scratch);
                Tmux terminal = new Tmux(
                        90,
                        24,
                        "env -u NO_COLOR METASH_SIGN=1 XDG_STATE_HOME=" + scratch + "/state XDG_CONFIG_HOME=" + scratch
                                + "/config XDG_CACHE_HOME=" + scratch + " LC_ALL=C.UTF-8 "
                                + String.join(" ", Programs.metash()))) {
            service.put("a/1=1");
            terminal.awaitEnd("metash>");
            // The first call loads classes and may time out on a busy machine.
            String connect = "connect " + service.address() + " as live";
            terminal.run(connect + " || " + connect, "metash live (");
            terminal.enter("top --every 200ms");
            String screen = terminal.await("q leaves", "all of the log", "leader   localhost:28004");
            assertTrue(!screen.contains("metash>"), screen);
            long log = log(screen);
            service.put("a/2=1", "a/3=1");
            terminal.await(now -> log(now) == log + 2);
            terminal.press("q");
            terminal.awaitPrompt("top --every 200ms\nmetash live (");
        }
    }

    private static long log(String screen) {
        return screen.lines()
                .filter(line -> line.startsWith("log "))
                .mapToLong(line -> Long.parseLong(line.substring(4).strip().split(" ")[0]))
                .findFirst()
                .orElse(-1);
    }
}
