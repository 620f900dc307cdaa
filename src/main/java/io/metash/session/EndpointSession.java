package io.metash.session;

import io.metash.client.Address;
import io.metash.client.AdminClient;
import io.metash.client.ClusterInfo;
import io.metash.client.ExportSource;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session on a running meta service, which shows the service's current answers. Unlike other sessions, it is
 * thread-safe.
 */
public final class EndpointSession implements Session {
    private static final long FIRST_LOOK_MS = 5_000;
    private static final int ADMIN_MS = 20_000;

    private final String name;
    private final String place;
    private final MetaClient client;
    private final ServiceAccess access;
    private final List<String> notes = new ArrayList<>();
    private volatile @Nullable ClusterInfo seen;
    private Closeable alsoClosed = () -> {};

    private EndpointSession(String place, String name, ServiceAccess access) {
        this.place = place;
        this.name = name;
        this.access = access;
        this.client = new MetaClient(Address.parseList(place), access.client(), access.cancel());
    }

    /**
     * Connects and reads the status; a service that accepts the handshake but reports no status is noted, not
     * rejected.
     */
    static EndpointSession open(String place, String name, ServiceAccess access) {
        EndpointSession session = new EndpointSession(place, name, access);
        try {
            session.client.serverVersion();
            session.probe();
            session.findOthers();
            return session;
        } catch (RuntimeException failed) {
            session.client.close();
            throw failed;
        }
    }

    private void probe() {
        try {
            ClusterInfo first =
                    client.status(Math.min(FIRST_LOOK_MS, access.client().deadlineMs()));
            seen = first;
            notes.add("node " + U64.text(first.id()) + " answers: "
                    + first.state().toLowerCase(Locale.ROOT) + " of term " + U64.text(first.currentTerm())
                    + ", version " + first.binaryVersion());
            if (!first.isLeader()) {
                notes.add(
                        first.leader() == null
                                ? "it knows no leader: writes are not possible now"
                                : "the leader is " + first.leader());
            }
        } catch (Failure silent) {
            if (silent.status() != ExitStatus.UNREACHABLE) {
                throw silent;
            }
            notes.add("it accepts the connection but does not report its status: " + silent.what()
                    + (silent.why() == null ? "" : "; " + silent.why()));
        }
    }

    /** Discovers the other nodes, for use when this one fails. */
    private void findOthers() {
        ClusterInfo first = seen;
        if (first != null && first.voters().size() + first.nonVoters().size() > 1) {
            try {
                client.discover();
            } catch (Failure unknown) {
                notes.add("the addresses of the other nodes are not known: " + unknown.what());
            }
        }
    }

    /** The underlying client, for operations that other sessions lack. */
    public MetaClient client() {
        return client;
    }

    /** The access options. */
    public ServiceAccess access() {
        return access;
    }

    /** Supplies the cancellation token of the running command. */
    public Supplier<Cancel> cancel() {
        return access.cancel();
    }

    /** The admin API of the current node. */
    public AdminClient admin() {
        return new AdminClient(adminAddress(), ADMIN_MS, access.cancel());
    }

    /** The address of the admin API. */
    public Address adminAddress() {
        Address admin = access.admin();
        if (admin != null) {
            return admin;
        }
        return new Address(client.current().host(), ServiceAccess.ADMIN_PORT);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SessionKind kind() {
        return SessionKind.ENDPOINT;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public String promptState() {
        ClusterInfo last = seen;
        if (!client.connected()) {
            return "not reached";
        }
        if (last == null) {
            return "";
        }
        return last.state().toLowerCase(Locale.ROOT) + " " + U64.text(last.id());
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public @Nullable SeqV get(Bytes key) {
        return client.get(key);
    }

    /**
     * Lists a range. The service lists prefixes only: lists the longest prefix that contains the range, and skips other
     * keys.
     */
    @Override
    public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) {
        Bytes prefix = ListablePrefix.of(new KeyRange(fromInclusive, toExclusive));
        return new RangeCursor(client.list(prefix, -1), fromInclusive, toExclusive);
    }

    /** Returns the first keys with a prefix; the service may return more than requested. */
    public KvCursor first(Bytes prefix, long limit) {
        KeyRange range = KeyRange.ofPrefix(prefix);
        Bytes listed = ListablePrefix.of(range);
        return new RangeCursor(client.list(listed, listed.equals(prefix) ? limit : -1), range.from(), range.to());
    }

    /** Queries the status of the node and its cluster. */
    public ClusterInfo info() {
        ClusterInfo now = client.status();
        seen = now;
        return now;
    }

    @Override
    public StoreStatus status() {
        return StoreStatus.ofService(place, client.serverVersionText(), info(), List.of());
    }

    @Override
    public RecordSource export() {
        return client.exportRecords(ExportSource.USUAL_CHUNK_LINES);
    }

    /** Closes a service owned by the session together with it. */
    public void closeWith(Closeable other) {
        alsoClosed = other;
    }

    @Override
    public void close() throws IOException {
        client.close();
        alsoClosed.close();
    }
}
