package io.metash.report;

import io.metash.backup.MembershipTrace;
import io.metash.backup.Verdict;
import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Databases;
import io.metash.catalog.view.QueryCluster;
import io.metash.catalog.view.Roles;
import io.metash.catalog.view.Stages;
import io.metash.catalog.view.Tables;
import io.metash.catalog.view.Users;
import io.metash.integrity.Grade;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import io.metash.report.StoreReport.Fact;
import io.metash.report.StoreReport.Grid;
import io.metash.report.StoreReport.Remark;
import io.metash.report.StoreReport.Tile;
import io.metash.session.Segments;
import io.metash.session.Session;
import io.metash.session.StoreStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Collects a report from a session. Long lists are cut; sizes and the log are read in one pass each. */
public final class ReportBuilder {
    private static final int MAX_ROWS = 2000;
    private static final int MAX_TILES = 40;

    private final Session session;
    private final CatalogReader reader;
    private final Cancel cancel;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Grid> grids = new ArrayList<>();
    private final List<Tile> tiles = new ArrayList<>();
    private final Timeline timeline = new Timeline();

    /** Creates a builder for a session. */
    public ReportBuilder(Session session, CatalogReader reader, Cancel cancel) {
        this.session = session;
        this.reader = reader;
        this.cancel = cancel;
    }

    /**
     * Builds the report.
     *
     * @param place the name of the store
     * @param verdict the verdict on its completeness; null if it could not be verified
     * @param trace the sources of its members and addresses
     * @param nowMs the time of the report
     * @param tool the program name and version
     */
    public StoreReport build(
            String place, Verdict verdict, MembershipTrace trace, List<Remark> findings, long nowMs, String tool)
            throws IOException {
        log();
        Grade grade = Grade.DAMAGED;
        if (verdict != null) {
            grade = verdict.grade();
        }
        facts(place, verdict, nowMs);
        members(trace);
        lists();
        sizes();
        return new StoreReport(
                place,
                grade.words(),
                grade.compareTo(Grade.CONSISTENT) <= 0,
                facts,
                grids,
                tiles,
                timeline,
                findings,
                Units.timestamp(nowMs) + " by " + tool);
    }

    private void fact(String label, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            facts.add(new Fact(label, text));
        }
    }

    private void log() throws IOException {
        try (RecordSource source = session.export()) {
            for (MetaRecord record = source.next(); record != null; record = source.next()) {
                cancel.check();
                if (record instanceof MetaRecord.Log log) {
                    timeline.add(log.entry());
                } else if (record instanceof MetaRecord.Kv) {
                    return;
                }
            }
        }
    }

    private void facts(String place, Verdict verdict, long nowMs) throws IOException {
        StoreStatus status = session.status();
        fact("store", place);
        fact("form", status.kind().words());
        fact("data version", status.raft().version());
        if (verdict != null) {
            fact("proof", verdict.grade().words() + ": " + verdict.what());
            fact("size", verdict.bytes() < 0 ? null : Units.bytes(verdict.bytes()));
            fact("SHA-256", verdict.sha256());
            if (verdict.manifest() != null) {
                long madeMs = verdict.manifest().madeAtMs();
                fact("made", Units.timestamp(madeMs) + " (" + Units.age(madeMs, nowMs) + ")");
            }
        }
        if (timeline.lastMs() > 0) {
            fact("last change", Units.timestamp(timeline.lastMs()) + " (" + Units.age(timeline.lastMs(), nowMs) + ")");
        }
        StoreStatus.Log log = status.log();
        fact(
                "log",
                log.first() == null
                        ? Units.count(log.entries(), "entry")
                        : log.first() + " to " + log.last() + ", " + Units.count(log.entries(), "entry"));
        fact(
                "snapshot",
                status.snapshot().lastApplied() == null
                        ? "none"
                        : "at " + status.snapshot().lastApplied());
        fact("sequence", U64.text(status.state().sequence()));
        if (status.counts().keys() >= 0) {
            fact(
                    "keys",
                    Units.number(status.counts().keys()) + ", of which "
                            + Units.number(status.counts().expiring()) + " expire");
        }
        fact("start", status.stopsNode() == null ? null : "impossible: " + status.stopsNode());
    }

    private void members(MembershipTrace trace) {
        if (trace == null) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        trace.membership().forEach(step -> rows.add(List.of("members", step.value(), step.source(), certainty(step))));
        for (Map.Entry<Long, List<MembershipTrace.Step>> node : trace.nodes().entrySet()) {
            for (MembershipTrace.Step step : node.getValue()) {
                String says = "removed";
                if (step.value() != null) {
                    says = step.value();
                }
                rows.add(List.of("node " + U64.text(node.getKey()), says, step.source(), certainty(step)));
            }
        }
        grids.add(new Grid("Cluster", List.of("of", "says", "source", "committed"), rows, 0));
    }

    private static String certainty(MembershipTrace.Step step) {
        if (step.committed()) {
            return "yes";
        }
        return "not known";
    }

    /** Collects rows up to a limit, and counts the rest. */
    private static final class Rows {
        private final List<List<String>> kept = new ArrayList<>();
        private long all;

        void add(String... cells) {
            if (all++ < MAX_ROWS) {
                kept.add(List.of(cells));
            }
        }
    }

    private void add(String heading, List<String> columns, Rows rows) {
        if (rows.all > 0) {
            grids.add(new Grid(heading, columns, rows.kept, rows.all - rows.kept.size()));
        }
    }

    private void lists() throws IOException {
        Rows databases = new Rows();
        for (Databases.Row row : Databases.list(reader, true)) {
            databases.add(
                    row.tenant(),
                    row.name(),
                    U64.text(row.id()),
                    row.engine(),
                    row.owner(),
                    time(row.createdMs()),
                    time(row.droppedMs()));
        }
        add("Databases", List.of("tenant", "database", "id", "engine", "owner", "created", "dropped"), databases);
        Rows tables = new Rows();
        Tables.list(reader, "", false, row -> {
            tables.add(
                    row.tenant(),
                    row.database(),
                    row.name(),
                    U64.text(row.id()),
                    row.summary().engine(),
                    number(row.summary().rows()),
                    size(row.summary().bytes()),
                    time(row.summary().updatedMs()));
            return true;
        });
        add("Tables", List.of("tenant", "database", "table", "id", "engine", "rows", "bytes", "updated"), tables);
        Rows users = new Rows();
        for (Users.Row row : Users.list(reader)) {
            users.add(
                    row.tenant(),
                    row.name(),
                    row.authentication(),
                    String.join(", ", row.roles()),
                    row.disabled() ? "yes" : "no",
                    time(row.createdMs()));
        }
        add("Users", List.of("tenant", "user", "authentication", "roles", "disabled", "created"), users);
        Rows roles = new Rows();
        for (Roles.Row row : Roles.list(reader)) {
            roles.add(row.tenant(), row.name(), String.join(", ", row.roles()), Units.number(row.grants()));
        }
        add("Roles", List.of("tenant", "role", "roles", "grants"), roles);
        Rows stages = new Rows();
        for (Stages.Row row : Stages.list(reader)) {
            stages.add(row.tenant(), row.name(), row.type(), row.storage(), row.location());
        }
        add("Stages", List.of("tenant", "stage", "type", "storage", "location"), stages);
        Rows nodes = new Rows();
        for (QueryCluster.Row row : QueryCluster.list(reader)) {
            nodes.add(row.tenant(), row.kind(), row.name(), row.warehouse(), row.version(), row.address());
        }
        add("Query nodes", List.of("tenant", "kind", "name", "warehouse", "version", "address"), nodes);
    }

    private static String time(OptionalLong ms) {
        if (ms.isPresent()) {
            return Units.timestamp(ms.getAsLong());
        }
        return "";
    }

    private static String number(OptionalLong number) {
        if (number.isPresent()) {
            return Units.number(number.getAsLong());
        }
        return "";
    }

    private static String size(OptionalLong bytes) {
        if (bytes.isPresent()) {
            return Units.bytes(bytes.getAsLong());
        }
        return "";
    }

    private void sizes() throws IOException {
        List<Tile> all = new ArrayList<>();
        long[] small = new long[2];
        Segments.walk(session::scan, Bytes.EMPTY, 1, segment -> {
            cancel.check();
            all.add(new Tile(segment.text().text(), segment.bytes(), segment.keys()));
            if (all.size() > 2 * MAX_TILES) {
                cut(all, small);
            }
            return true;
        });
        cut(all, small);
        tiles.addAll(all);
        if (small[1] > 0) {
            tiles.add(new Tile("all others", small[0], small[1]));
        }
    }

    private static void cut(List<Tile> all, long[] small) {
        all.sort(Comparator.comparingLong(Tile::bytes).reversed().thenComparing(Tile::label));
        while (all.size() > MAX_TILES) {
            Tile least = all.remove(all.size() - 1);
            small[0] += least.bytes();
            small[1] += least.keys();
        }
    }
}
