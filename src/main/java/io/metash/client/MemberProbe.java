package io.metash.client;

import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Probes the members of a cluster concurrently. */
public final class MemberProbe {
    private static final long POLL_MS = 20;

    private MemberProbe() {}

    /**
     * Probes each member at its client address.
     *
     * @param members the addresses by node id, u64
     * @param maxMs timeout of the whole probe in milliseconds
     * @return the ids of members that did not answer, or answered with another node's id, with the reason, in order
     */
    public static SortedMap<Long, String> silent(
            Map<Long, Address> members, ClientOptions options, long maxMs, Cancel cancel) {
        Map<Long, String> silent = new ConcurrentHashMap<>();
        members.keySet().forEach(id -> silent.put(id, "no answer within " + maxMs + " ms"));
        CountDownLatch open = new CountDownLatch(members.size());
        Cancel end = new Cancel();
        members.forEach((id, address) -> {
            Thread thread = new Thread(() -> ask(id, address, options.within(maxMs, maxMs), end, silent, open));
            thread.setName("metash-probe");
            thread.setDaemon(true);
            thread.start();
        });
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMs);
            while (!open.await(POLL_MS, TimeUnit.MILLISECONDS) && System.nanoTime() < until) {
                cancel.check();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            end.ask();
        }
        SortedMap<Long, String> byId = new TreeMap<>(Long::compareUnsigned);
        byId.putAll(silent);
        return Collections.unmodifiableSortedMap(byId);
    }

    private static void ask(
            long id,
            Address address,
            ClientOptions options,
            Cancel end,
            Map<Long, String> silent,
            CountDownLatch open) {
        try (MetaClient client = new MetaClient(List.of(address), options, () -> end)) {
            long answered = client.status().id();
            if (answered == id) {
                silent.remove(id);
            } else {
                silent.put(id, "node " + U64.text(answered) + " answers there");
            }
        } catch (Failure failed) {
            if (!end.requested()) {
                silent.put(id, failed.what());
            }
        } finally {
            open.countDown();
        }
    }
}
