package io.metash.command.service;

import io.metash.client.ClusterInfo;
import io.metash.output.Display;
import io.metash.output.Printable;
import io.metash.output.ShareBar;
import io.metash.output.Style;
import io.metash.output.TextWidth;
import io.metash.output.Units;
import io.metash.record.U64;
import io.metash.session.NodeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Formats one frame of {@code top} from a sample; does no I/O. */
final class TopView {
    private static final int LABELS = 10;
    private static final int NUMBERS = 13;
    private static final int RATES = 9;
    private static final int LONGEST_BAR = 60;

    private final int columns;
    private final boolean colored;
    private final boolean unicode;
    private final boolean local;
    private final List<String> lines = new ArrayList<>();

    TopView(int columns, boolean colored, Display display) {
        this.columns = columns;
        this.colored = colored;
        this.unicode = display.unicode();
        this.local = display.local();
    }

    /**
     * Formats a frame.
     *
     * @param before an earlier sample for rates, or null
     * @param error the reason that there is no newer sample, or null
     */
    List<String> of(String place, TopSample now, @Nullable TopSample before, @Nullable String error) {
        ClusterInfo info = now.info();
        line(
                Style.HEAD,
                Printable.text(place) + "  node " + U64.text(info.id()) + "  "
                        + Printable.text(info.state()).toLowerCase(Locale.ROOT) + "  term "
                        + Units.number(info.currentTerm()) + "  " + Units.timestamp(now.atMs(), local));
        if (error != null) {
            line(Style.BAD, "no answer: " + Printable.text(error));
        } else if (info.leader() == null) {
            line(Style.BAD, "no leader is known: writes are not possible now");
        }
        line(null, "");
        log(now, before);
        line(null, "");
        members(info);
        line(null, "");
        families(now);
        return lines;
    }

    /** The frame before the first answer. */
    List<String> waiting(String place, long waitedMs, @Nullable String error) {
        line(Style.HEAD, Printable.text(place) + "  waiting for the first answer, " + Units.seconds(waitedMs / 1000));
        if (error != null) {
            line(Style.BAD, "no answer: " + Printable.text(error));
        }
        return lines;
    }

    private void log(TopSample now, @Nullable TopSample before) {
        ClusterInfo info = now.info();
        long last = info.lastLogIndex();
        long lastBefore = 0;
        long appliedBefore = 0;
        long seqBefore = 0;
        if (before != null) {
            lastBefore = before.info().lastLogIndex();
            appliedBefore = before.applied();
            seqBefore = before.info().lastSeq();
        }
        number("log", last, rate(last, lastBefore, now, before), "last entry");
        long lag = Math.max(0, last - now.applied());
        number(
                "applied",
                now.applied(),
                rate(now.applied(), appliedBefore, now, before),
                lag == 0 ? "all of the log" : "lags by " + Units.count(lag, "entry"));
        number("sequence", info.lastSeq(), rate(info.lastSeq(), seqBefore, now, before), "last assigned");
        if (now.snapshot() < 0) {
            pair("snapshot", "none", "");
        } else {
            long later = Math.max(0, now.applied() - now.snapshot());
            number(
                    "snapshot",
                    now.snapshot(),
                    "",
                    Units.count(info.snapshotKeyCount(), "row")
                            + (later == 0
                                    ? ", no later entries"
                                    : ", " + Units.count(later, "entry") + " came after it"));
        }
        pair("purged", now.purged() < 0 ? "none" : Units.number(now.purged()), "");
        ClusterInfo.Log wal = info.log();
        if (wal == null) {
            pair("WAL", Units.bytes(info.raftLogBytes()), "");
        } else {
            pair(
                    "WAL",
                    Units.bytes(wal.walTotalBytes()),
                    "open chunk " + Units.bytes(wal.walOpenChunkBytes()) + ", "
                            + Units.count(wal.walClosedChunkCount(), "full one") + "; in memory "
                            + Units.count(wal.cacheItems(), "entry") + ", " + Units.bytes(wal.cacheUsedBytes()));
        }
    }

    private static String rate(long now, long before, TopSample sample, @Nullable TopSample earlier) {
        if (earlier == null || sample.atMs() <= earlier.atMs()) {
            return "";
        }
        double perSecond = 1000.0 * (now - before) / (sample.atMs() - earlier.atMs());
        return "+" + Units.number(Math.max(0, Math.round(perSecond))) + "/s";
    }

    private void number(String label, long number, String rate, String words) {
        String text = "none";
        if (number >= 0) {
            text = Units.number(number);
        }
        line(null, label(label) + left(text, NUMBERS) + left(rate, RATES) + words);
    }

    private void pair(String label, String text, String words) {
        line(null, label(label) + left(text, NUMBERS) + left("", RATES) + words);
    }

    private static String label(String label) {
        return left(label, LABELS);
    }

    private static String left(String text, int columns) {
        return text + " ".repeat(Math.max(1, columns - TextWidth.of(text)));
    }

    private static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - TextWidth.of(text))) + text;
    }

    private void members(ClusterInfo info) {
        List<String> all = new ArrayList<>(info.voters());
        all.addAll(info.nonVoters());
        int names = "member".length();
        int addresses = "raft".length();
        for (String one : all) {
            NodeText node = NodeText.parse(one);
            names = Math.max(names, TextWidth.of(Printable.text(node.name())));
            addresses = Math.max(addresses, TextWidth.of(address(node)));
        }
        line(Style.HEAD, left("member", names + 2) + left("role", 9) + left("raft", addresses + 2) + "log");
        for (int i = 0; i < all.size(); i++) {
            NodeText node = NodeText.parse(all.get(i));
            boolean leads = info.leader() != null
                    && NodeText.parse(info.leader()).name().equals(node.name());
            String role;
            if (leads) {
                role = "leader";
            } else if (i < info.voters().size()) {
                role = "voter";
            } else {
                role = "learner";
            }
            line(
                    leads ? Style.GOOD : null,
                    left(Printable.text(node.name()), names + 2)
                            + left(role, 9)
                            + left(address(node), addresses + 2)
                            + progress(info, node));
        }
    }

    private static String address(NodeText node) {
        return Printable.text(String.valueOf(node.raft()));
    }

    /** The replication progress of a node, which only the leader knows. */
    private static String progress(ClusterInfo info, NodeText node) {
        String at = null;
        if (node.id() != null) {
            at = info.replication().get(node.id());
        }
        if (at == null) {
            if (info.isLeader() && node.id() != null && node.id() == info.id()) {
                return Units.number(info.lastLogIndex());
            }
            return "unknown";
        }
        long index = TopSample.index(at);
        long lag = Math.max(0, info.lastLogIndex() - index);
        String position = index < 0 ? "none" : Units.number(index);
        return lag == 0 ? position : position + ", lags by " + Units.number(lag);
    }

    private void families(TopSample now) {
        if (now.keys().isEmpty()) {
            line(Style.HEAD, "keys: none in a snapshot");
            return;
        }
        line(Style.HEAD, "keys in the snapshot, by the first part of their names");
        List<Map.Entry<String, Long>> all = new ArrayList<>(now.keys().entrySet());
        all.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        int names = 0;
        int numbers = 0;
        for (Map.Entry<String, Long> one : all) {
            names = Math.max(names, TextWidth.of(Printable.text(one.getKey())));
            numbers = Math.max(numbers, Units.number(one.getValue()).length());
        }
        names = Math.min(names, Math.max(8, columns - numbers - 14));
        int bars = Math.min(LONGEST_BAR, columns - names - numbers - 4);
        for (Map.Entry<String, Long> one : all) {
            String name = TextWidth.cut(Printable.text(one.getKey()), names, mark());
            line(
                    null,
                    left(name, names + 1) + " " + right(Units.number(one.getValue()), numbers) + "  "
                            + ShareBar.of(one.getValue(), all.get(0).getValue(), bars, unicode));
        }
    }

    private String mark() {
        if (unicode) {
            return "\u2026";
        }
        return "~";
    }

    private void line(@Nullable Style style, String text) {
        String cut = TextWidth.cut(text.stripTrailing(), columns, mark());
        lines.add(style == null ? cut : style.on(cut, colored));
    }
}
