package io.metash.server;

import io.metash.record.LogId;
import io.metash.record.Node;
import io.metash.wire.ClusterStatus;
import io.metash.wire.NodeLogId;
import io.metash.wire.RaftLogStatus;
import io.metash.wire.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of the service and its members (meta-service-api §3.10, §3.11). */
final class ClusterView {
    private final MetaStore store;
    private final Snapshots snapshots;
    private final String advertised;

    ClusterView(MetaStore store, Snapshots snapshots, @Nullable String advertised) {
        this.store = store;
        this.snapshots = snapshots;
        if (advertised == null) {
            this.advertised = "";
        } else {
            this.advertised = advertised;
        }
    }

    /**
     * Advertises this service to clients, whatever addresses the nodes of a copied store have. Otherwise a client
     * that follows the list would leave a preview for the backup's original cluster and write there.
     */
    List<String> members() {
        return List.of(advertised);
    }

    ClusterStatus status() {
        Snapshots.Newest newest = snapshots.newest();
        ServiceFacts facts = store.facts();
        Node self = facts.nodes().get(facts.nodeId());
        String last = "T0-N0.0";
        if (facts.last() != null) {
            last = facts.last().toString();
        }
        long entries = 0;
        if (facts.last() != null) {
            entries = facts.last().index() + 1;
        }
        String endpoint = self == null ? "" : self.endpoint().toString();
        ClusterStatus.Builder status = ClusterStatus.newBuilder()
                .setId(facts.nodeId())
                .setBinaryVersion(Versions.text(Versions.METASH))
                .setDataVersion("V004")
                .setEndpoint(endpoint)
                .setRaftLogSize(facts.walBytes())
                .setState("Leader")
                .setIsLeader(true)
                .setCurrentTerm(facts.term())
                .setLastLogIndex(facts.lastIndex())
                .setLastApplied(last)
                .addReplication(NodeLogId.newBuilder().setKey(facts.nodeId()).setValue(last))
                .setLastSeq(facts.sequence())
                .setSnapshotKeyCount(newest.rows())
                .setRaftLogStatus(RaftLogStatus.newBuilder()
                        .setCacheItems(entries)
                        .setCacheUsedSize(facts.cacheBytes())
                        .setWalTotalSize(facts.walBytes())
                        .setWalOpenChunkSize(facts.walBytes())
                        .setWalOffset(facts.walBytes()));
        LogId snapshot = newest.lastLogId();
        if (snapshot != null) {
            status.setSnapshotLastLogId(snapshot.toString());
        }
        if (facts.purged() != null) {
            status.setPurged(facts.purged().toString());
        }
        if (self != null) {
            status.setLeader(self.toString());
        }
        facts.nodes().forEach((id, node) -> {
            if (facts.membership().membership().isVoter(id)) {
                status.addVoters(node.toString());
            } else if (facts.membership().membership().nodes().containsKey(id)) {
                status.addNonVoters(node.toString());
            }
        });
        return status.build();
    }
}
