package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import java.util.HashSet;
import java.util.Set;

/** What a replay knows of a key that entries of the log can have written. Entries are counted from the first one of the log. */
final class TouchedKey {
    /** The time before the first entry. */
    static final int BEFORE_LOG = -1;

    private static final int NO_POSITION = -1;

    private final Bytes key;
    private boolean stored;
    private long storedSeq;
    private Long storedTimeMs;
    private Long storedExpiresMs;
    private int storedLength;
    private int storedHash;
    private final Set<Integer> absentAfter = new HashSet<>(2);
    private int lastTouch = BEFORE_LOG;
    private int firstTouch = BEFORE_LOG;
    private int lastRenewal = BEFORE_LOG;
    private int passes;
    private boolean complete;

    private int touchSeen = BEFORE_LOG;
    private int firstSeen = BEFORE_LOG;
    private Certainty certainty;
    private int touch;
    private boolean mayExpire;
    private boolean fromSnapshot;
    private int writer;
    private int position;
    private Long expiresMs;
    private int renewSeen = BEFORE_LOG;
    private boolean depends;
    private long openBranches;
    private int openPosition;

    private int supporter;
    private int supporters;
    private long supportingBranches;
    private int supportPosition;

    /** A key that the snapshot does not have. */
    TouchedKey(Bytes key) {
        this.key = key;
    }

    /** The snapshot has it. */
    void store(SeqV value) {
        stored = true;
        storedSeq = value.seq();
        if (value.meta() == null) {
            storedTimeMs = null;
        } else {
            storedTimeMs = value.meta().proposedAtMs();
        }
        if (value.meta() == null) {
            storedExpiresMs = null;
        } else {
            storedExpiresMs = value.meta().expireAtMs();
        }
        storedLength = value.data().length();
        storedHash = value.data().hashCode();
    }

    /** When the value in the snapshot expires, or null. */
    Long storedExpiresMs() {
        return storedExpiresMs;
    }

    /** The first entry that can have written it. */
    int firstTouch() {
        return firstTouch;
    }

    Bytes key() {
        return key;
    }

    /** Whether the snapshot has it. */
    boolean stored() {
        return stored;
    }

    long storedSeq() {
        return storedSeq;
    }

    Long storedTimeMs() {
        return storedTimeMs;
    }

    /** Whether the snapshot's value can be one that an entry of this time wrote; null bytes stand for any. */
    boolean storedAs(Long timeMs, Bytes dataOrNull) {
        // Servers before 260217 do not keep when a value was proposed.
        boolean sameTime = storedTimeMs == null || storedTimeMs.equals(timeMs);
        return stored
                && sameTime
                && (dataOrNull == null || dataOrNull.length() == storedLength && dataOrNull.hashCode() == storedHash);
    }

    /** The last entry that can have written it. */
    int lastTouch() {
        return lastTouch;
    }

    /** A pass begins. */
    void begin() {
        touchSeen = BEFORE_LOG;
        firstSeen = BEFORE_LOG;
        touch = BEFORE_LOG;
        certainty = Certainty.UNKNOWN;
        mayExpire = false;
        renewSeen = BEFORE_LOG;
        depends = false;
        fromSnapshot = false;
        writer = BEFORE_LOG;
        position = NO_POSITION;
        expiresMs = null;
        openBranches = 0;
        openPosition = NO_POSITION;
        supporter = BEFORE_LOG;
        supporters = 0;
        supportingBranches = 0;
        supportPosition = NO_POSITION;
        settle();
    }

    /** A pass over the whole log ends; returns whether it touched the key otherwise than the one before. */
    boolean end() {
        boolean news = lastTouch != touchSeen || firstTouch != firstSeen || lastRenewal != renewSeen || passes == 1;
        lastTouch = touchSeen;
        firstTouch = firstSeen;
        lastRenewal = renewSeen;
        complete = passes++ > 0;
        return news;
    }

    /** The entry can have written it: what is known after it is set with one of the methods that follow. */
    private void touched(int entry) {
        touch = entry;
        touchOnly(entry);
        fromSnapshot = false;
        writer = BEFORE_LOG;
        position = NO_POSITION;
        openBranches = 0;
        openPosition = NO_POSITION;
        depends = false;
    }

    /** Only counts as a touch. */
    void touchOnly(int entry) {
        if (firstSeen == BEFORE_LOG) {
            firstSeen = entry;
        }
        touchSeen = Math.max(touchSeen, entry);
    }

    /** Nothing is known after the entry. */
    void unknown(int entry, boolean expiring) {
        mayExpire |= expiring || expiresMs != null;
        expiresMs = null;
        touched(entry);
        certainty = Certainty.UNKNOWN;
    }

    /** The entry that touched it last ran; what it did depends on a value that is not known. */
    void dependsOnUnknown() {
        depends = true;
    }

    /** Whether what the last entry did to it depends on a value that is not known. */
    boolean depends() {
        return depends;
    }

    /** An entry can have given it other bytes, or deleted it. */
    void renew(int entry) {
        renewSeen = Math.max(renewSeen, entry);
    }

    /** Whether it had the bytes of the snapshot before an entry already: no later one can have changed or deleted it. */
    boolean keepsBytesFrom(int entry) {
        return stored && entry > lastRenewal && complete;
    }

    /** One of the branches of the entry that is open writes it, as the write of this number; -1 when that is open. */
    void openWrite(int branch, int place) {
        if (openBranches == 0) {
            openPosition = place;
        } else {
            openPosition = NO_POSITION;
        }
        openBranches |= bit(branch);
    }

    private static long bit(int branch) {
        if (branch < Long.SIZE - 1) {
            return 1L << branch;
        }
        return 0;
    }

    /** The branches that may have written it, as bits. */
    long openBranches() {
        return openBranches;
    }

    /** Which write it is if one of them did; -1 when that is open. */
    int openPosition() {
        return openPosition;
    }

    /** It is gone after the entry. */
    void absent(int entry) {
        touched(entry);
        gone();
    }

    /** The key is absent, by expiry or by evidence of a condition; no entry touched it. */
    void gone() {
        certainty = Certainty.ABSENT;
        fromSnapshot = false;
        mayExpire = false;
        expiresMs = null;
    }

    /** The entry wrote a value, as the write of this number; -1 when that is open. */
    void written(int entry, boolean numberKnown, int place, Long expiry) {
        touched(entry);
        if (numberKnown) {
            certainty = Certainty.KNOWN;
        } else {
            certainty = Certainty.NUMBER_OPEN;
        }
        mayExpire = false;
        writer = entry;
        position = place;
        expiresMs = expiry;
    }

    /** Takes the snapshot's word after the last touch, and that of conditions that held later. */
    void settle() {
        if (touch == lastTouch && stored && !certainty.settled()) {
            certainty = Certainty.KNOWN;
            fromSnapshot = true;
            expiresMs = null;
        } else if (certainty == Certainty.UNKNOWN
                && (touch == lastTouch && !stored && !mayExpire || absentAfter.contains(touch))) {
            certainty = Certainty.ABSENT_OR_EXPIRED;
        }
    }

    /** Records that a condition proved the key absent; returns whether that is new for the time since the last touch. */
    boolean foundAbsent() {
        boolean news = certainty == Certainty.UNKNOWN && !mayExpire && absentAfter.add(touch);
        gone();
        return news;
    }

    Certainty certainty() {
        return certainty;
    }

    /** The last entry so far that can have written it. */
    int touch() {
        return touch;
    }

    /** Whether its value is the one of the snapshot. */
    boolean fromSnapshot() {
        return fromSnapshot;
    }

    /** The entry that wrote its value, or {@link #BEFORE_LOG}. */
    int writer() {
        return writer;
    }

    /** Which write of its entry wrote its value, from 1; -1 when that is open. */
    int position() {
        return position;
    }

    /** When its value expires, or null. */
    Long expiresMs() {
        return expiresMs;
    }

    /** A branch of an entry writes what the snapshot has. */
    void support(int entry, int branch, int place) {
        boolean again = supporter == entry;
        if (!again) {
            supporters++;
        }
        if (again) {
            supportPosition = NO_POSITION;
        } else {
            supportPosition = place;
        }
        supporter = entry;
        supportingBranches |= bit(branch);
    }

    /** The only entry that writes what the snapshot has; {@link #BEFORE_LOG} when there is none, or more than one. */
    int onlySupporter() {
        if (supporters == 1) {
            return supporter;
        }
        return BEFORE_LOG;
    }

    /** The branches of that entry which do, as bits. */
    long supportingBranches() {
        return supportingBranches;
    }

    /** Which write of that entry it is; -1 when that is open. */
    int supportPosition() {
        return supportPosition;
    }
}
