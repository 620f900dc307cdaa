package io.metash.client;

import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks the members of a cluster at the same time whether they answer. */
public final class MemberProbe {
    private static final long LOOK_MS = 20;

    private MemberProbe() {}

    /**
     * Asks each member at its address for clients.
     *
     * @param members the addresses by node id, u64
     * @param mostMs how long all of it may take, milliseconds
     * @return the ids of those that did not answer, or answered as another node, with the reason
     */
    public static Map<Long, String> silent(
            Map<Long, Address> members, ClientOptions options, long mostMs, Cancel cancel) {
        Map<Long, String> silent = new ConcurrentHashMap<>();
        members.keySet().forEach(id -> silent.put(id, "no answer within " + mostMs + " ms"));
        CountDownLatch open = new CountDownLatch(members.size());
        Cancel end = new Cancel();
        members.forEach((id, address) -> {
            Thread thread = new Thread(() -> ask(id, address, options.within(mostMs, mostMs), end, silent, open));
            thread.setName("metash-probe");
            thread.setDaemon(true);
            thread.start();
        });
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMs);
            while (!open.await(LOOK_MS, TimeUnit.MILLISECONDS) && System.nanoTime() < until) {
                cancel.check();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            end.ask();
        }
        return Map.copyOf(silent);
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
            if (!end.asked()) {
                silent.put(id, failed.what());
            }
        } finally {
            open.countDown();
        }
    }
}
