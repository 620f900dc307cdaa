package io.metash.rebuild;

import io.metash.files.FreeName;
import io.metash.integrity.StoreCheck;
import io.metash.ndjson.JsonText;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Sha256;
import io.metash.record.Shape;
import io.metash.record.SmallFile;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The plan of a rebuild, a file {@code rebuild-ID.plan.json}: the backup, the nodes and their directories, and the
 * expected result. A plan is immutable; its own hash detects changes.
 *
 * @param format the version of the format, 1
 * @param id the id of the plan, equal for the same backup and nodes
 * @param madeAtMs the time of creation in milliseconds since the epoch
 * @param situation the reason as text
 * @param backup the description of the backup
 * @param nodes the nodes of the new cluster
 * @param accepted names of the checks that may fail
 * @param overHalfUpgraded whether stores in the middle of an upgrade may be replaced
 * @param expected the expected content of every node
 * @param sha256 the SHA-256 of the file with this field empty
 * @param extra unknown fields
 */
public record RebuildPlan(
        long format,
        String id,
        long madeAtMs,
        String situation,
        BackupFacts backup,
        List<PlannedNode> nodes,
        List<String> accepted,
        boolean overHalfUpgraded,
        ExpectedStore expected,
        String sha256,
        UnknownFields extra) {
    private static final long FORMAT = 1;
    private static final int MAX_BYTES = 16 << 20;

    private static final Shape.Struct<RebuildPlan> SHAPE = new Shape.Struct<>(
            RebuildPlan.class,
            List.of(
                    PlanShapes.<RebuildPlan>field("metash_plan", Shape.Plain.U64, RebuildPlan::format),
                    PlanShapes.field("id", Shape.Plain.TEXT, RebuildPlan::id),
                    PlanShapes.field("made_at_ms", Shape.Plain.U64, RebuildPlan::madeAtMs),
                    PlanShapes.field("situation", Shape.Plain.TEXT, RebuildPlan::situation),
                    PlanShapes.field("backup", BackupFacts.SHAPE, RebuildPlan::backup),
                    PlanShapes.field("nodes", new Shape.ListOf(PlannedNode.SHAPE), RebuildPlan::nodes),
                    PlanShapes.field("accepted", new Shape.ListOf(Shape.Plain.TEXT), RebuildPlan::accepted),
                    PlanShapes.field("over_half_upgraded", Shape.Plain.BOOL, RebuildPlan::overHalfUpgraded),
                    PlanShapes.field("expected", ExpectedStore.SHAPE, RebuildPlan::expected),
                    PlanShapes.field("sha256", Shape.Plain.TEXT, RebuildPlan::sha256)),
            RebuildPlan::extra,
            a -> new RebuildPlan(
                    a.get(0),
                    a.get(1),
                    a.get(2),
                    a.get(3),
                    a.get(4),
                    PlanShapes.list(a.get(5), PlannedNode.class),
                    PlanShapes.list(a.get(6), String.class),
                    a.get(7),
                    a.get(8),
                    a.get(9),
                    a.unknown()));

    /** Creates a plan. */
    static RebuildPlan of(
            String id,
            long madeAtMs,
            String situation,
            BackupFacts backup,
            List<PlannedNode> nodes,
            Set<StoreCheck> accepted,
            boolean overHalfUpgraded,
            ExpectedStore expected) {
        return new RebuildPlan(
                FORMAT,
                id,
                madeAtMs,
                situation,
                backup,
                nodes,
                accepted.stream().map(StoreCheck::label).sorted().toList(),
                overHalfUpgraded,
                expected,
                "",
                UnknownFields.NONE);
    }

    /** Returns the default name of the file in a directory. */
    public FreeName name(Path directory) {
        return new FreeName(directory, "rebuild-" + id, ".plan.json");
    }

    /** Returns the text to type as confirmation: {@code 3 nodes}. */
    public String confirmation() {
        if (nodes.size() == 1) {
            return "1 node";
        }
        return nodes.size() + " nodes";
    }

    /** The checks that may fail. */
    Set<StoreCheck> acceptedChecks() {
        Set<StoreCheck> checks = new HashSet<>();
        for (StoreCheck check : StoreCheck.values()) {
            if (check.isIn(accepted)) {
                checks.add(check);
            }
        }
        return checks;
    }

    /** Returns the node of this id. */
    public PlannedNode node(long node) {
        return nodes.stream().filter(one -> one.id() == node).findFirst().orElseThrow(() -> Failure.of(
                        ExitStatus.USAGE, "the plan has no node " + U64.text(node))
                .because("its nodes are "
                        + String.join(
                                ", ", nodes.stream().map(PlannedNode::idText).toList())));
    }

    /** Returns the index before the first entry of the new cluster. */
    long lastIndexOfBackup() {
        String logId = expected.newLogId();
        return U64.parse(logId.substring(logId.lastIndexOf('.') + 1)) - 1;
    }

    /** Returns the text of the file with its hash. */
    String signed() {
        return withSha256(sha256Of(withSha256(""))).text();
    }

    private static String sha256Of(RebuildPlan unsigned) {
        return Sha256.of(unsigned.text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        return PlanShapes.indented(SHAPE, this);
    }

    private RebuildPlan withSha256(String sum) {
        return new RebuildPlan(
                format, id, madeAtMs, situation, backup, nodes, accepted, overHalfUpgraded, expected, sum, extra);
    }

    /** Returns this plan with its nodes' configuration files, by index; null for none. */
    RebuildPlan withConfigs(List<String> files) {
        List<PlannedNode> named = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            PlannedNode n = nodes.get(i);
            named.add(new PlannedNode(n.id(), n.raft(), n.grpc(), n.directory(), files.get(i), n.extra()));
        }
        return new RebuildPlan(
                format,
                id,
                madeAtMs,
                situation,
                backup,
                List.copyOf(named),
                accepted,
                overHalfUpgraded,
                expected,
                "",
                extra);
    }

    /** Reads a plan; rejects damaged or edited ones. */
    public static RebuildPlan read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw invalidPlan(file, "it is too large");
        }
        byte[] text = PlanShapes.compact(SmallFile.read(file));
        RebuildPlan plan;
        try {
            plan = (RebuildPlan) Objects.requireNonNull(JsonText.read(SHAPE, text, 0, text.length, file.toString()));
        } catch (Failure e) {
            throw invalidPlan(file, e.what()).causedBy(e);
        }
        if (plan.format != FORMAT) {
            throw Failure.of(ExitStatus.VERSION, "this plan was made by a newer metash")
                    .at(file.toString())
                    .because("its format is " + U64.text(plan.format) + ", this metash reads " + FORMAT)
                    .next("use a newer metash");
        }
        if (!plan.sha256.equals(sha256Of(plan.withSha256("")))) {
            throw Failure.of(ExitStatus.DAMAGED, "this plan was changed after it was made, or is damaged")
                    .at(file.toString())
                    .because("its SHA-256 does not match its content")
                    .next("make a new one: init-cluster plan");
        }
        Optional<String> fault = PlanTexts.fault(plan);
        if (fault.isPresent()) {
            throw invalidPlan(file, fault.get());
        }
        return plan;
    }

    private static Failure invalidPlan(Path file, String why) {
        return Failure.of(ExitStatus.DAMAGED, "not a plan of init-cluster, or damaged")
                .at(file.toString())
                .because(why)
                .next("metash init-cluster plan --db BACKUP --node ID=HOST:PORT=DIR --out FILE makes one");
    }
}
