package io.metash.client;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import java.io.Closeable;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster and a connection to one of them. Connects, retries calls that cannot write twice, and
 * switches to the named leader or the next node. Thread-safe: calls run concurrently; only one thread at a time
 * connects.
 */
final class Cluster implements Closeable {
    private static final int ATTEMPTS = 4;
    private static final long[] PAUSES_MS = {0, 50, 100, 200, 400};

    private final List<Address> endpoints;
    private final ClientOptions options;
    private final Supplier<Cancel> cancel;
    private final ReentrantLock connecting = new ReentrantLock();
    private volatile @Nullable Connection connection;
    /** Replaced connections with calls in progress. */
    private final List<Connection> retired = new CopyOnWriteArrayList<>();

    private volatile int at;
    private volatile @Nullable String leaderNamed;

    Cluster(List<Address> endpoints, ClientOptions options, Supplier<Cancel> cancel) {
        this.endpoints = new CopyOnWriteArrayList<>(endpoints);
        this.options = options;
        this.cancel = cancel;
    }

    /** Addresses of the nodes, configured and discovered. */
    List<Address> endpoints() {
        return List.copyOf(endpoints);
    }

    /** Adds a node's address. */
    void learn(Address address) {
        if (!endpoints.contains(address)) {
            endpoints.add(address);
        }
    }

    /** The current endpoint. */
    Address current() {
        Connection open = connection;
        if (open == null) {
            return endpoints.get(at);
        }
        return open.address();
    }

    /** The leader address that a node reported last, or null. */
    @Nullable
    String leaderNamed() {
        return leaderNamed;
    }

    /** The cancellation token of the running command. */
    Cancel cancel() {
        return cancel.get();
    }

    /** Whether the last request reached a node. Sends no request. */
    boolean connected() {
        return connection != null;
    }

    private Connection connection() {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        lock();
        try {
            open = connection;
            if (open != null) {
                return open;
            }
            return connect();
        } finally {
            connecting.unlock();
        }
    }

    /** Waits while another thread connects, until cancelled. */
    private void lock() {
        try {
            while (!connecting.tryLock(50, TimeUnit.MILLISECONDS)) {
                cancel.get().check();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of(io.metash.record.ExitStatus.INTERRUPTED, "interrupted");
        }
    }

    private Connection connect() {
        CallException first = null;
        for (int tried = 0; tried < endpoints.size(); tried++) {
            for (int attempt = 0; attempt < 3; attempt++) {
                cancel.get().pause(PAUSES_MS[attempt]);
                try {
                    Connection open =
                            Connection.open(endpoints.get(at), options, named -> leaderNamed = named, cancel.get());
                    connection = open;
                    return open;
                } catch (CallException failed) {
                    if (first == null) {
                        first = failed;
                    }
                    if (!failed.mayPass() || failed.status().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                        break;
                    }
                }
            }
            at = (at + 1) % endpoints.size();
        }
        throw first;
    }

    /**
     * Drops a failed connection and switches to the named leader, or else to the next endpoint; does nothing when
     * another thread already did. Other calls on the connection may complete.
     */
    private void turn(Connection failed, @Nullable String named) {
        lock();
        try {
            if (connection == failed) {
                failed.retire();
                closeEnded();
                retired.add(failed);
                connection = null;
                turn(named);
            }
        } finally {
            connecting.unlock();
        }
    }

    private void turn(@Nullable String named) {
        Optional<Address> leader = Optional.empty();
        if (named != null) {
            leader = Address.named(named);
        }
        if (leader.isPresent()) {
            learn(leader.get());
            at = endpoints.indexOf(leader.get());
        } else {
            at = (at + 1) % endpoints.size();
        }
    }

    /** Runs a read-only call with retries. */
    <T extends @Nullable Object> T reading(Function<Connection, T> call) {
        return attempts(call, CallException::mayPass, CallErrors::render);
    }

    /** Runs a write; retries only when it certainly was not carried out. */
    <T> T writing(Function<Connection, T> call) {
        return attempts(
                to -> {
                    try {
                        return checked(call, to);
                    } catch (Failure stopped) {
                        // The sent request may have been carried out.
                        throw CallErrors.unknownOutcome(stopped, to.address());
                    } catch (UnexpectedAnswer unexpected) {
                        throw CallErrors.unknownOutcome(unexpected.failure(to.address()));
                    }
                },
                failed -> failed.mayPass() && failed.certainlyNotDone(),
                CallErrors::unknownOutcome);
    }

    private <T> T attempts(
            Function<Connection, T> call, Predicate<CallException> again, Function<CallException, Failure> render) {
        CallException before = null;
        for (int attempt = 1; ; attempt++) {
            Connection to;
            try {
                to = connection();
            } catch (CallException failed) {
                // The call's error explains more than the failed reconnect.
                throw CallErrors.render(before == null || before.certainlyNotDone() ? failed : before);
            }
            try {
                return checked(call, to);
            } catch (UnexpectedAnswer unexpected) {
                throw unexpected.failure(to.address());
            } catch (CallException failed) {
                before = failed;
                if (failed.status().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                    turn(to, null);
                }
                if (attempt == ATTEMPTS || !again.test(failed)) {
                    throw render.apply(failed);
                }
                turn(to, failed.leader());
                cancel.get().pause(PAUSES_MS[attempt]);
            }
        }
    }

    /** Runs a call; reports an answer that breaks metash's parser as an unexpected answer. */
    private static <T> T checked(Function<Connection, T> call, Connection to) {
        try {
            return call.apply(to);
        } catch (NullPointerException
                | ClassCastException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | NoSuchElementException broken) {
            throw new UnexpectedAnswer(broken);
        }
    }

    <Q, A> A one(Connection to, MethodDescriptor<Q, A> method, Q request) {
        try (ResponseStream<Q, A> call = stream(to, method, request)) {
            A answer = call.next();
            if (answer == null) {
                throw new UnexpectedAnswer("the call ended well, without an answer");
            }
            if (call.next() != null) {
                throw new UnexpectedAnswer("more than one answer came");
            }
            return answer;
        }
    }

    <Q, A> ResponseStream<Q, A> stream(Connection to, MethodDescriptor<Q, A> method, Q request) {
        return stream(to, method, request, options.deadlineMs());
    }

    <Q, A> ResponseStream<Q, A> stream(Connection to, MethodDescriptor<Q, A> method, Q request, long deadlineMs) {
        ResponseStream<Q, A> call = new ResponseStream<>(
                to.calls(),
                method,
                deadlineMs,
                cancel.get(),
                to.address(),
                Objects.requireNonNull(method.getBareMethodName()));
        call.send(request);
        call.endOfRequests();
        return call;
    }

    @Override
    public void close() {
        Connection open = connection;
        if (open != null) {
            open.close();
            connection = null;
        }
        retired.forEach(Connection::close);
        retired.clear();
    }

    private void closeEnded() {
        for (Connection old : retired) {
            if (old.isEnded()) {
                old.close();
                retired.remove(old);
            }
        }
    }
}
