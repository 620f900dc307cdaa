package io.metash.command.session;

import io.metash.catalog.CompactJson;
import io.metash.client.ClusterInfo;
import io.metash.output.Printable;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.U64;
import io.metash.record.Vote;
import io.metash.session.StoreStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Formats the status of a store as one JSON object: numbers are numbers, a log id is an object, a time is in
 * milliseconds.
 */
final class StatusJson {
    private final CompactJson json = Printable.compactJson();

    /** The JSON object on one line. */
    static String of(String session, StoreStatus status) {
        return new StatusJson().write(session, status);
    }

    private String write(String session, StoreStatus status) {
        json.beginObject();
        text("session", session);
        text("place", status.place());
        text("kind", status.kind().words());
        raft(status.raft());
        log(status.log());
        snapshot(status.snapshot());
        state(status.state());
        counts(status.counts());
        text("stops_node", status.stopsNode());
        json.name("service");
        if (status.service() == null) {
            json.nothing();
        } else {
            service(status.service());
        }
        json.name("notes");
        json.beginArray();
        status.notes().forEach(json::text);
        json.endArray();
        json.endObject();
        return json.toString();
    }

    private void raft(StoreStatus.Raft raft) {
        text("data_version", raft.version());
        u64("node_id", raft.nodeId());
        json.name("vote");
        Vote vote = raft.vote();
        if (vote == null) {
            json.nothing();
        } else {
            json.beginObject();
            u64("term", vote.leaderId().term());
            u64("node", vote.leaderId().nodeId());
            json.name("committed");
            json.bool(vote.committed());
            json.endObject();
        }
        logId("committed", raft.committed());
        logId("purged", raft.purged());
    }

    private void log(StoreStatus.Log log) {
        json.name("log");
        json.beginObject();
        logId("first", log.first());
        logId("last", log.last());
        known("entries", log.entries());
        known("uncommitted", log.uncommitted());
        known("bytes", log.bytes());
        json.endObject();
    }

    private void snapshot(StoreStatus.Snapshot snapshot) {
        json.name("snapshot");
        json.beginObject();
        text("id", snapshot.id());
        logId("last_applied", snapshot.lastApplied());
        known("keys", snapshot.keys());
        known("bytes", snapshot.bytes());
        json.endObject();
    }

    private void state(StoreStatus.State state) {
        logId("last_applied", state.appliedThrough());
        u64("sequence", state.sequence());
        Membership members = state.membership().membership();
        json.name("voters");
        json.beginArray();
        members.configs().forEach(this::ids);
        json.endArray();
        json.name("learners");
        ids(members.learners());
        logId("membership_set_by", state.membership().logId());
        json.name("nodes");
        json.beginArray();
        for (Map.Entry<Long, Node> node : state.nodes().entrySet()) {
            json.beginObject();
            u64("id", node.getKey());
            text("name", node.getValue().name());
            text("raft", String.valueOf(node.getValue().endpoint()));
            text("grpc", node.getValue().grpcApiAdvertiseAddress());
            json.endObject();
        }
        json.endArray();
        json.name("features");
        json.beginArray();
        state.features().forEach(json::text);
        json.endArray();
        u64("as_of_ms", state.nowMs());
    }

    private void counts(StoreStatus.Counts counts) {
        json.name("keys");
        json.beginObject();
        known("live", counts.keys());
        known("expiring", counts.expiring());
        known("hidden", counts.hidden());
        json.endObject();
    }

    private void service(StoreStatus.Service service) {
        ClusterInfo info = service.info();
        json.beginObject();
        text("protocol", service.protocol());
        text("version", info.binaryVersion());
        text("state", info.state());
        json.name("leads");
        json.bool(info.isLeader());
        text("leader", info.leader());
        u64("term", info.currentTerm());
        u64("last_log_index", info.lastLogIndex());
        json.name("replication");
        json.beginArray();
        for (Map.Entry<Long, String> node : info.replication().entrySet()) {
            json.beginObject();
            u64("id", node.getKey());
            logId("log", LogId.parse(node.getValue()));
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    private void ids(List<Long> ids) {
        json.beginArray();
        ids.forEach(id -> json.number(U64.text(id)));
        json.endArray();
    }

    private void logId(String name, @Nullable LogId id) {
        json.name(name);
        if (id == null) {
            json.nothing();
            return;
        }
        json.beginObject();
        u64("term", id.leaderId().term());
        u64("node", id.leaderId().nodeId());
        u64("index", id.index());
        json.endObject();
    }

    private void u64(String name, @Nullable Long number) {
        json.name(name);
        if (number == null) {
            json.nothing();
        } else {
            json.number(U64.text(number));
        }
    }

    /** Writes a number, if known. */
    private void known(String name, long number) {
        if (number == StoreStatus.UNKNOWN) {
            u64(name, null);
        } else {
            u64(name, number);
        }
    }

    private void text(String name, @Nullable String text) {
        json.name(name);
        if (text == null) {
            json.nothing();
        } else {
            json.text(text);
        }
    }
}
