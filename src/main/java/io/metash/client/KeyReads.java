package io.metash.client;

import io.metash.ndjson.JsonOut;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.wire.KvGetManyRequest;
import io.metash.wire.KvListRequest;
import io.metash.wire.MetaServiceGrpc;
import io.metash.wire.RaftReply;
import io.metash.wire.RaftRequest;
import io.metash.wire.StreamItem;
import io.metash.wire.Versions;
import io.metash.wire.WireValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads keys in the forms that the releases of the service answer. */
final class KeyReads {
    private final Cluster cluster;
    private final ClientOptions options;

    KeyReads(Cluster cluster, ClientOptions options) {
        this.cluster = cluster;
        this.options = options;
    }

    private static RaftRequest json(String variant, String field, Bytes key) {
        JsonOut out = new JsonOut(key.length() + 64);
        out.raw("{\"").raw(variant).raw("\":{\"").raw(field).raw("\":");
        out.utf8(key.array()).raw("}}");
        return RaftRequest.newBuilder().setData(out.toString()).build();
    }

    /** Returns the value of a key, or null. */
    @Nullable
    SeqV get(Bytes key) {
        return cluster.<@Nullable SeqV>reading(to -> {
            if (U64.compare(to.serverVersion(), Versions.KV_READ_V1) < 0) {
                RaftReply reply = cluster.one(to, MetaServiceGrpc.getKvApiMethod(), json("GetKV", "key", key));
                return LegacyReplies.value(reply, to.address());
            }
            StreamItem item = cluster.one(to, MetaServiceGrpc.getKvReadV1Method(), json("GetKV", "key", key));
            return value(item, key);
        });
    }

    private static @Nullable SeqV value(StreamItem item, Bytes key) {
        Bytes answered = WireValues.bytes(item.getKeyBytes());
        // Servers of some releases omit the key.
        if (answered.length() > 0 && !answered.equals(key)) {
            throw new UnexpectedAnswer("it is for another key than requested");
        }
        if (item.hasValue()) {
            return WireValues.value(item.getValue());
        }
        return null;
    }

    /** Returns the values of keys in order, from one point in time; null for absent keys. */
    List<@Nullable SeqV> get(List<Bytes> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        VersionedCall<List<@Nullable SeqV>> call =
                new VersionedCall<>(Versions.KV_LIST, to -> getMany(to, keys), to -> mget(to, keys));
        return cluster.reading(call::on);
    }

    private List<@Nullable SeqV> getMany(Connection to, List<Bytes> keys) {
        try (ResponseStream<KvGetManyRequest, StreamItem> call = new ResponseStream<>(
                to.calls(),
                MetaServiceGrpc.getKvGetManyMethod(),
                options.deadlineMs(),
                cluster.cancel(),
                to.address(),
                "KvGetMany")) {
            for (Bytes key : keys) {
                call.send(KvGetManyRequest.newBuilder()
                        .setKeyBytes(WireValues.bytes(key))
                        .build());
            }
            call.endOfRequests();
            return values(call, keys, to);
        }
    }

    private List<@Nullable SeqV> mget(Connection to, List<Bytes> keys) {
        if (U64.compare(to.serverVersion(), Versions.KV_READ_V1) < 0) {
            List<@Nullable SeqV> values = new ArrayList<>();
            keys.forEach(key -> values.add(get(key)));
            return values;
        }
        JsonOut out = new JsonOut(256);
        out.raw("{\"MGetKV\":{\"keys\":[");
        for (int i = 0; i < keys.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.utf8(keys.get(i).array());
        }
        RaftRequest request =
                RaftRequest.newBuilder().setData(out.raw("]}}").toString()).build();
        try (var call = cluster.stream(to, MetaServiceGrpc.getKvReadV1Method(), request)) {
            return values(call, keys, to);
        }
    }

    private static List<@Nullable SeqV> values(ResponseStream<?, StreamItem> call, List<Bytes> keys, Connection from) {
        List<@Nullable SeqV> values = new ArrayList<>();
        for (StreamItem item = call.next(); item != null; item = call.next()) {
            if (values.size() == keys.size()) {
                throw new UnexpectedAnswer("it has more values than requested keys");
            }
            values.add(value(item, keys.get(values.size())));
        }
        if (values.size() != keys.size()) {
            throw Failure.of(ExitStatus.INCOMPLETE, "the meta service did not answer for every key")
                    .at(from.address().toString())
                    .because(values.size() + " values for " + keys.size() + " keys.");
        }
        return values;
    }

    /**
     * Iterates over the live keys with a prefix, ascending by their bytes. A broken connection ends the iteration
     * with a failure; all keys before it are from one point in time.
     *
     * @param limit the maximum number of keys, or -1; a server without support for limits may send more
     */
    KvCursor list(Bytes prefix, long limit) {
        UnsafeRequests.prefix(prefix);
        if (limit < 0) {
            return cluster.reading(to -> listAll(to, prefix));
        }
        KvListRequest request = KvListRequest.newBuilder()
                .setPrefixBytes(WireValues.bytes(prefix))
                .setLimit(limit)
                .build();
        VersionedCall<KvCursor> call = new VersionedCall<>(
                Versions.KV_LIST,
                to -> opened(cluster.stream(to, MetaServiceGrpc.getKvListMethod(), request), to, prefix),
                to -> listAll(to, prefix));
        return cluster.reading(call::on);
    }

    private KvCursor listAll(Connection to, Bytes prefix) {
        if (U64.compare(to.serverVersion(), Versions.KV_READ_V1) < 0) {
            RaftReply reply = cluster.one(to, MetaServiceGrpc.getKvApiMethod(), json("ListKV", "prefix", prefix));
            return LegacyReplies.list(reply, to.address());
        }
        return opened(
                cluster.stream(to, MetaServiceGrpc.getKvReadV1Method(), json("ListKV", "prefix", prefix)), to, prefix);
    }

    /** Reads the first item at once, because a retry is cheap until then. */
    private static KvCursor opened(ResponseStream<?, StreamItem> call, Connection to, Bytes prefix) {
        return new KvListCursor(call, call.next(), to.address(), prefix);
    }
}
