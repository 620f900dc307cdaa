package io.metash.rebuild;

import io.metash.record.Endpoint;
import io.metash.record.Node;
import io.metash.record.Shape;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.nio.file.Path;
import java.util.List;

/**
 * * A node in a plan, or in the backup of one.
 *
 * @param id the node id, u64
 * @param raft its Raft address, {@code host:port}
 * @param grpc the advertised client address, or null
 * @param directory its Raft directory, absolute; null for a node of the backup
 * @param config the configuration file written for it, the name of a file in the plan's directory, or null
 * @param extra unknown fields
 */
public record PlannedNode(long id, String raft, String grpc, String directory, String config, UnknownFields extra) {
    static final Shape.Struct<PlannedNode> SHAPE = new Shape.Struct<>(
            PlannedNode.class,
            List.of(
                    PlanShapes.<PlannedNode>field("id", Shape.Plain.U64, PlannedNode::id),
                    PlanShapes.field("raft", Shape.Plain.TEXT, PlannedNode::raft),
                    PlanShapes.field("grpc", PlanShapes.TEXT_OR_NULL, PlannedNode::grpc),
                    PlanShapes.field("directory", PlanShapes.TEXT_OR_NULL, PlannedNode::directory),
                    PlanShapes.field("config", PlanShapes.TEXT_OR_NULL, PlannedNode::config)),
            PlannedNode::extra,
            a -> new PlannedNode(
                    (Long) a[0], (String) a[1], (String) a[2], (String) a[3], (String) a[4], (UnknownFields) a[5]));

    /** A node of a cluster that is planned. */
    static PlannedNode of(NodeTarget target, String configOrNull) {
        return new PlannedNode(
                target.id(),
                target.node().endpoint().toString(),
                target.node().grpcApiAdvertiseAddress(),
                target.directory().toString(),
                configOrNull,
                UnknownFields.NONE);
    }

    /** A node as a backup knows it. */
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

    /** What {@link InitCluster} builds. */
    NodeTarget target() {
        return new NodeTarget(id, new Node(idText(), endpoint(), grpc), Path.of(directory));
    }
}
