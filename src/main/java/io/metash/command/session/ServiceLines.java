package io.metash.command.session;

import io.metash.client.ClusterInfo;
import io.metash.output.Units;
import io.metash.record.LogId;
import io.metash.record.U64;
import io.metash.session.StoreStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Formats the status of a running service as lines for people. */
final class ServiceLines {
    private final List<Line> lines = new ArrayList<>();

    /** A label and its text. */
    record Line(String label, String text) {}

    private ServiceLines() {}

    static List<Line> of(StoreStatus status, StoreStatus.Service service) {
        ServiceLines lines = new ServiceLines();
        lines.add(status, service);
        return lines.lines;
    }

    private void line(String label, String text) {
        lines.add(new Line(label, text));
    }

    private void add(StoreStatus status, StoreStatus.Service service) {
        ClusterInfo info = service.info();
        line("place", status.place() + " (" + status.kind().words() + ")");
        line("header", info.dataVersion());
        line("version", info.binaryVersion() + ", speaks as " + service.protocol());
        line("node id", U64.text(info.id()) + (info.endpoint().isEmpty() ? "" : ", raft " + info.endpoint()));
        line("state", info.state() + ", term " + U64.text(info.currentTerm()));
        line("leader", info.leader() == null ? "none known" : info.leader());
        line("purged", text(info.purged()));
        line("log", log(info));
        line(
                "snapshot",
                info.snapshotLastLogId() == null
                        ? "none"
                        : "at " + info.snapshotLastLogId() + ", " + Units.count(info.snapshotKeyCount(), "row"));
        line("last applied", text(info.lastApplied()));
        line("sequence", U64.text(info.lastSeq()));
        info.voters().forEach(node -> line("voter", node));
        info.nonVoters().forEach(node -> line("learner", node));
        info.replication().forEach((id, at) -> line("replica " + U64.text(id), at + lag(info, at)));
    }

    private static String text(@Nullable String id) {
        if (id == null || LogId.parse(id) == null) {
            return "none";
        }
        return id;
    }

    private static String log(ClusterInfo info) {
        LogId purged = LogId.parse(info.purged());
        long first = 0;
        if (purged != null) {
            first = purged.index() + 1;
        }
        String log = Units.number(first) + " to " + Units.number(info.lastLogIndex()) + ", "
                + Units.bytes(info.raftLogBytes());
        if (info.log() == null) {
            return log;
        }
        return log + " in " + Units.count(info.log().walClosedChunkCount() + 1, "chunk");
    }

    private static String lag(ClusterInfo info, String at) {
        LogId here = LogId.parse(at);
        long missing;
        if (here == null) {
            missing = info.lastLogIndex() + 1;
        } else {
            missing = info.lastLogIndex() - here.index();
        }
        if (missing <= 0) {
            return "";
        }
        return ", " + Units.count(missing, "entry") + " behind";
    }
}
