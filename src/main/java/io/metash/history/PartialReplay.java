package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replays the log from its first entry on a partially known state. The first pass finds the keys; each further pass
 * uses the evidence of the previous ones.
 */
final class PartialReplay {
    private final TouchedKeys keys;
    private final Inference inference;
    private final Conditions conditions;
    private final Effects effects;
    private final Cancel cancel;
    private final Map<Integer, List<TouchedKey>> madeKeys = new HashMap<>();
    private final List<PrefixDeletion> foundDeletions = new ArrayList<>();
    private final List<PrefixDeletion> deletions = new ArrayList<>();
    private @Nullable Long firstTimeMs;
    private int entry;
    private @Nullable Long timeMs;

    /**
     * A deletion by prefix that ran or may have run.
     *
     * @param prefix the prefix
     * @param entry the entry's number in the log
     */
    record PrefixDeletion(Bytes prefix, int entry) {}

    PartialReplay(TouchedKeys keys, Inference inference, Cancel cancel) {
        this.keys = keys;
        this.inference = inference;
        this.conditions = new Conditions(keys, inference);
        this.effects = new Effects(keys, inference, conditions);
        this.cancel = cancel;
    }

    /** Returns the time of an entry: 0 for a command without a time, null for other entries. */
    static @Nullable Long time(Entry read) {
        if (!(read.payload() instanceof Entry.Normal normal)) {
            return null;
        }
        if (normal.timeMs() == null) {
            return (Long) 0L;
        }
        return normal.timeMs();
    }

    /** Finds the keys that an entry can touch, and bounds on the sequence numbers that it takes. */
    void find(int index, Entry read) throws IOException {
        cancel.check();
        Long time = time(read);
        if (firstTimeMs == null) {
            firstTimeMs = time;
        }
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        Program program = Program.of(read);
        for (Program.Branch branch : program.branches()) {
            BranchShape shape = BranchShape.of(branch);
            fewest = Math.min(fewest, shape.fewest());
            most = Math.max(most, shape.most());
            for (Bytes key : shape.leaves().keySet()) {
                keys.addUnread(key).touchOnly(index);
            }
            for (Action.PutNext put : shape.putNexts()) {
                keys.addBelow(put.prefix(), time, made(index));
            }
            for (Bytes prefix : shape.prefixes()) {
                foundDeletions.add(new PrefixDeletion(prefix, index));
            }
            if (branch.condition() instanceof KvOp.And and && and.predicates().isEmpty()) {
                break;
            }
        }
        made(index).forEach(key -> key.touchOnly(index));
        inference.range(index, program.branches().isEmpty() ? 0 : fewest, most);
    }

    private List<TouchedKey> made(int index) {
        return madeKeys.computeIfAbsent(index, none -> new ArrayList<>());
    }

    /** Ends the first pass and returns the deletions by prefix. */
    List<PrefixDeletion> found() throws IOException {
        keys.readStored();
        madeKeys.values().removeIf(List::isEmpty);
        for (PrefixDeletion deletion : foundDeletions) {
            keys.below(deletion.prefix()).forEach(key -> key.touchOnly(deletion.entry()));
        }
        keys.all().forEach(TouchedKey::end);
        inference.carry();
        return List.copyOf(foundDeletions);
    }

    /** Starts a pass. */
    void begin() throws IOException {
        keys.begin();
        deletions.clear();
    }

    /** Ends a pass and returns whether it found new evidence. */
    boolean end() {
        for (TouchedKey key : keys.all()) {
            support(key);
            if (key.end()) {
                inference.learned();
            }
        }
        return inference.carry();
    }

    /** Returns the deletions by prefix of this pass. */
    List<PrefixDeletion> deletions() {
        return List.copyOf(deletions);
    }

    /** Decides a value that exactly one entry can have written. */
    private void support(TouchedKey key) {
        int by = key.onlySupporter();
        Long storedMs = key.storedTimeMs();
        if (by < 0 || storedMs == null || !writtenInLog(key, storedMs)) {
            return;
        }
        inference.allow(by, key.supportingBranches());
        if (key.supportPosition() > 0) {
            inference.before(by, key.storedSeq() - key.supportPosition());
        }
    }

    private boolean writtenInLog(TouchedKey key, long storedMs) {
        boolean later = firstTimeMs != null && U64.compare(storedMs, firstTimeMs) > 0;
        return later || key.storedSeq() > inference.high(0);
    }

    /** Applies the next entry and reports its effects to {@code sink}. */
    void apply(int index, Entry read, LogStep.@Nullable Sink sink) throws IOException {
        cancel.check();
        entry = index;
        timeMs = time(read);
        conditions.at(index);
        effects.begin(index, timeMs, madeKeys.getOrDefault(index, List.of()), sink != null);
        String executed = run(Program.of(read).branches());
        effects.end();
        if (sink != null) {
            sink.step(new LogStep(read, executed, effects.changes()));
        }
    }

    private String run(List<Program.Branch> branches) throws IOException {
        List<Integer> possible = new ArrayList<>();
        boolean open = false;
        for (int i = 0; i < branches.size(); i++) {
            Truth holds = conditions.holds(branches.get(i).condition());
            open |= holds == Truth.OPEN;
            if (holds != Truth.FALSE && inference.possible(entry, i)) {
                possible.add(i);
            }
            if (holds == Truth.TRUE) {
                break;
            }
        }
        if (branches.isEmpty() || possible.isEmpty()) {
            return "";
        }
        List<BranchShape> shapes = new ArrayList<>();
        for (int branch : possible) {
            shapes.add(BranchShape.of(branches.get(branch)));
            support(branch, shapes.get(shapes.size() - 1));
        }
        if (possible.size() > 1) {
            for (int i = 0; i < shapes.size(); i++) {
                if (!fits(shapes.get(i))) {
                    inference.exclude(entry, possible.get(i));
                }
            }
            shapes.forEach(this::deletes);
            effects.open(possible, shapes);
            return LogStep.OPEN;
        }
        int executed = possible.get(0);
        if (open) {
            for (int i = 0; i < executed; i++) {
                conditions.learn(branches.get(i).condition(), false);
            }
            conditions.learn(branches.get(executed).condition(), true);
        }
        return done(branches.get(executed), shapes.get(0));
    }

    private String done(Program.Branch branch, BranchShape shape) throws IOException {
        deletes(shape);
        for (Action action : branch.actions()) {
            action.visit(effects);
        }
        return branch.name();
    }

    private void deletes(BranchShape shape) {
        shape.prefixes().forEach(prefix -> deletions.add(new PrefixDeletion(prefix, entry)));
    }

    /** Counts a branch as a possible writer of each matching value in the snapshot. */
    private void support(int branch, BranchShape shape) {
        for (BranchShape.Write write : shape.writes()) {
            TouchedKey key = keys.find(write.key());
            if (key != null && key.storedAs(timeMs, write.content())) {
                key.support(entry, branch, write.position());
            }
        }
        if (!shape.putNexts().isEmpty()) {
            for (TouchedKey key : madeKeys.getOrDefault(entry, List.of())) {
                key.support(entry, branch, -1);
            }
        }
    }

    /** Whether a branch can have run: the keys that no later entry touches end up as in the snapshot. */
    private boolean fits(BranchShape shape) {
        if (!inference.fits(entry, shape.fewest(), shape.most())) {
            return false;
        }
        for (Map.Entry<Bytes, BranchShape.Leaves> left : shape.leaves().entrySet()) {
            TouchedKey key = keys.find(left.getKey());
            if (key != null && key.lastTouch() == entry && !fits(key, left.getValue(), shape)) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(TouchedKey key, BranchShape.Leaves left, BranchShape shape) {
        return switch (left) {
            case VALUE -> key.storedAs(timeMs, shape.leftData(key.key()));
            case EXPIRING -> !key.stored() || key.storedAs(timeMs, shape.leftData(key.key()));
            case NOTHING -> !key.stored();
            case OPEN -> true;
        };
    }
}
