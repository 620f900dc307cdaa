package io.metash.server;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.wal.LogState;
import io.metash.raftdir.wal.LogStoreMeta;
import io.metash.raftdir.wal.WalRecord;
import io.metash.raftdir.wal.WalSize;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LeaderId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.ShellWord;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import io.metash.record.Vote;
import io.metash.wire.GrpcSetup;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An in-process single-node meta service with all calls of real clients, which stores log and state in one RocksDB.
 * Acknowledged writes survive a killed process.
 */
public final class EmbeddedService implements Closeable {
    /** Limit on the size of a message in bytes, in both directions (meta-service-api §2.4). */
    static final int MAX_MESSAGE_BYTES = 33_554_432;

    private static final int MAX_CALLS_PER_CONNECTION = 1000;

    private static final String MARK = "METASH-SERVICE";
    /** Marker file that exists while a store is copied in, so that the data is incomplete. */
    private static final String COPYING = "METASH-COPYING";

    private static final String MARK_TEXT = "the data of a metash embedded meta service, version 1\n";

    private final FileLock lock;
    private final MetaStore store;
    private final Snapshots snapshots;
    private final Watchers watchers;
    private final MetaServiceCalls calls;
    private final Server server;
    private final @Nullable AdminServer adminApi;
    private final List<String> notes;
    private boolean closed;

    private EmbeddedService(
            FileLock lock,
            MetaStore store,
            Snapshots snapshots,
            Watchers watchers,
            MetaServiceCalls calls,
            Server server,
            @Nullable AdminServer adminApi,
            List<String> notes) {
        this.lock = lock;
        this.store = store;
        this.snapshots = snapshots;
        this.watchers = watchers;
        this.calls = calls;
        this.server = server;
        this.adminApi = adminApi;
        this.notes = notes;
    }

    /** Starts a service on its directory; a new directory becomes a single-node cluster. */
    public static EmbeddedService start(ServiceOptions options) throws IOException {
        return start(options, null);
    }

    /**
     * Starts a service on a copy of a Raft directory.
     *
     * @param from the directory to copy, which stays unchanged, or null; the service's directory must be
     *     new
     * @throws Failure when the directory is unsuitable or in use, or an address is in use
     */
    public static EmbeddedService start(ServiceOptions options, @Nullable RaftDir from) throws IOException {
        GrpcSetup.apply();
        boolean isNew = prepare(options.dir());
        if (from != null && !isNew) {
            throw Failure.of(ExitStatus.REFUSED, "the directory already has the data of a service")
                    .at(options.dir().toString())
                    .next("metash serve --from BACKUP --dir NEW-DIR");
        }
        FileLock lock;
        try {
            lock = lock(options.dir());
        } catch (Failure failed) {
            // The holder of the lock is using the directory, even a new one.
            if (isNew && failed.status() != ExitStatus.REFUSED) {
                empty(options.dir());
            }
            throw failed;
        }
        Watchers watchers = new Watchers();
        MetaStore store = null;
        Snapshots snapshots = null;
        Server server = null;
        try {
            store = new MetaStore(
                    options.dir().resolve("rows"),
                    options.clockMs(),
                    () -> watchers.count() > 0,
                    (id, changes) -> watchers.publish(changes));
            snapshots = new Snapshots(options.dir().resolve("snapshot"), store, options.clockMs());
            List<String> notes = new ArrayList<>();
            boolean fresh = store.isNew();
            if (fresh && from != null) {
                Path copying = Files.createFile(options.dir().resolve(COPYING));
                Disk.real().syncDirectory(options.dir());
                StoreCopy.of(from, store, snapshots, notes);
                Files.delete(copying);
                Disk.real().syncDirectory(options.dir());
            }
            boolean newCluster = fresh && from == null;
            long id = newCluster ? options.node().id() : store.facts().nodeId();
            refuseOtherNode(options, id);
            boolean elected = lead(store, id);
            store.start();
            begin(options, store, newCluster, elected);
            ClusterView cluster = new ClusterView(store, snapshots, options.advertise());
            MetaServiceCalls calls = new MetaServiceCalls(
                    store, snapshots, watchers, cluster, token(), options.auth(), options.clockMs());
            server = listen(options, calls);
            AdminServer admin = null;
            if (options.admin() != null) {
                admin = AdminApi.start(options.admin(), store, snapshots, watchers, cluster);
            }
            return new EmbeddedService(lock, store, snapshots, watchers, calls, server, admin, notes);
        } catch (IOException | RuntimeException failed) {
            if (server != null) {
                server.shutdownNow();
                ServerEventLoop.release();
            }
            if (snapshots != null) {
                snapshots.close();
            }
            if (store != null) {
                store.close();
            }
            if (isNew) {
                empty(options.dir());
            }
            lock.close();
            throw failed;
        }
    }

    private static FileLock lock(Path dir) throws IOException {
        try {
            return FileLock.acquire(dir.resolve(MARK), false);
        } catch (Failure e) {
            if (e.status() != ExitStatus.REFUSED) {
                throw e;
            }
            throw Failure.of(ExitStatus.REFUSED, "a service is already running on this directory")
                    .at(dir.toString())
                    .because(e.why() == null ? null : e.why().replaceFirst(";.*", ""))
                    .next("connect to it, or stop it first");
        }
    }

    /** Checks that the directory contains a service or is empty; returns whether it is new. */
    private static boolean prepare(Path dir) throws IOException {
        if (Files.exists(dir.resolve("df_meta")) || Files.exists(dir.resolve("V004"))) {
            throw Failure.of(
                            ExitStatus.REFUSED, "this is a Raft directory, which an embedded service does not write to")
                    .at(dir.toString())
                    .next("metash serve --from " + ShellWord.of(dir) + " serves a copy of it");
        }
        if (Files.exists(dir.resolve(COPYING))) {
            throw Failure.of(ExitStatus.INCOMPLETE, "the copy in this directory is incomplete: copying was interrupted")
                    .at(dir.toString())
                    .next("remove the directory, then: metash serve --dir " + ShellWord.of(dir)
                            + " --from BACKUP again");
        }
        if (Files.exists(dir.resolve(MARK))) {
            return false;
        }
        if (Files.exists(dir)) {
            try (Stream<Path> inside = Files.list(dir)) {
                if (inside.findAny().isPresent()) {
                    throw Failure.of(ExitStatus.REFUSED, "the directory is neither empty nor the data of a service")
                            .at(dir.toString())
                            .next("metash serve --dir NEW-DIR");
                }
            }
        }
        Files.createDirectories(dir);
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(dir.resolve(MARK), MARK_TEXT);
        return true;
    }

    /** Empties a directory after a failed start, so that the command can be repeated. */
    private static void empty(Path dir) throws IOException {
        List<Path> inside;
        try (Stream<Path> list = Files.list(dir)) {
            inside = list.toList();
        }
        for (Path path : inside) {
            Disk.real().deleteTree(path);
        }
    }

    /** Refuses a named node when the store belongs to another one. */
    private static void refuseOtherNode(ServiceOptions options, long id) {
        ServiceNode node = options.node();
        if (node.registers() && node.id() != id) {
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "the store belongs to node " + U64.text(id) + ", not to node " + U64.text(node.id()))
                    .at(options.dir().toString())
                    .next("metash serve --node " + U64.text(id) + "=" + node.raft());
        }
    }

    /**
     * Makes the node the leader like a real single node (meta-service-api §7.3); returns whether that took an
     * election.
     */
    private static boolean lead(MetaStore store, long id) throws IOException {
        ServiceFacts facts = store.facts();
        Vote vote = facts.vote();
        if (vote != null && vote.committed() && vote.leaderId().nodeId() == id) {
            return false;
        }
        long voted = 0;
        if (vote != null) {
            voted = vote.leaderId().term();
        }
        long logged = 0;
        if (facts.last() != null) {
            logged = facts.last().leaderId().term();
        }
        long term = logged;
        if (U64.compare(voted, logged) > 0) {
            term = voted;
        }
        LeaderId leader = new LeaderId(term + 1, id);
        WalSize size = new WalSize();
        long bytes = size.of(new WalRecord.SaveVote(new Vote(leader, false)))
                + size.of(new WalRecord.SaveVote(new Vote(leader, true)));
        if (facts.last() == null) {
            bytes += size.of(new WalRecord.State(LogState.EMPTY))
                    + size.of(new WalRecord.State(
                            new LogState(null, null, null, null, new LogStoreMeta(id, UnknownFields.NONE))));
        }
        store.lead(id, new Vote(leader, true), bytes);
        return true;
    }

    /** Proposes the first entries of a new cluster, or the blank entry of a new leader; then the node's addresses. */
    private static void begin(ServiceOptions options, MetaStore store, boolean newCluster, boolean elected)
            throws IOException {
        long id = store.facts().nodeId();
        Node self = new Node(U64.text(id), options.node().raft(), options.advertise());
        List<Entry.Payload> payloads = new ArrayList<>();
        if (elected && newCluster) {
            Entry.Payload members = new Entry.Members(Membership.ofVoters(List.of(id)));
            payloads.add(members);
            payloads.add(new Entry.Blank());
            payloads.add(new Entry.Normal(null, new Cmd.AddNode(id, self, false)));
            payloads.add(members);
        } else if (elected) {
            payloads.add(new Entry.Blank());
        }
        if (options.node().registers()) {
            payloads.add(new Entry.Normal(null, new Cmd.AddNode(id, self, true)));
        }
        try {
            for (Entry.Payload payload : payloads) {
                store.proposePayload(payload).get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("the service cannot write", failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private static String token() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static Server listen(ServiceOptions options, MetaServiceCalls calls) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(options.listen())
                // A request above this limit closes the connection; below it, an oversized request gets an error.
                .maxInboundMessageSize(2 * MAX_MESSAGE_BYTES)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .fallbackHandlerRegistry(new Unknown())
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .addStreamTracerFactory(CallMemory.ofHeap())
                .addTransportFilter(CallMemory.connections())
                .intercept(new CallInterceptor(calls.token()))
                .addService(calls);
        ServiceOptions.CertificateFiles tls = options.tls();
        if (tls != null) {
            builder.sslContext(TlsFiles.context(tls.chain(), tls.key()));
        }
        ServerEventLoop.acquire(builder);
        try {
            return builder.build().start();
        } catch (IOException failed) {
            ServerEventLoop.release();
            throw Failure.of(ExitStatus.IO, "cannot listen")
                    .at(options.listen().getHostString() + ":"
                            + options.listen().getPort())
                    .because(reason(failed))
                    .next("metash serve --listen 127.0.0.1:PORT with a free port; 0 picks one")
                    .causedBy(failed);
        }
    }

    static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).replaceFirst("^bind\\(\\.\\.\\) failed: ", "");
    }

    /** Answers unknown calls like a real server: UNIMPLEMENTED, without a message. */
    private static final class Unknown extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            io.grpc.MethodDescriptor.Marshaller<byte[]> raw = new io.grpc.MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    return new byte[0];
                }
            };
            io.grpc.MethodDescriptor<byte[], byte[]> method = io.grpc.MethodDescriptor.newBuilder(raw, raw)
                    .setType(io.grpc.MethodDescriptor.MethodType.UNKNOWN)
                    .setFullMethodName(name)
                    .build();
            return ServerMethodDefinition.create(method, (call, headers) -> {
                call.close(io.grpc.Status.UNIMPLEMENTED, new Metadata());
                return new ServerCall.Listener<>() {};
            });
        }
    }

    /** The port for clients. */
    public int port() {
        return server.getPort();
    }

    /** The port of the admin API, or -1 without one. */
    public int adminPort() {
        if (adminApi == null) {
            return -1;
        }
        return adminApi.port();
    }

    /** Notes for the user about the served copy, one sentence each. */
    public List<String> notes() {
        return notes;
    }

    /** Returns why the service can no longer write, or null. */
    public @Nullable String broken() {
        Throwable broken = store.broken();
        if (broken == null) {
            return null;
        }
        return reason(broken);
    }

    /** Returns why the last snapshot failed, or null; the service continues and its log grows. */
    public @Nullable Throwable snapshotFailure() {
        return snapshots.lastFailure();
    }

    /** Waits at most {@code millis} milliseconds for the service to end; returns whether it has ended. */
    public boolean await(long millis) throws InterruptedException {
        return server.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        watchers.stop();
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(3, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interruption) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        ServerEventLoop.release();
        calls.stop();
        if (adminApi != null) {
            adminApi.close();
        }
        snapshots.close();
        store.close();
        lock.close();
    }
}
