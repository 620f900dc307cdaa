package io.metash.server;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.JsonText;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.Shapes;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import io.metash.server.AdminServer.Answer;
import io.metash.wire.Versions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The admin API of the service over HTTP; every call is a GET (meta-service-api §5). */
final class AdminApi {
    private static final List<String> FEATURES = List.of("dummy", "dummy_feature2");

    private final MetaStore store;
    private final Snapshots snapshots;
    private final Watchers watchers;
    private final ClusterView cluster;

    private AdminApi(MetaStore store, Snapshots snapshots, Watchers watchers, ClusterView cluster) {
        this.store = store;
        this.snapshots = snapshots;
        this.watchers = watchers;
        this.cluster = cluster;
    }

    /** Starts a server with this API. */
    static AdminServer start(
            InetSocketAddress at, MetaStore store, Snapshots snapshots, Watchers watchers, ClusterView cluster) {
        AdminApi api = new AdminApi(store, snapshots, watchers, cluster);
        try {
            return AdminServer.start(at, api::answer);
        } catch (IOException failed) {
            throw Failure.of(ExitStatus.IO, "cannot listen for the admin API")
                    .at(at.getHostString() + ":" + at.getPort())
                    .because(EmbeddedService.reason(failed))
                    .next("metash serve --admin 127.0.0.1:PORT with a free port; 0 picks one")
                    .causedBy(failed);
        }
    }

    private static Answer json(String text) {
        return new Answer(200, "application/json; charset=utf-8", text);
    }

    private static Answer plain(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text);
    }

    private Answer answer(String method, String uri) {
        String[] parts = uri.split("\\?", 2);
        try {
            return answer(method, parts[0], parts.length < 2 ? Map.of() : query(parts[1]));
        } catch (ExecutionException | RuntimeException failed) {
            return plain(500, EmbeddedService.reason(failed));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return plain(500, "the service is stopping");
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> values = new HashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    private Answer answer(String method, String path, Map<String, String> query)
            throws ExecutionException, InterruptedException {
        if (!method.equals("GET")) {
            return plain(405, "method not allowed");
        }
        return switch (path) {
            case "/v1/health" -> json("{\"status\":\"pass\"}");
            case "/v1/config" -> plain(200, "metash embedded service " + Versions.text(Versions.METASH));
            case "/v1/cluster/nodes" -> json(nodes());
            case "/v1/cluster/status" -> json(status());
            case "/v1/metrics" -> plain(200, metrics());
            case "/v1/ctrl/trigger_snapshot" -> {
                snapshots.trigger();
                yield json("null");
            }
            case "/v1/ctrl/trigger_transfer_leader" -> transferLeader(query.get("to"));
            case "/v1/features/list" -> json(features());
            case "/v1/features/set" -> setFeature(query);
            default -> plain(404, "not found");
        };
    }

    private String nodes() {
        JsonOut out = new JsonOut(256);
        out.put('[');
        boolean first = true;
        for (Node node : store.facts().nodes().values()) {
            if (!first) {
                out.put(',');
            }
            first = false;
            JsonText.write(Shapes.NODE, node, out);
        }
        return out.put(']').toString();
    }

    /** Replies as a real node that starts a leader transfer; a single node remains the leader. */
    private Answer transferLeader(@Nullable String target) {
        String id = U64.text(store.facts().nodeId());
        String to = id;
        try {
            if (target != null) {
                to = U64.text(U64.parse(target));
            }
        } catch (NumberFormatException none) {
            to = id;
        }
        String voters = String.join(
                ",",
                store.facts().membership().membership().configs().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .map(U64::text)
                        .toList());
        return json("{\"from\":" + id + ",\"to\":" + to + ",\"voter_ids\":[" + voters + "]}");
    }

    private String features() {
        return "{\"features\":" + strings(FEATURES) + ",\"enabled\":"
                + strings(store.facts().features()) + "}";
    }

    private static String strings(List<String> texts) {
        JsonOut out = new JsonOut(64);
        out.put('[');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.string(texts.get(i));
        }
        return out.put(']').toString();
    }

    private Answer setFeature(Map<String, String> query) throws ExecutionException, InterruptedException {
        String feature = query.get("feature");
        String enable = query.get("enable");
        boolean enabling = "true".equals(enable);
        if (feature == null || !FEATURES.contains(feature) || !enabling && !"false".equals(enable)) {
            return plain(400, "'feature' and 'enable' query parameters are required");
        }
        store.proposePayload(new Entry.Normal(null, new Cmd.SetFeature(feature, enabling, UnknownFields.NONE)))
                .get();
        return json(features());
    }

    private String status() {
        Snapshots.Newest newest = snapshots.newest();
        ServiceFacts facts = store.facts();
        Node self = facts.nodes().get(facts.nodeId());
        Membership membership = facts.membership().membership();
        JsonOut out = new JsonOut(1024);
        out.raw("{\"id\":").unsigned(facts.nodeId());
        out.raw(",\"binary_version\":").string("metash-" + Versions.text(Versions.METASH));
        out.raw(",\"data_version\":\"V004\",\"endpoint\":");
        if (self == null) {
            out.raw("null");
        } else {
            out.string(self.endpoint().toString());
        }
        var log = cluster.status().getRaftLogStatus();
        out.raw(",\"raft_log\":{\"cache_items\":").unsigned(log.getCacheItems());
        out.raw(",\"cache_used_size\":").unsigned(log.getCacheUsedSize());
        out.raw(",\"wal_total_size\":").unsigned(log.getWalTotalSize());
        out.raw(",\"wal_open_chunk_size\":").unsigned(log.getWalOpenChunkSize());
        out.raw(",\"wal_offset\":").unsigned(log.getWalOffset());
        out.raw(",\"wal_closed_chunk_count\":0,\"wal_closed_chunk_total_size\":0,\"wal_closed_chunk_sizes\":{}}");
        out.raw(",\"snapshot_key_count\":").unsigned(newest.rows());
        out.raw(",\"state\":\"Leader\",\"is_leader\":true,\"current_term\":").unsigned(facts.term());
        out.raw(",\"last_log_index\":").unsigned(facts.lastIndex());
        logId(",\"last_applied\":", facts.last(), out);
        logId(",\"snapshot_last_log_id\":", newest.lastLogId(), out);
        logId(",\"purged\":", facts.purged(), out);
        out.raw(",\"leader\":");
        if (self == null) {
            out.raw("null");
        } else {
            JsonText.write(Shapes.NODE, self, out);
        }
        out.raw(",\"replication\":{\"").unsigned(facts.nodeId()).put('"');
        logId(":", facts.last(), out);
        out.raw("},\"voters\":[");
        members(facts, true, membership, out);
        out.raw("],\"non_voters\":[");
        members(facts, false, membership, out);
        return out.raw("],\"last_seq\":").unsigned(facts.sequence()).put('}').toString();
    }

    private static void logId(String name, @Nullable LogId id, JsonOut out) {
        out.raw(name);
        if (id == null) {
            out.raw("null");
        } else {
            JsonText.write(Shapes.LOG_ID, id, out);
        }
    }

    private static void members(ServiceFacts facts, boolean voters, Membership membership, JsonOut out) {
        boolean first = true;
        for (Map.Entry<Long, Node> node : facts.nodes().entrySet()) {
            boolean member = membership.nodes().containsKey(node.getKey()) || membership.isVoter(node.getKey());
            if (member && membership.isVoter(node.getKey()) == voters) {
                if (!first) {
                    out.put(',');
                }
                first = false;
                JsonText.write(Shapes.NODE, node.getValue(), out);
            }
        }
    }

    private String metrics() {
        ServiceFacts facts = store.facts();
        StringBuilder text = new StringBuilder(1024);
        gauge(text, "current_leader_id", facts.nodeId());
        gauge(text, "is_leader", 1);
        gauge(text, "node_is_health", store.broken() == null ? 1 : 0);
        gauge(text, "last_log_index", facts.lastIndex());
        gauge(text, "last_seq", facts.sequence());
        gauge(text, "current_term", facts.term());
        gauge(text, "proposals_applied", facts.lastIndex());
        gauge(text, "watchers", watchers.count());
        gauge(text, "raft_log_size", facts.walBytes());
        gauge(text, "snapshot_key_count", snapshots.newest().rows());
        return text.append("# EOF\n").toString();
    }

    private static void gauge(StringBuilder text, String name, long value) {
        text.append("# TYPE metasrv_server_").append(name).append(" gauge\n");
        text.append("metasrv_server_")
                .append(name)
                .append(' ')
                .append(U64.text(value))
                .append('\n');
    }
}
