package io.metash.client;

import io.grpc.MethodDescriptor;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.wire.Empty;
import io.metash.wire.ExportRequest;
import io.metash.wire.ExportedChunk;
import io.metash.wire.MetaServiceGrpc;
import io.metash.wire.Versions;
import io.metash.wire.WatchRequest;
import io.metash.wire.WatchResponse;
import io.metash.wire.WireValues;
import org.jspecify.annotations.Nullable;

/** Opens the calls that a node answers with a long stream: watches and exports. */
final class NodeStreams {
    private final Cluster cluster;
    private final ClientOptions options;

    NodeStreams(Cluster cluster, ClientOptions options) {
        this.cluster = cluster;
        this.options = options;
    }

    /**
     * Watches a range of keys until it is closed.
     *
     * @param target the end of the range, exclusive; null for one key
     * @param initialFlush whether the existing keys come first
     */
    Watch watch(Bytes from, @Nullable Bytes target, boolean initialFlush) {
        if (target != null && from.compareTo(target) >= 0) {
            throw Failure.of(ExitStatus.USAGE, "the range of keys is empty");
        }
        WatchRequest.Builder request =
                WatchRequest.newBuilder().setKeyBytes(WireValues.bytes(from)).setInitialFlush(initialFlush);
        if (target != null) {
            request.setKeyEndBytes(WireValues.bytes(target));
        }
        return cluster.reading(to -> {
            if (initialFlush && U64.compare(to.serverVersion(), Versions.INITIAL_FLUSH) < 0) {
                throw CallErrors.tooOld(
                        to.address(),
                        "a watch that starts with the existing keys",
                        Versions.INITIAL_FLUSH,
                        to.serverVersion());
            }
            ResponseStream<WatchRequest, WatchResponse> call = new ResponseStream<>(
                    to.calls(),
                    MetaServiceGrpc.getWatchMethod(),
                    0,
                    cluster.cancel(),
                    to.address(),
                    "Watch",
                    FlowWindow.WATCH);
            call.send(request.build());
            call.endOfRequests();
            return new Watch(call);
        });
    }

    /**
     * Exports the node as lines in chunks; fails when the connection breaks.
     *
     * @param chunkLines lines per message, 1 to 10,000
     */
    ExportStream export(int chunkLines) {
        UnsafeRequests.chunkLines(chunkLines);
        return cluster.reading(to -> {
            ResponseStream<?, ExportChunk> call;
            if (U64.compare(to.serverVersion(), Versions.EXPORT_V1) < 0) {
                call = cluster.stream(to, chunks(MetaServiceGrpc.getExportMethod()), Empty.getDefaultInstance());
            } else {
                ResponseStream<ExportRequest, ExportChunk> chunks = new ResponseStream<>(
                        to.calls(),
                        chunks(MetaServiceGrpc.getExportV1Method()),
                        options.deadlineMs(),
                        cluster.cancel(),
                        to.address(),
                        "ExportV1",
                        FlowWindow.export(chunkLines));
                chunks.send(ExportRequest.newBuilder().setChunkSize(chunkLines).build());
                chunks.endOfRequests();
                call = chunks;
            }
            return ExportStream.begin(call);
        });
    }

    private static <Q> MethodDescriptor<Q, ExportChunk> chunks(MethodDescriptor<Q, ExportedChunk> method) {
        return method.toBuilder(method.getRequestMarshaller(), new ChunkMarshaller())
                .build();
    }
}
