package io.metash.server;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits the heap used by calls, in total and per connection. A call holds memory for the bytes of its request as
 * they arrive, for the values that applying it reads, and for answers that its client has not read. A call that
 * exceeds the limit fails with RESOURCE_EXHAUSTED, and the service continues. A stream tracer counts requests before
 * they are decoded.
 */
final class CallMemory extends ServerStreamTracer.Factory {
    /** Attribute of the call's connection. */
    private static final Attributes.Key<Connection> CONNECTION = Attributes.Key.create("metash-connection");

    private static final Context.Key<Call> CALL = Context.key("metash-memory");
    private static final Set<String> WRITES = Set.of("Transaction", "KvTransaction", "KvApi");
    /** Copies of a request's bytes while it is decoded, logged and applied: see {@link MetaStore}. */
    private static final int COPIES_OF_WRITE = 6;

    private static final int COPIES_OF_READ = 3;
    /** Share of the memory (one part in 8) reserved for small calls, so that large ones never block them. */
    private static final int SMALL_CALLS_PART = 8;

    private static final long SMALL_CALL_BYTES = 1 << 20;

    private final long capacity;
    private long held;

    /**
     * Creates a limit.
     *
     * @param capacity the limit in bytes
     */
    CallMemory(long capacity) {
        this.capacity = capacity;
    }

    /** Creates a limit suitable for the heap of this process. */
    static CallMemory ofHeap() {
        return new CallMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    /** The memory of the current call. */
    static Call current() {
        return CALL.get();
    }

    /** The status of a call that exceeds the limit. */
    static Status exhausted(String what, long bytes) {
        return Status.RESOURCE_EXHAUSTED.withDescription("not enough memory for " + what
                + (bytes == 0 ? "" : " (" + bytes + " bytes)") + ": start the service with a larger METASH_HEAP");
    }

    /** Returns a filter that tags each call with its connection. */
    static ServerTransportFilter connections() {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                return attributes.toBuilder().set(CONNECTION, new Connection()).build();
            }
        };
    }

    /** Bytes currently held. */
    synchronized long held() {
        return held;
    }

    private synchronized boolean reserve(Call call, long bytes) {
        if (call.users == 0) {
            // The call has ended, so its memory is released at once.
            return true;
        }
        long after = call.held + bytes;
        long most = capacity;
        if (after > SMALL_CALL_BYTES) {
            most = capacity - capacity / SMALL_CALLS_PART;
        }
        Connection connection = call.connection;
        if (held + bytes > most) {
            return false;
        }
        boolean alone = connection == null || connection.held == call.held;
        if (connection != null && !alone && connection.held + bytes > capacity / 2) {
            return false;
        }
        add(call, bytes);
        return true;
    }

    private synchronized void add(Call call, long bytes) {
        held += bytes;
        call.held += bytes;
        if (call.connection != null) {
            call.connection.held += bytes;
        }
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        String method = fullMethodName.substring(fullMethodName.lastIndexOf('/') + 1);
        return new Call(WRITES.contains(method) ? COPIES_OF_WRITE : COPIES_OF_READ);
    }

    /** A connection of a client. */
    private static final class Connection {
        private long held;
    }

    /** The memory of one call, released when the call has ended and its work is done. */
    final class Call extends ServerStreamTracer {
        private final int copies;
        private @Nullable Connection connection;
        private Consumer<Status> refusal = status -> {};
        private long held;
        private long wire;
        private long message;
        private long messageBefore;
        private int users = 1;
        private boolean refused;

        Call(int copies) {
            this.copies = copies;
        }

        /** Sets the action that ends the call when its request exceeds the limit. */
        synchronized void onRefusal(Consumer<Status> end) {
            refusal = end;
        }

        @Override
        public Context filterContext(Context context) {
            return context.withValue(CALL, this);
        }

        @Override
        public void serverCallStarted(ServerCallInfo<?, ?> info) {
            synchronized (CallMemory.this) {
                connection = info.getAttributes().get(CONNECTION);
                if (connection != null) {
                    connection.held += held;
                }
            }
        }

        @Override
        public void inboundWireSize(long bytes) {
            if (refused) {
                return;
            }
            wire += bytes;
            // An oversized message is not handled.
            long more = bytes;
            if (wire <= EmbeddedService.MAX_MESSAGE_BYTES) {
                more = bytes * copies;
            }
            if (reserve(more)) {
                message += more;
                return;
            }
            refused = true;
            Consumer<Status> end;
            synchronized (this) {
                end = refusal;
            }
            end.accept(exhausted("the request", wire));
        }

        /** The previous messages have been handled: a stream's requests are read one by one. */
        @Override
        public void inboundMessageRead(int number, long wireSize, long size) {
            give(messageBefore);
            messageBefore = message;
            message = 0;
            wire = 0;
        }

        @Override
        public void streamClosed(Status status) {
            release();
        }

        /** Reserves memory; false when less is left. */
        boolean reserve(long bytes) {
            return CallMemory.this.reserve(this, bytes);
        }

        /** Releases memory. */
        void give(long bytes) {
            synchronized (CallMemory.this) {
                add(this, -Math.min(bytes, held));
            }
        }

        /** Keeps the memory until {@link #release}, even after the end of the call. */
        void retain() {
            synchronized (CallMemory.this) {
                users++;
            }
        }

        /** Ends the effect of {@link #retain}. */
        void release() {
            synchronized (CallMemory.this) {
                if (--users == 0) {
                    add(this, -held);
                }
            }
        }
    }
}
