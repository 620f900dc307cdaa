package io.metash.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.client.TxnOutcome;
import io.metash.client.Watch;
import io.metash.client.WatchEvent;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.testing.Await;
import io.metash.testing.Service;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients write, watch and export while the service is killed and restarted: acknowledged writes are stored, no
 * sequence number is used twice, and a watcher sees every change once and in order.
 */
class LoadTest {
    private static final Bytes FROM = Bytes.utf8("load/");
    private static final Bytes TO = Bytes.utf8("load0");
    private static final Pattern ENTRY = Pattern.compile("\\{\"LogEntry\":\\{\"log_id\":\\{.*?\"index\":(\\d+)");
    private static final Pattern APPLIED = Pattern.compile("\"key\":\"LastApplied\",.*?\"index\":(\\d+)");

    /** The answer to a write. */
    private record Acknowledged(long seq, String value) {}

    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
    private final Map<Long, String> numbers = new ConcurrentHashMap<>();
    private final Map<String, String> unsure = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger watched = new AtomicInteger();
    private final AtomicInteger exports = new AtomicInteger();
    private volatile boolean over;
    private volatile int port;

    @TempDir
    Path scratch;

    @Test
    void aFewClientsSurviveTwoKills() throws Exception {
        run(8, 3, 1, 2, 1500);
    }

    @Tag("slow")
    @Test
    void fiftyClientsForAMinuteAndTwentyKills() throws Exception {
        run(38, 8, 4, 20, 3000);
    }

    private void run(int writers, int watchers, int exporters, int kills, int upMs) throws Exception {
        String dir = scratch.resolve("dir").toString();
        List<Thread> clients = new ArrayList<>();
        try {
            for (int life = 0; life <= kills; life++) {
                try (Service service = Service.startAt(port, scratch, "--dir", dir)) {
                    if (life == 0) {
                        port = service.port();
                        clients.addAll(threads("writer", writers, this::write));
                        clients.addAll(threads("watcher", watchers, this::watch));
                        clients.addAll(threads("exporter", exporters, number -> export()));
                    }
                    int before = acknowledged.size();
                    Thread.sleep(upMs);
                    // On a slow machine some clients have not reconnected, but the kill must happen while they work.
                    Await.until("20 more writes are acknowledged", () -> acknowledged.size() >= before + 20);
                    if (life < kills) {
                        service.kill();
                    } else {
                        over = true;
                        for (Thread client : clients) {
                            client.join(60_000);
                        }
                        allIsThere();
                    }
                }
            }
        } finally {
            over = true;
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(acknowledged.size() > 20 * kills, acknowledged.size() + " writes");
        assertTrue(watched.get() > acknowledged.size() / 2, watched + " events seen");
        assertTrue(exports.get() >= 2, exports + " exports");
        System.out.println("load: " + acknowledged.size() + " writes acknowledged, " + unsure.size() + " unsure, "
                + watched + " events seen, " + exports + " exports, " + kills + " kills");
    }

    private interface Work {
        void run(int number) throws Exception;
    }

    private List<Thread> threads(String name, int count, Work work) {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(
                    () -> {
                        while (!over) {
                            try {
                                work.run(number);
                            } catch (Failure gone) {
                                pause();
                            } catch (Exception | AssertionError failed) {
                                wrong.add(name + " " + number + ": " + failed);
                                return;
                            }
                        }
                    },
                    "load-" + name + "-" + i);
            thread.setDaemon(true);
            thread.start();
            all.add(thread);
        }
        return all;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private MetaClient client() {
        return new MetaClient(
                List.of(new Address("127.0.0.1", port)), ClientOptions.STANDARD.within(10_000, 5_000), Cancel::new);
    }

    private void write(int writer) {
        try (MetaClient client = client()) {
            for (int i = 0; !over; i++) {
                String key = "load/" + writer + "/" + System.nanoTime();
                String value = "value " + i;
                TxnOutcome.Result result;
                try {
                    result = client.upsert(Bytes.utf8(key), Bytes.utf8(value), null);
                } catch (Failure unknown) {
                    unsure.put(key, value);
                    throw unknown;
                }
                long seq = result.after().seq();
                acknowledged.put(key, new Acknowledged(seq, value));
                String other = numbers.put(seq, key);
                if (other != null) {
                    wrong.add("number " + seq + " was given to " + other + " and to " + key);
                }
            }
        }
    }

    /** The changes of a connection are numbered without gaps or duplicates. */
    private void watch(int watcher) {
        try (MetaClient client = client();
                Watch watch = client.watch(FROM, TO, true)) {
            long last = 0;
            boolean beginning = true;
            while (!over) {
                WatchEvent event = watch.next();
                if (event == null) {
                    return;
                }
                if (event.key() == null) {
                    assertTrue(beginning, "a second mark");
                    beginning = false;
                    continue;
                }
                long seq = event.after().seq();
                watched.incrementAndGet();
                if (beginning) {
                    last = Math.max(last, seq);
                } else {
                    assertEquals(last + 1, seq, "the number after " + last);
                    last = seq;
                }
            }
        }
    }

    /** There is no gap in the log, nor between the snapshot and the log. */
    private void export() throws IOException {
        String text;
        try (MetaClient client = client()) {
            text = Stores.text(client.exportRecords(100));
        }
        long first = -1;
        long last = -1;
        Matcher entries = ENTRY.matcher(text);
        while (entries.find()) {
            long index = Long.parseLong(entries.group(1));
            assertTrue(last < 0 || index == last + 1, "entry " + index + " after " + last);
            first = first < 0 ? index : first;
            last = index;
        }
        Matcher applied = APPLIED.matcher(text);
        long snapshot = applied.find() ? Long.parseLong(applied.group(1)) : -1;
        assertTrue(first <= snapshot + 1 && snapshot <= last, first + " " + last + ", snapshot " + snapshot);
        exports.incrementAndGet();
        pause();
    }

    private void allIsThere() throws IOException {
        Map<String, Acknowledged> missing = new ConcurrentHashMap<>(acknowledged);
        Map<Long, String> seen = new ConcurrentHashMap<>();
        try (MetaClient client = client();
                KvCursor all = client.list(FROM, -1)) {
            while (all.next()) {
                String key = all.key().text();
                String value = all.value().data().text();
                long seq = all.value().seq();
                assertEquals(null, seen.put(seq, key), "number " + seq + " twice");
                Acknowledged answered = missing.remove(key);
                if (answered == null) {
                    assertEquals(unsure.get(key), value, "a key that no client wrote: " + key);
                } else {
                    assertEquals(answered, new Acknowledged(seq, value), key);
                }
            }
        }
        assertEquals(Map.of(), missing, "acknowledged, and lost");
    }
}
