package io.metash.rebuild;

import io.metash.record.Endpoint;
import io.metash.record.Node;
import io.metash.record.Shape;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node of a plan or of its backup.
 *
 * @param id the node id, u64
 * @param raft its Raft address, {@code host:port}
 * @param grpc the advertised client address, or null
 * @param directory its absolute Raft directory; null for a node of the backup
 * @param config its configuration, a file name in the plan's directory, or null
 * @param extra unknown fields
 */
public record PlannedNode(
        long id,
        String raft,
        @Nullable String grpc,
        @Nullable String directory,
        @Nullable String config,
        UnknownFields extra) {
    static final Shape.Struct<PlannedNode> SHAPE = new Shape.Struct<>(
            PlannedNode.class,
            List.of(
                    PlanShapes.<PlannedNode>field("id", Shape.Plain.U64, PlannedNode::id),
                    PlanShapes.field("raft", Shape.Plain.TEXT, PlannedNode::raft),
                    PlanShapes.field("grpc", PlanShapes.TEXT_OR_NULL, PlannedNode::grpc),
                    PlanShapes.field("directory", PlanShapes.TEXT_OR_NULL, PlannedNode::directory),
                    PlanShapes.field("config", PlanShapes.TEXT_OR_NULL, PlannedNode::config)),
            PlannedNode::extra,
            a -> new PlannedNode(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4), a.unknown()));

    /** Creates a node of the new cluster. */
    static PlannedNode of(NodeTarget target, @Nullable String config) {
        return new PlannedNode(
                target.id(),
                target.node().endpoint().toString(),
                target.node().grpcApiAdvertiseAddress(),
                target.directory().toString(),
                config,
                UnknownFields.NONE);
    }

    /** Creates a node of the backup. */
    static PlannedNode of(long id, Node node) {
        return new PlannedNode(
                id, node.endpoint().toString(), node.grpcApiAdvertiseAddress(), null, null, UnknownFields.NONE);
    }

    /** The id as text. */
    public String idText() {
        return U64.text(id);
    }

    /** The Raft address. */
    public Endpoint endpoint() {
        return Peers.endpoint(raft, idText() + "=" + raft, 1);
    }

    /** The Raft directory of a node of the new cluster. */
    public String storeDirectory() {
        return Objects.requireNonNull(directory, "a node of the new cluster has a directory");
    }

    /** Returns the target for {@link InitCluster}. */
    NodeTarget target() {
        return new NodeTarget(id, new Node(idText(), endpoint(), grpc), Path.of(storeDirectory()));
    }
}
