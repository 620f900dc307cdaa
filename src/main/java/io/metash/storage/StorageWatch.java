package io.metash.storage;

import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for answers of object storage: a cancelled command stops waiting within 50 ms, a slow answer is reported
 * once, and a missing answer fails the command.
 *
 * @param cancel supplies the cancellation token of the running command
 * @param notices receives one sentence when an answer is slow
 * @param limitMs time limit of one request with its retries, in milliseconds
 */
record StorageWatch(Supplier<Cancel> cancel, Consumer<String> notices, long limitMs) {
    private static final long STEP_MS = 50;
    private static final long SLOW_MS = 5_000;

    /** Returns the result of a request to a place. Rethrows errors of the service. */
    <T> T await(CompletableFuture<T> request, String place) {
        long startNs = System.nanoTime();
        boolean reported = false;
        while (true) {
            try {
                return request.get(STEP_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                cancel.get().check();
                long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                reported = report(waitedMs, reported, place);
            } catch (ExecutionException failed) {
                throw unwrap(Objects.requireNonNullElse(failed.getCause(), failed));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
            }
        }
    }

    /** Reports a slow answer once and aborts a request that exceeds the limit; returns whether it was reported. */
    boolean report(long waitedMs, boolean reported, String place) {
        if (waitedMs > limitMs) {
            throw Failure.of(ExitStatus.UNREACHABLE, "the storage did not answer within " + limitMs / 1000 + " s")
                    .at(place)
                    .because("the request was retried; the server or the network is too slow, or drops the connection")
                    .next("check the endpoint and the network, then run the same command again");
        }
        if (waitedMs > SLOW_MS && !reported) {
            notices.accept("waiting for " + place + ": no answer for " + SLOW_MS / 1000 + " s, giving up after "
                    + limitMs / 1000 + " s");
            return true;
        }
        return reported;
    }

    private static RuntimeException unwrap(Throwable cause) {
        Throwable inner = cause;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        if (inner instanceof Error error) {
            throw error;
        }
        if (inner instanceof RuntimeException runtime) {
            return runtime;
        }
        return new IllegalStateException(inner);
    }
}
