package io.metash.raftdir.wal;

import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.Vote;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the dump writes a record of the log (raft-dir-v004 §2.6). */
final class DumpText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String NONE = "None";

    private DumpText() {}

    static String of(WalRecord record, RecordLabels labels) {
        if (record instanceof WalRecord.SaveVote vote) {
            return "SaveVote(" + vote(vote.vote()) + ")";
        }
        if (record instanceof WalRecord.Append append) {
            Entry entry = append.entry();
            return "Append(log_id: " + entry.logId() + ", payload: " + payload(entry.payload()) + ")";
        }
        if (record instanceof WalRecord.Commit commit) {
            return "Commit(" + commit.id() + ")";
        }
        if (record instanceof WalRecord.TruncateAfter truncate) {
            return "TruncateAfter(" + logId(truncate.id()) + ")";
        }
        if (record instanceof WalRecord.PurgeUpto purge) {
            return "PurgeUpto(" + purge.id() + ")";
        }
        LogState state = ((WalRecord.State) record).state();
        return labels.state() + "(RaftLogState(vote: " + (state.vote() == null ? NONE : vote(state.vote())) + ", last: "
                + logId(state.last()) + ", committed: " + logId(state.committed()) + ", purged: "
                + logId(state.purged()) + ", user_data: " + userData(state.userData()) + "))";
    }

    private static String logId(LogId id) {
        return id == null ? NONE : id.toString();
    }

    private static String userData(LogStoreMeta meta) {
        return meta == null ? NONE : "LogStoreMeta{ node_id: " + some(meta.nodeId()) + " }";
    }

    private static String some(Long number) {
        return number == null ? NONE : "Some(" + u64(number) + ")";
    }

    private static String u64(long number) {
        return Long.toUnsignedString(number);
    }

    private static String vote(Vote vote) {
        return "<" + vote.leaderId() + ":" + (vote.committed() ? "Q" : "-") + ">";
    }

    private static String payload(Entry.Payload payload) {
        if (payload instanceof Entry.Members members) {
            return "membership:" + membership(members.membership());
        }
        if (payload instanceof Entry.Normal normal) {
            String time = normal.timeMs() == null ? "" : "time: " + time(normal.timeMs()) + " ";
            return "normal:" + (time.isEmpty() ? " " : time) + "cmd: " + cmd(normal.cmd());
        }
        return "blank";
    }

    private static String time(long ms) {
        return ms >= 0 && ms < 253_402_300_800_000L ? TIME.format(Instant.ofEpochMilli(ms)) : u64(ms) + "ms";
    }

    private static String membership(Membership membership) {
        String voters = membership.configs().stream()
                .map(ids -> ids.stream().map(id -> u64(id) + ":EmptyNode").collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining(",", "[", "]"));
        String learners = membership.learners().stream()
                .map(id -> u64(id) + ":EmptyNode")
                .collect(Collectors.joining(",", "[", "]"));
        return "{voters:" + voters + ", learners:" + learners + "}";
    }

    private static String cmd(Cmd cmd) {
        if (cmd instanceof Cmd.AddNode add) {
            String how = Boolean.TRUE.equals(add.overriding()) ? "override" : "no-override";
            return "add_node(" + how + "):" + u64(add.nodeId()) + "=" + add.node();
        }
        if (cmd instanceof Cmd.RemoveNode remove) {
            return "remove_node:" + u64(remove.nodeId());
        }
        if (cmd instanceof Cmd.SetFeature feature) {
            return "set_feature:" + feature.feature() + " to " + feature.enable();
        }
        if (cmd instanceof Cmd.UpsertKv upsert) {
            return "upsert_kv:" + upsert.key() + "(" + seq(upsert.seq()) + ") = " + operation(upsert.value()) + " ("
                    + meta(upsert.valueMeta()) + ")";
        }
        if (cmd instanceof Cmd.Transaction txn) {
            String own = txn.operations().isEmpty()
                    ? ""
                    : "operations:" + join(txn.operations(), DumpText::conditional) + " ";
            return "txn:TxnRequest{" + own + "if:" + join(txn.condition(), DumpText::condition) + " then:"
                    + join(txn.ifThen(), DumpText::op) + " else:" + join(txn.elseThen(), DumpText::op) + "}";
        }
        Cmd.KvTransaction txn = (Cmd.KvTransaction) cmd;
        return "kv_txn:" + join(txn.branches(), DumpText::branch);
    }

    private static <T> String join(List<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(",", "[", "]"));
    }

    private static String seq(Cmd.MatchSeq seq) {
        return seq instanceof Cmd.Exact exact
                ? "Exact(" + u64(exact.seq()) + ")"
                : seq instanceof Cmd.AtLeast least ? "GE(" + u64(least.seq()) + ")" : "Any";
    }

    private static String operation(Cmd.Operation operation) {
        return operation instanceof Cmd.Update
                ? "Update(\"[binary]\")"
                : operation instanceof Cmd.Delete ? "Delete" : "AsIs";
    }

    private static String meta(Cmd.MetaSpec meta) {
        return meta == null
                ? NONE
                : "expire_at: " + some(meta.expireAt())
                        + (meta.ttl() == null
                                ? ""
                                : " ttl: " + duration(meta.ttl().millis()));
    }

    private static String conditional(TxnOp.Conditional branch) {
        return "{if:" + (branch.predicate() == null ? "true" : expression(branch.predicate())) + " then:"
                + join(branch.operations(), DumpText::op) + "}";
    }

    private static String expression(TxnCondition.Expression expression) {
        String by = expression.operator() == 1 ? " OR " : " AND ";
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

    private static String target(TxnCondition.Target target) {
        if (target instanceof TxnCondition.Seq seq) {
            return "seq(" + u64(seq.seq()) + ")";
        }
        if (target instanceof TxnCondition.KeysWithPrefix keys) {
            return "keys_with_prefix(" + u64(keys.count()) + ")";
        }
        return target == null ? "none" : "value([binary])";
    }

    private static String op(TxnOp op) {
        TxnOp.Request request = op.request();
        if (request instanceof TxnOp.Put put) {
            return "Put(Put key=" + put.key() + expiry(put.expireAt(), put.ttlMs()) + matching(put.matchSeq()) + ")";
        }
        if (request instanceof TxnOp.Get get) {
            return "Get(Get key=" + get.key() + ")";
        }
        if (request instanceof TxnOp.Delete delete) {
            return "Delete(Delete key=" + delete.key() + matching(delete.matchSeq()) + ")";
        }
        if (request instanceof TxnOp.DeleteByPrefix delete) {
            return "DeleteByPrefix(TxnDeleteByPrefixRequest prefix=" + delete.prefix() + ")";
        }
        if (request instanceof TxnOp.FetchIncrease inc) {
            return "FetchIncreaseU64(FetchIncreaseU64 key=" + inc.key() + " delta=" + inc.delta()
                    + (inc.matchSeq() == null ? "" : " match_seq=" + u64(inc.matchSeq())) + ")";
        }
        if (request instanceof TxnOp.PutSequential put) {
            return "PutSequential(PutSequential prefix=" + put.prefix() + " seq_key=" + put.sequenceKey()
                    + expiry(put.expiresAtMs(), put.ttlMs()) + ")";
        }
        return NONE;
    }

    private static String matching(OptionalU64 matchSeq) {
        return matchSeq == null || matchSeq.value() == null ? "" : " match_seq=" + u64(matchSeq.value());
    }

    private static String expiry(Long expireAt, Long ttlMs) {
        if (expireAt == null && ttlMs == null) {
            return "";
        }
        return " " + (expireAt == null ? "" : "expire_at: " + u64(expireAt)) + " "
                + (ttlMs == null ? "" : "ttl: " + duration(ttlMs));
    }

    /** A span of milliseconds as Rust prints it: {@code 60s}, {@code 1.5s}, {@code 500ms}. */
    private static String duration(long ms) {
        if (ms >= 0 && ms < 1000) {
            return ms + "ms";
        }
        String fraction = String.format(Locale.ROOT, "%03d", Long.remainderUnsigned(ms, 1000))
                .replaceAll("0+$", "");
        return u64(Long.divideUnsigned(ms, 1000)) + (fraction.isEmpty() ? "" : "." + fraction) + "s";
    }

    private static String branch(KvOp.Branch branch) {
        return "{if:" + predicate(branch.predicate()) + " then:" + join(branch.operations(), DumpText::op) + "}";
    }

    private static String predicate(KvOp.Predicate predicate) {
        if (predicate instanceof KvOp.Leaf leaf) {
            return leaf.key() + " " + leaf.op().text() + " " + target(leaf.target());
        }
        boolean or = predicate instanceof KvOp.Or;
        List<KvOp.Predicate> all =
                predicate instanceof KvOp.Or some ? some.predicates() : ((KvOp.And) predicate).predicates();
        return all.stream().map(DumpText::predicate).collect(Collectors.joining(or ? " OR " : " AND ", "(", ")"));
    }

    private static String op(KvOp op) {
        if (op instanceof KvOp.Put put) {
            return "Put(" + lookup(put.target())
                    + expiry(put.payload().expireAtMs(), put.payload().ttlMs()) + ")";
        }
        if (op instanceof KvOp.Get get) {
            return "Get(key=" + get.key() + ")";
        }
        if (op instanceof KvOp.Delete delete) {
            return "Delete(" + lookup(delete.target()) + ")";
        }
        if (op instanceof KvOp.DeleteByPrefix delete) {
            return "DeleteByPrefix(prefix=" + delete.prefix() + ")";
        }
        if (op instanceof KvOp.FetchIncrease inc) {
            return "FetchIncreaseU64(" + lookup(inc.target()) + " delta=" + inc.delta() + " floor=" + u64(inc.floor())
                    + ")";
        }
        KvOp.PutSequential put = (KvOp.PutSequential) op;
        return "PutSequential(prefix=" + put.prefix() + " seq_key=" + put.sequenceKey()
                + expiry(put.payload().expireAtMs(), put.payload().ttlMs()) + ")";
    }

    private static String lookup(KvOp.Lookup lookup) {
        return "key=" + lookup.key() + (lookup.matchSeq() == null ? "" : " match_seq=" + u64(lookup.matchSeq()));
    }
}
