package io.metash.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LeaderId;
import io.metash.record.LogId;
import io.metash.report.StoreReport.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The charts of a report: areas and bars are proportional to their values. */
class ChartsTest {
    private static final Pattern RECT =
            Pattern.compile("x=\"([\\d.]+)\" y=\"([\\d.]+)\" width=\"([\\d.]+)\" height=\"([\\d.]+)\"");

    @Test
    void tileAreasAreProportionalToBytes() {
        List<Tile> tiles = new ArrayList<>();
        for (int i = 30; i > 0; i--) {
            tiles.add(new Tile("prefix" + i + "/", (long) i * i * 1000, i));
        }
        double total = tiles.stream().mapToLong(Tile::bytes).sum();
        Matcher rects = RECT.matcher(Treemap.svg(tiles));
        for (Tile tile : tiles) {
            assertTrue(rects.find());
            double area = Double.parseDouble(rects.group(3)) * Double.parseDouble(rects.group(4));
            assertEquals(tile.bytes() / total, area / (720 * 360), 0.001, tile.label());
            assertTrue(Double.parseDouble(rects.group(1)) + Double.parseDouble(rects.group(3)) < 720.05);
            assertTrue(Double.parseDouble(rects.group(2)) + Double.parseDouble(rects.group(4)) < 360.05);
        }
        assertFalse(rects.find());
        assertEquals("", Treemap.svg(List.of(new Tile("empty/", 0, 0))));
    }

    private static Entry entry(long index, Long timeMs, Cmd cmd) {
        return new Entry(new LogId(new LeaderId(1, 0L), index), new Entry.Normal(timeMs, cmd));
    }

    private static Cmd write() {
        return new Cmd.UpsertKv(Bytes.utf8("k"), new Cmd.Any(), new Cmd.Update(Bytes.EMPTY), null);
    }

    @Test
    void changesAreCountedByMinuteAndKind() {
        Timeline timeline = new Timeline();
        timeline.add(entry(1, 60_000L, write()));
        timeline.add(entry(2, 119_999L, write()));
        timeline.add(entry(3, 240_000L, new Cmd.UpsertKv(Bytes.utf8("k"), new Cmd.Any(), new Cmd.Delete(), null)));
        timeline.add(entry(4, null, new Cmd.RemoveNode(1)));
        timeline.add(new Entry(new LogId(new LeaderId(1, 0L), 5), new Entry.Blank()));
        List<String> bars = timeline.buckets(100).stream()
                .map(bucket -> bucket.fromMs() + " " + bucket.total())
                .toList();
        assertEquals(List.of("60000 2", "120000 0", "180000 0", "240000 1"), bars);
        assertEquals(2, timeline.total(Timeline.Kind.WRITE));
        assertEquals(1, timeline.total(Timeline.Kind.DELETE));
        assertEquals(1, timeline.total(Timeline.Kind.CLUSTER));
        assertEquals(1, timeline.untimed());
        assertEquals(240_000, timeline.lastMs());
        assertEquals("changes per minute", TimelineChart.caption(timeline));
        assertEquals("", TimelineChart.svg(new Timeline()));
    }

    /** A year of changes becomes a bounded number of bars that include all of them. */
    @Test
    void minutesOfLongLogsAreMerged() {
        Timeline timeline = new Timeline();
        for (int i = 0; i < 50_000; i++) {
            timeline.add(entry(i, i * 600_000L, write()));
        }
        List<Timeline.Bucket> bars = timeline.buckets(120);
        assertTrue(bars.size() <= 120 && bars.size() > 55, bars.size() + " bars");
        assertEquals(50_000, bars.stream().mapToLong(Timeline.Bucket::total).sum());
    }
}
