package io.metash.command.service;

import io.metash.client.ClusterInfo;
import io.metash.command.option.ServiceHandle;
import io.metash.record.Failure;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Polls a service in a thread of its own, so that a hanging service does not block the user. */
final class Sampler {
    /** The interval between reads of the keys layout, which comes from a snapshot and rarely changes. */
    private static final long LAYOUT_EVERY_NS = 10_000_000_000L;

    private final ServiceHandle service;
    private final long everyMs;
    private final Thread thread = new Thread(this::run, "top");
    private volatile boolean ended;
    private volatile @Nullable TopSample now;
    private volatile @Nullable TopSample before;
    private volatile @Nullable String error;
    private Map<String, Long> keys = Map.of();
    private String keysOf = "";
    private long keysNs;

    Sampler(ServiceHandle service, long everyMs) {
        this.service = service;
        this.everyMs = everyMs;
    }

    /** Takes one sample and returns it; fails if the service does not answer. */
    TopSample ask() {
        ClusterInfo info = service.info();
        long ms = System.currentTimeMillis();
        String snapshot = String.valueOf(info.snapshotLastLogId());
        if (info.snapshotLastLogId() != null
                && !snapshot.equals(keysOf)
                && (keysOf.isEmpty() || System.nanoTime() - keysNs > LAYOUT_EVERY_NS)) {
            keys = layout();
            keysOf = snapshot;
            keysNs = System.nanoTime();
        }
        TopSample sample = new TopSample(ms, info, keys);
        before = now;
        now = sample;
        error = null;
        return sample;
    }

    /** The key counts of one level of directories; keys without a slash are not counted. */
    private Map<String, Long> layout() {
        Map<String, Long> directories = new TreeMap<>();
        service.client().keysLayout(1, directories::put);
        long total = 0;
        if (!directories.isEmpty()) {
            total = directories.getOrDefault("", 0L);
        }
        directories.remove("");
        long inDirectories =
                directories.values().stream().mapToLong(Long::longValue).sum();
        if (total > inDirectories) {
            directories.put("(no slash)", total - inDirectories);
        }
        return directories;
    }

    /** Starts the sampling thread, which runs until close. */
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!ended) {
            try {
                ask();
                Thread.sleep(everyMs);
            } catch (InterruptedException e) {
                return;
            } catch (Failure failure) {
                error = failure.summary();
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(everyMs);
        } catch (InterruptedException e) {
            ended = true;
        }
    }

    void end() {
        ended = true;
        thread.interrupt();
    }

    /** The latest sample; null before the first one. */
    @Nullable
    TopSample now() {
        return now;
    }

    /** The previous sample, or null. */
    @Nullable
    TopSample before() {
        return before;
    }

    /** The reason that the last request failed, or null. */
    @Nullable
    String error() {
        return error;
    }
}
