package io.metash.raftdir.wal;

import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import io.metash.record.Vote;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of a log record in a dump (raft-dir-v004 §2.6). */
final class DumpText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String NONE = "None";

    private DumpText() {}

    static String of(WalRecord record, RecordLabels labels) {
        return record.match(
                vote -> "SaveVote(" + vote(vote.vote()) + ")",
                append -> "Append(log_id: " + append.entry().logId() + ", payload: "
                        + payload(append.entry().payload()) + ")",
                commit -> "Commit(" + commit.id() + ")",
                truncate -> "TruncateAfter(" + logId(truncate.id()) + ")",
                purge -> "PurgeUpto(" + purge.id() + ")",
                state -> labels.state() + "(" + state(state.state()) + ")");
    }

    private static String state(LogState state) {
        return "RaftLogState(vote: " + (state.vote() == null ? NONE : vote(state.vote())) + ", last: "
                + logId(state.last()) + ", committed: " + logId(state.committed()) + ", purged: "
                + logId(state.purged()) + ", user_data: " + userData(state.userData()) + ")";
    }

    private static String logId(@Nullable LogId id) {
        if (id == null) {
            return NONE;
        }
        return id.toString();
    }

    private static String userData(@Nullable LogStoreMeta meta) {
        if (meta == null) {
            return NONE;
        }
        return "LogStoreMeta{ node_id: " + some(meta.nodeId()) + " }";
    }

    private static String some(@Nullable Long number) {
        if (number == null) {
            return NONE;
        }
        return "Some(" + U64.text(number) + ")";
    }

    private static String vote(Vote vote) {
        return "<" + vote.leaderId() + ":" + (vote.committed() ? "Q" : "-") + ">";
    }

    private static String payload(Entry.Payload payload) {
        return payload.match(
                blank -> "blank",
                members -> "membership:" + membership(members.membership()),
                normal -> "normal:" + (normal.timeMs() == null ? " " : "time: " + time(normal.timeMs()) + " ") + "cmd: "
                        + cmd(normal.cmd()));
    }

    private static String time(long ms) {
        if (ms >= 0 && ms < 253_402_300_800_000L) {
            return TIME.format(Instant.ofEpochMilli(ms));
        }
        return U64.text(ms) + "ms";
    }

    private static String membership(Membership membership) {
        String voters = membership.configs().stream()
                .map(ids ->
                        ids.stream().map(id -> U64.text(id) + ":EmptyNode").collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining(",", "[", "]"));
        String learners = membership.learners().stream()
                .map(id -> U64.text(id) + ":EmptyNode")
                .collect(Collectors.joining(",", "[", "]"));
        return "{voters:" + voters + ", learners:" + learners + "}";
    }

    private static String cmd(Cmd cmd) {
        return cmd.match(
                add -> "add_node(" + (Boolean.TRUE.equals(add.overriding()) ? "override" : "no-override") + "):"
                        + U64.text(add.nodeId()) + "=" + add.node(),
                remove -> "remove_node:" + U64.text(remove.nodeId()),
                feature -> "set_feature:" + feature.feature() + " to " + feature.enable(),
                upsert -> "upsert_kv:" + upsert.key() + "(" + seq(upsert.seq()) + ") = " + operation(upsert.value())
                        + " (" + meta(upsert.valueMeta()) + ")",
                DumpText::transaction,
                txn -> "kv_txn:" + join(txn.branches(), DumpText::branch));
    }

    private static String transaction(Cmd.Transaction txn) {
        String own = "";
        if (!txn.operations().isEmpty()) {
            own = "operations:" + join(txn.operations(), DumpText::conditional) + " ";
        }
        return "txn:TxnRequest{" + own + "if:" + join(txn.condition(), DumpText::condition) + " then:"
                + join(txn.ifThen(), DumpText::op) + " else:" + join(txn.elseThen(), DumpText::op) + "}";
    }

    private static <T> String join(List<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(",", "[", "]"));
    }

    private static String seq(Cmd.MatchSeq seq) {
        return seq.match(
                any -> "Any",
                exact -> "Exact(" + U64.text(exact.seq()) + ")",
                least -> "GE(" + U64.text(least.seq()) + ")");
    }

    private static String operation(Cmd.Operation operation) {
        return operation.match(update -> "Update(\"[binary]\")", delete -> "Delete", asIs -> "AsIs");
    }

    private static String meta(Cmd.@Nullable MetaSpec meta) {
        if (meta == null) {
            return NONE;
        }
        return "expire_at: " + some(meta.expireAt())
                + (meta.ttl() == null ? "" : " ttl: " + duration(meta.ttl().millis()));
    }

    private static String conditional(TxnOp.Conditional branch) {
        return "{if:" + (branch.predicate() == null ? "true" : expression(branch.predicate())) + " then:"
                + join(branch.operations(), DumpText::op) + "}";
    }

    private static String expression(TxnCondition.Expression expression) {
        String by = " AND ";
        if (expression.operator() == 1) {
            by = " OR ";
        }
        String subs = expression.subExpressions().stream()
                .map(sub -> "(" + expression(sub) + ")")
                .collect(Collectors.joining(by));
        String leaves =
                expression.conditions().stream().map(DumpText::condition).collect(Collectors.joining(by));
        return subs + (subs.isEmpty() || leaves.isEmpty() ? "" : by) + leaves;
    }

    private static String condition(TxnCondition condition) {
        String by =
                switch ((int) condition.expected()) {
                    case 1 -> ">";
                    case 2 -> ">=";
                    case 3 -> "<";
                    case 4 -> "<=";
                    case 5 -> "!=";
                    default -> "==";
                };
        return condition.key() + " " + by + " " + target(condition.target());
    }

    private static String target(TxnCondition.@Nullable Target target) {
        if (target == null) {
            return "none";
        }
        return target.match(
                value -> "value([binary])",
                seq -> "seq(" + U64.text(seq.seq()) + ")",
                keys -> "keys_with_prefix(" + U64.text(keys.count()) + ")");
    }

    private static String op(TxnOp op) {
        if (op.request() == null) {
            return NONE;
        }
        return op.request()
                .match(
                        get -> "Get(Get key=" + get.key() + ")",
                        put -> "Put(Put key=" + put.key() + expiry(put.expireAt(), put.ttlMs())
                                + matching(put.matchSeq()) + ")",
                        delete -> "Delete(Delete key=" + delete.key() + matching(delete.matchSeq()) + ")",
                        delete -> "DeleteByPrefix(TxnDeleteByPrefixRequest prefix=" + delete.prefix() + ")",
                        inc -> "FetchIncreaseU64(FetchIncreaseU64 key=" + inc.key() + " delta=" + inc.delta()
                                + matching(inc.matchSeq()) + ")",
                        put -> "PutSequential(PutSequential prefix=" + put.prefix() + " seq_key=" + put.sequenceKey()
                                + expiry(put.expiresAtMs(), put.ttlMs()) + ")");
    }

    private static String matching(OptionalU64 matchSeq) {
        return matching(matchSeq == null ? null : matchSeq.value());
    }

    private static String matching(@Nullable Long matchSeq) {
        if (matchSeq == null) {
            return "";
        }
        return " match_seq=" + U64.text(matchSeq);
    }

    private static String expiry(@Nullable Long expireAt, @Nullable Long ttlMs) {
        if (expireAt == null && ttlMs == null) {
            return "";
        }
        String at = "";
        if (expireAt != null) {
            at = "expire_at: " + U64.text(expireAt);
        }
        String ttl = "";
        if (ttlMs != null) {
            ttl = "ttl: " + duration(ttlMs);
        }
        return " " + at + " " + ttl;
    }

    /** Milliseconds in Rust's duration format: {@code 60s}, {@code 1.5s}, {@code 500ms}. */
    private static String duration(long ms) {
        if (ms >= 0 && ms < 1000) {
            return ms + "ms";
        }
        String fraction = String.format(Locale.ROOT, "%03d", Long.remainderUnsigned(ms, 1000))
                .replaceAll("0+$", "");
        return U64.text(Long.divideUnsigned(ms, 1000)) + (fraction.isEmpty() ? "" : "." + fraction) + "s";
    }

    private static String branch(KvOp.Branch branch) {
        return "{if:" + predicate(branch.predicate()) + " then:" + join(branch.operations(), DumpText::op) + "}";
    }

    private static String predicate(KvOp.Predicate predicate) {
        return predicate.match(
                and -> join(and.predicates(), " AND "),
                or -> join(or.predicates(), " OR "),
                leaf -> leaf.key() + " " + leaf.op().text() + " " + target(leaf.target()));
    }

    private static String join(List<KvOp.Predicate> all, String by) {
        return all.stream().map(DumpText::predicate).collect(Collectors.joining(by, "(", ")"));
    }

    private static String op(KvOp op) {
        return op.match(
                get -> "Get(key=" + get.key() + ")",
                put -> "Put(" + lookup(put.target()) + expiry(put.payload()) + ")",
                delete -> "Delete(" + lookup(delete.target()) + ")",
                delete -> "DeleteByPrefix(prefix=" + delete.prefix() + ")",
                inc -> "FetchIncreaseU64(" + lookup(inc.target()) + " delta=" + inc.delta() + " floor="
                        + U64.text(inc.floor()) + ")",
                put -> "PutSequential(prefix=" + put.prefix() + " seq_key=" + put.sequenceKey() + expiry(put.payload())
                        + ")");
    }

    private static String expiry(KvOp.Content content) {
        return expiry(content.expireAtMs(), content.ttlMs());
    }

    private static String lookup(KvOp.Lookup lookup) {
        return "key=" + lookup.key() + matching(lookup.matchSeq());
    }
}
