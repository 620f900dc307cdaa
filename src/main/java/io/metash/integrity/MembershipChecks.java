package io.metash.integrity;

import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.StoredMembership;
import io.metash.record.U64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that a state machine's membership is valid for a cluster and matches the log. */
final class MembershipChecks {
    private MembershipChecks() {}

    static boolean hasVoters(Membership membership) {
        return !membership.configs().isEmpty() && membership.configs().stream().noneMatch(List::isEmpty);
    }

    /** Returns the first failed check; {@code line} is that of LastMembership. */
    static Optional<Finding> of(
            @Nullable StoredMembership stored, @Nullable LogId lastApplied, LogTrace log, long line) {
        if (stored == null) {
            return Optional.empty();
        }
        Membership membership = stored.membership();
        if (!hasVoters(membership)) {
            boolean untouched = stored.logId() == null && lastApplied == null;
            if (untouched) {
                return Optional.empty();
            }
            return Optional.of(Finding.missingAt(
                    StoreCheck.NO_VOTERS,
                    "LastMembership has no voters",
                    line,
                    "a cluster without voters elects no leader"));
        }
        if (membership.configs().stream()
                .flatMap(List::stream)
                .anyMatch(id -> !membership.nodes().containsKey(id))) {
            return Optional.of(Finding.wrong(
                    StoreCheck.NO_VOTERS,
                    "LastMembership has voters that are not among its nodes: " + membership.words(),
                    line,
                    "every voter is a node of the membership"));
        }
        return againstLog(stored, lastApplied, log, line);
    }

    private static Optional<Finding> againstLog(
            StoredMembership stored, @Nullable LogId lastApplied, LogTrace log, long line) {
        LogId by = stored.logId();
        // A new cluster keeps LastApplied and sets its own membership at that log id (raft-dir-v004 §5.5).
        if (lastApplied == null || lastApplied.equals(by)) {
            return Optional.empty();
        }
        if (by != null && U64.compare(by.index(), lastApplied.index()) > 0) {
            return Optional.of(mismatch("LastMembership is from " + by + ", above LastApplied " + lastApplied, line));
        }
        Optional<LogTrace.Members> set = log.membershipUpTo(lastApplied.index());
        if (set.isPresent() && !set.get().logId().equals(by)) {
            return Optional.of(mismatch(
                    "LastMembership is from " + (by == null ? "no entry" : by) + ", but the log sets one at "
                            + set.get().logId(),
                    line));
        }
        if (set.isPresent() && !same(set.get().membership(), stored.membership())) {
            return Optional.of(mismatch(
                    "LastMembership has " + stored.membership().words() + ", but log entry " + by + " sets "
                            + set.get().membership().words(),
                    line));
        }
        if (set.isEmpty() && by != null && log.knowsMembershipAt(by.index())) {
            return Optional.of(mismatch("LastMembership is from " + by + ", but that log entry sets none", line));
        }
        return Optional.empty();
    }

    private static boolean same(Membership a, Membership b) {
        return a.configs().equals(b.configs())
                && a.nodes().keySet().equals(b.nodes().keySet());
    }

    private static Finding mismatch(String what, long line) {
        return Finding.wrong(
                StoreCheck.MEMBERSHIP_MISMATCH,
                what,
                line,
                "the membership of a state machine is the last one that its log set; lines of another store were mixed"
                        + " in");
    }
}
