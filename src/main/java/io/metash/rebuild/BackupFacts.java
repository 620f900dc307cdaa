package io.metash.rebuild;

import io.metash.record.Shape;
import io.metash.record.UnknownFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Description of the backup in a plan, used to recognize the backup and to display its content.
 *
 * @param path its location when the plan was made: an absolute path, or a URL of object storage
 * @param bytes its size
 * @param sha256 the SHA-256 of the file in hexadecimal
 * @param grade the proof of completeness as text
 * @param lastApplied the last log id in its snapshot, or null
 * @param lastLog its last log id, or null
 * @param uncommitted the number of log entries after the last one known to be committed
 * @param lastTimeMs the time of the last entry with a time, in milliseconds since the epoch, or null
 * @param voters the ids of the voters, u64
 * @param nodes the nodes and their former addresses
 * @param databases the number of databases
 * @param tables the number of tables and views
 * @param users the number of users
 * @param extra unknown fields
 */
public record BackupFacts(
        String path,
        long bytes,
        String sha256,
        String grade,
        @Nullable String lastApplied,
        @Nullable String lastLog,
        long uncommitted,
        @Nullable Long lastTimeMs,
        List<Long> voters,
        List<PlannedNode> nodes,
        long databases,
        long tables,
        long users,
        UnknownFields extra) {
    static final Shape.Struct<BackupFacts> SHAPE = new Shape.Struct<>(
            BackupFacts.class,
            List.of(
                    PlanShapes.<BackupFacts>field("path", Shape.Plain.TEXT, BackupFacts::path),
                    PlanShapes.field("bytes", Shape.Plain.U64, BackupFacts::bytes),
                    PlanShapes.field("sha256", Shape.Plain.TEXT, BackupFacts::sha256),
                    PlanShapes.field("grade", Shape.Plain.TEXT, BackupFacts::grade),
                    PlanShapes.field("last_applied", PlanShapes.TEXT_OR_NULL, BackupFacts::lastApplied),
                    PlanShapes.field("last_log", PlanShapes.TEXT_OR_NULL, BackupFacts::lastLog),
                    PlanShapes.field("uncommitted", Shape.Plain.U64, BackupFacts::uncommitted),
                    PlanShapes.field("last_time_ms", PlanShapes.U64_OR_NULL, BackupFacts::lastTimeMs),
                    PlanShapes.field("voters", new Shape.ListOf(Shape.Plain.U64), BackupFacts::voters),
                    PlanShapes.field("nodes", new Shape.ListOf(PlannedNode.SHAPE), BackupFacts::nodes),
                    PlanShapes.field("databases", Shape.Plain.U64, BackupFacts::databases),
                    PlanShapes.field("tables", Shape.Plain.U64, BackupFacts::tables),
                    PlanShapes.field("users", Shape.Plain.U64, BackupFacts::users)),
            BackupFacts::extra,
            a -> new BackupFacts(
                    a.get(0),
                    a.get(1),
                    a.get(2),
                    a.get(3),
                    a.get(4),
                    a.get(5),
                    a.get(6),
                    a.get(7),
                    PlanShapes.list(a.get(8), Long.class),
                    PlanShapes.list(a.get(9), PlannedNode.class),
                    a.get(10),
                    a.get(11),
                    a.get(12),
                    a.unknown()));

    /** The file name without its directory. */
    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
