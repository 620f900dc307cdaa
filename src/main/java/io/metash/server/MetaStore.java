package io.metash.server;

import io.metash.raftdir.wal.EntryBytes;
import io.metash.raftdir.wal.WalRecord;
import io.metash.raftdir.wal.WalSize;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.LeaderId;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.U64;
import io.metash.record.Vote;
import io.metash.state.ApplyResult;
import io.metash.state.OverlayStore;
import io.metash.state.ReadStore;
import io.metash.state.StateMachine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log and state of a single node. One thread writes: it takes the waiting proposals, applies them in order and
 * syncs them once; only then does it answer and notify watchers. An acknowledged write is durable.
 */
final class MetaStore implements Closeable {
    private static final int PROPOSALS_AT_ONCE = 512;

    /** A task for the writing thread. */
    private sealed interface Task {
        /** Ends the task when the thread cannot write. */
        void fail(Throwable why);
    }

    private record Proposal(Entry.Payload payload, LongPredicate memory, CompletableFuture<ApplyResult> applied)
            implements Task {
        @Override
        public void fail(Throwable why) {
            applied.completeExceptionally(why);
        }
    }

    /** Code that runs between proposals, whether they succeed or not. */
    private record Interlude(Runnable work) implements Task {
        @Override
        public void fail(Throwable why) {
            work.run();
        }
    }

    private final StoreRows rows;
    private final FactRows factRows = new FactRows();
    private final EntryBytes entryBytes = new EntryBytes();
    private final WalSize walSize = new WalSize();
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final LongSupplier clockMs;
    private final BooleanSupplier watched;
    private final BiConsumer<LogId, List<ApplyResult.Change>> changes;
    private final Thread thread = new Thread(this::work, "metash-service-writer");
    private final OverlayStore state;
    private StateMachine machine;
    private volatile ServiceFacts facts;
    private volatile @Nullable Throwable broken;
    private volatile boolean closing;
    private ServiceFacts pending;
    private long lastTimeMs;

    /**
     * Opens the store without writing to it.
     *
     * @param directory the directory of the rows
     * @param clockMs the clock for proposals, in milliseconds since the epoch
     * @param watched whether {@code changes} needs the previous values
     * @param changes receives the changes of each entry, in order, after the commit, on the writing thread
     */
    MetaStore(
            Path directory,
            LongSupplier clockMs,
            BooleanSupplier watched,
            BiConsumer<LogId, List<ApplyResult.Change>> changes)
            throws IOException {
        this.watched = watched;
        this.rows = StoreRows.open(directory);
        this.clockMs = clockMs;
        this.changes = changes;
        this.state = new OverlayStore(ReadStore.EMPTY, rows);
        ServiceFacts stored = FactRows.read(rows);
        if (stored == null) {
            this.facts = ServiceFacts.NONE;
        } else {
            this.facts = stored;
        }
        reload();
    }

    /** Rolls back to the last commit. */
    private void reload() {
        rows.rollback();
        pending = facts;
        machine = new StateMachine(state);
        machine.load(new MetaRecord.Sequences("generic-kv", facts.sequence()));
        machine.load(new MetaRecord.LastMembership(facts.membership()));
        if (facts.last() != null) {
            machine.load(new MetaRecord.LastApplied(facts.last()));
        }
        facts.nodes().forEach((id, node) -> machine.load(new MetaRecord.Nodes(id, node)));
        machine.loadFeatures(facts.features());
    }

    /** Whether the store is empty. */
    boolean isNew() {
        return facts.vote() == null && facts.last() == null;
    }

    /** Starts accepting proposals. */
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** The facts as of the last commit. */
    ServiceFacts facts() {
        return facts;
    }

    /** Returns why the store can no longer write, or null. */
    @Nullable
    Throwable broken() {
        return broken;
    }

    /**
     * Proposes a command; the future completes when the command is durable.
     *
     * @param memory reserves the bytes that applying it reads; when it refuses, the command is not logged
     */
    CompletableFuture<ApplyResult> propose(Cmd cmd, LongPredicate memory) {
        return propose(new Entry.Normal(null, cmd), memory);
    }

    /** Proposes an entry that reads no large values; a command gets its time when it is logged. */
    CompletableFuture<ApplyResult> proposePayload(Entry.Payload payload) {
        return propose(payload, bytes -> true);
    }

    private CompletableFuture<ApplyResult> propose(Entry.Payload payload, LongPredicate memory) {
        CompletableFuture<ApplyResult> applied = new CompletableFuture<>();
        add(new Proposal(payload, memory, applied), applied);
        return applied;
    }

    /** Runs code on the writing thread, after all earlier proposals and before all later ones. */
    <T> CompletableFuture<T> between(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable run = () -> {
            try {
                done.complete(work.call());
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        };
        add(new Interlude(run), done);
        return done;
    }

    private void add(Task task, CompletableFuture<?> result) {
        if (broken != null || closing) {
            result.completeExceptionally(new IOException("the service has stopped", broken));
            return;
        }
        tasks.add(task);
        if ((broken != null || closing) && tasks.remove(task)) {
            // The writing thread has stopped polling.
            result.completeExceptionally(new IOException("the service has stopped", broken));
        }
    }

    /** Returns a view of the last commit. The caller closes it. */
    StoreRows.View view() {
        return rows.view();
    }

    private void work() {
        List<Task> batch = new ArrayList<>();
        try {
            while (!closing) {
                batch.add(tasks.take());
                tasks.drainTo(batch, PROPOSALS_AT_ONCE);
                try {
                    run(batch);
                } catch (OutOfMemoryError exhausted) {
                    reload();
                    batch.forEach(task -> task.fail(exhausted));
                }
                batch.clear();
            }
        } catch (InterruptedException stop) {
            closing = true;
        } catch (IOException | RuntimeException | Error failed) {
            broken = failed;
        }
        tasks.drainTo(batch);
        IOException stopped = new IOException("the service has stopped", broken);
        batch.forEach(task -> task.fail(stopped));
    }

    private void run(List<Task> batch) throws IOException {
        List<Proposal> proposed = new ArrayList<>();
        List<ApplyResult> applied = new ArrayList<>();
        List<LogId> ids = new ArrayList<>();
        for (Task task : batch) {
            if (task instanceof Interlude interlude) {
                finish(proposed, applied, ids);
                interlude.work().run();
            } else if (task instanceof Proposal proposal) {
                Entry entry = entry(proposal.payload());
                boolean admitted = admitted(proposal);
                if (!admitted && !proposed.isEmpty()) {
                    // Sizes are exact once earlier writes are committed.
                    finish(proposed, applied, ids);
                    admitted = admitted(proposal);
                }
                if (!admitted) {
                    proposal.fail(new MemoryExhausted(reads(proposal)));
                    continue;
                }
                applied.add(apply(entry));
                proposed.add(proposal);
                ids.add(entry.logId());
            }
        }
        finish(proposed, applied, ids);
    }

    private Entry entry(Entry.Payload payload) {
        // A new cluster starts with its membership, logged before the first leader.
        boolean first = pending.last() == null && payload instanceof Entry.Members;
        long term = 0;
        if (!first) {
            term = facts.term();
        }
        LogId id = LogId.of(term, pending.nodeId(), pending.nextIndex());
        if (payload instanceof Entry.Normal normal && normal.timeMs() == null) {
            // A clock that goes back does not restore expired keys.
            lastTimeMs = Math.max(lastTimeMs, clockMs.getAsLong());
            return new Entry(id, new Entry.Normal(lastTimeMs, normal.cmd()));
        }
        return new Entry(id, payload);
    }

    /** Applies an entry on top of uncommitted changes. */
    private ApplyResult apply(Entry entry) throws IOException {
        log(entry);
        machine.keepRemovedValues(watched.getAsBoolean());
        return machine.apply(entry);
    }

    private long reads(Proposal task) throws IOException {
        return new ReadSizes(rows, watched.getAsBoolean()).of(task.payload());
    }

    private boolean admitted(Proposal task) throws IOException {
        return task.memory().test(reads(task));
    }

    private void log(Entry entry) throws IOException {
        byte[] record = entryBytes.of(entry);
        int bytes = record.length;
        rows.put(FactRows.logRow(entry.logId().index()), record);
        // The very first entry is committed together with the second one.
        long commit = 0;
        if (entry.logId().index() != 0) {
            commit = walSize.of(new WalRecord.Commit(entry.logId()));
        }
        pending = pending.withEntry(entry.logId(), bytes + commit, bytes);
    }

    private void finish(List<Proposal> proposed, List<ApplyResult> applied, List<LogId> ids) throws IOException {
        if (proposed.isEmpty()) {
            return;
        }
        try {
            commit();
        } catch (IOException | RuntimeException failed) {
            proposed.forEach(proposal -> proposal.fail(failed));
            throw failed;
        }
        for (int i = 0; i < proposed.size(); i++) {
            if (!applied.get(i).changes().isEmpty()) {
                changes.accept(ids.get(i), applied.get(i).changes());
            }
            proposed.get(i).applied().complete(applied.get(i));
        }
        proposed.clear();
        applied.clear();
        ids.clear();
    }

    private void commit() throws IOException {
        pending = pending.withState(
                machine.sequence(), machine.lastMembership(), new TreeMap<>(machine.nodes()), machine.features());
        factRows.write(pending, rows);
        rows.commit();
        facts = pending;
    }

    /** Sets the node's id and vote, before any proposal. */
    void lead(long nodeId, @Nullable Vote vote, long walBytes) throws IOException {
        pending = facts.withLeader(nodeId, vote, walBytes);
        commit();
    }

    /** Imports the content of another store, before any proposal. */
    Loader loader() {
        return new Loader();
    }

    /**
     * Purges the entries up to an index; called on the writing thread.
     *
     * @param sameLeader a log id whose leader is used when the entry is missing
     * @param index the last index to purge, u64
     */
    void purge(LogId sameLeader, long index) throws IOException {
        LogId upTo = new LogId(leaderOf(index, sameLeader.leaderId()), index);
        for (long i = facts.firstIndex(); U64.compare(i, index) <= 0; i++) {
            rows.remove(FactRows.logRow(i));
        }
        pending = facts.withPurged(upTo, facts.last(), walSize.of(new WalRecord.PurgeUpto(upTo)));
        commit();
    }

    /** Returns the leader of a log entry. */
    private LeaderId leaderOf(long index, LeaderId otherwise) throws IOException {
        byte[] row = rows.get(FactRows.logRow(index));
        if (row == null) {
            return otherwise;
        }
        return FactRows.entry(row).logId().leaderId();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        rows.close();
    }

    /** Fills a new store with the records of another one. */
    final class Loader {
        private static final int ROWS_AT_ONCE = 2000;
        private static final long BYTES_AT_ONCE = 8L << 20;
        private int uncommitted;
        private long uncommittedBytes;

        /** Adds a row of the state. */
        void row(MetaRecord record) throws IOException {
            if (record instanceof MetaRecord.Kv kv) {
                state.load(kv.key(), kv.value());
                uncommittedBytes += kv.value().data().length();
            } else if (record instanceof MetaRecord.Expire expire) {
                state.loadExpiry(expire.timeMs(), expire.seq(), expire.key());
            } else {
                machine.load(record);
            }
            flushIfLarge();
        }

        /** Adds a log entry, already in the state or to apply. */
        void entry(Entry entry, boolean toApply) throws IOException {
            long before = pending.cacheBytes();
            log(entry);
            uncommittedBytes += pending.cacheBytes() - before;
            if (toApply) {
                machine.apply(entry);
            }
            flushIfLarge();
        }

        /** Sets the start of the log and the entry purged before it. */
        void purged(@Nullable LogId upTo) {
            pending = pending.withPurged(upTo, upTo, 0);
        }

        private void flushIfLarge() throws IOException {
            if (++uncommitted >= ROWS_AT_ONCE || uncommittedBytes >= BYTES_AT_ONCE) {
                finish();
            }
        }

        /** Makes the received changes durable. */
        void finish() throws IOException {
            uncommitted = 0;
            uncommittedBytes = 0;
            commit();
        }

        /** Returns the last log id in the state, or null. */
        @Nullable
        LogId lastApplied() {
            return machine.lastApplied();
        }
    }
}
