package io.metash.raftdir.wal;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dump lines for values written by an entry, below the line of the entry (raft-dir-v004 §2.6). */
final class DumpValues {
    /** The prefixes of keys with protobuf values; for all other keys only the size is printed. */
    private static final Set<String> PROTOBUF = Set.of(
            "__fd_database_by_id/",
            "__fd_db_id_list/",
            "__fd_table_by_id/",
            "__fd_table_id_to_name/",
            "__fd_table_id_list/",
            "__fd_table_copied_files/",
            "__fd_materialized_view_definition/",
            "__fd_materialized_view_by_source/",
            "__fd_catalog_by_id/",
            "__fd_index_by_id/",
            "__fd_marked_deleted_table_index/",
            "__fd_marked_deleted_index/",
            "__fd_table_lvt/",
            "__fd_table_lock/",
            "__fd_vacuum_watermark_ts/",
            "__fd_sequence/",
            "__fd_dictionary_by_id/",
            "__fd_tag_by_id/",
            "__fd_object_tag_ref/",
            "__fd_tag_object_ref/",
            "__fd_users/",
            "__fd_roles/",
            "__fd_stages/",
            "__fd_stage_files/",
            "__fd_token/",
            "__fd_network_policies/",
            "__fd_password_policies/",
            "__fd_quotas/",
            "__fd_object_owners/",
            "__fd_udfs/",
            "__fd_file_formats/",
            "__fd_connection/",
            "__fd_procedure_by_id/",
            "__fd_procedure_id_to_name/",
            "__fd_tasks/",
            "__fd_task_messages/",
            "__fd_session/",
            "__fd_datamask_by_id/",
            "__fd_datamask_id_list/",
            "__fd_mask_policy_apply_table_id/",
            "__fd_row_access_policy_by_id/",
            "__fd_row_access_policy_apply_table_id/");

    private final Optional<DecodedText> decoded;
    private final boolean raw;

    /**
     * Creates the lines about values.
     *
     * @param decoded the decoder; empty to omit the description of values
     * @param raw whether to print their bytes
     */
    DumpValues(Optional<DecodedText> decoded, boolean raw) {
        this.decoded = decoded;
        this.raw = raw;
    }

    private interface Line {
        List<String> add(
                List<String> lines,
                @Nullable String where,
                @Nullable String verb,
                Bytes key,
                Bytes value,
                @Nullable Long expireAt,
                @Nullable Long ttlMs);
    }

    List<String> of(WalRecord record) {
        List<String> lines = new ArrayList<>();
        record.match(
                vote -> lines,
                append -> add(append.entry().payload(), lines),
                commit -> lines,
                truncate -> lines,
                purge -> lines,
                state -> lines);
        return lines;
    }

    private List<String> add(Entry.Payload payload, List<String> lines) {
        return payload.match(blank -> lines, members -> lines, normal -> {
            decoded.ifPresent(text -> values(
                    normal.cmd(),
                    lines,
                    (to, where, verb, key, value, expireAt, ttlMs) ->
                            described(what(text, key, value), to, where, verb, key, expireAt, ttlMs)));
            if (raw) {
                return values(normal.cmd(), lines, DumpValues::raw);
            }
            return lines;
        });
    }

    private static List<String> values(Cmd cmd, List<String> lines, Line line) {
        return cmd.match(
                add -> lines,
                remove -> lines,
                feature -> lines,
                upsert -> upsert.value()
                        .match(
                                update -> line.add(lines, null, null, upsert.key(), update.value(), null, null),
                                delete -> lines,
                                asIs -> lines),
                txn -> {
                    for (int i = 0; i < txn.operations().size(); i++) {
                        ops(
                                "txn.operations[" + i + "].ops",
                                txn.operations().get(i).operations(),
                                lines,
                                line);
                    }
                    ops("txn.if_then", txn.ifThen(), lines, line);
                    ops("txn.else_then", txn.elseThen(), lines, line);
                    return lines;
                },
                txn -> {
                    for (int i = 0; i < txn.branches().size(); i++) {
                        kvOps(
                                "txn.branches[" + i + "].ops",
                                txn.branches().get(i).operations(),
                                lines,
                                line);
                    }
                    return lines;
                });
    }

    private static void ops(String where, List<TxnOp> ops, List<String> lines, Line line) {
        for (int i = 0; i < ops.size(); i++) {
            String at = where + "[" + i + "]";
            TxnOp.Request request = ops.get(i).request();
            if (request != null) {
                request.match(
                        get -> lines,
                        put -> line.add(lines, at, "put", put.key(), put.value(), put.expireAt(), put.ttlMs()),
                        delete -> lines,
                        deleteMany -> lines,
                        increase -> lines,
                        put -> line.add(
                                lines,
                                at,
                                "put_sequential",
                                put.prefix(),
                                put.value(),
                                put.expiresAtMs(),
                                put.ttlMs()));
            }
        }
    }

    private static void kvOps(String where, List<KvOp> ops, List<String> lines, Line line) {
        for (int i = 0; i < ops.size(); i++) {
            String at = where + "[" + i + "]";
            ops.get(i)
                    .match(
                            get -> lines,
                            put -> content(line, lines, at, "put", put.target().key(), put.payload()),
                            delete -> lines,
                            deleteMany -> lines,
                            increase -> lines,
                            put -> content(line, lines, at, "put_sequential", put.prefix(), put.payload()));
        }
    }

    private static List<String> content(
            Line line, List<String> lines, String where, String verb, Bytes key, KvOp.Content content) {
        return line.add(lines, where, verb, key, content.value(), content.expireAtMs(), content.ttlMs());
    }

    /**
     * Returns the decoded value; for a key unknown to metactl, the text that metactl prints, unless all keys are
     * decoded.
     */
    private static String what(DecodedText text, Bytes key, Bytes value) {
        String name = key.text();
        int slash = name.indexOf('/');
        boolean known = slash > 0 && PROTOBUF.contains(name.substring(0, slash + 1));
        if (known || text.everyKey()) {
            return text.of(key, value);
        }
        return "unknown-prefix(" + value.length() + " bytes)";
    }

    private static List<String> described(
            String what,
            List<String> lines,
            @Nullable String where,
            @Nullable String verb,
            Bytes key,
            @Nullable Long expireAt,
            @Nullable Long ttlMs) {
        String text = key.text();
        if (where == null) {
            lines.add("    value(" + text + "): " + what);
            return lines;
        }
        List<String> meta = new ArrayList<>();
        if (expireAt != null) {
            meta.add("expire_at=" + U64.text(expireAt));
        }
        if (ttlMs != null) {
            meta.add("ttl_ms=" + U64.text(ttlMs));
        }
        String suffix = "";
        if (!meta.isEmpty()) {
            suffix = " (" + String.join(", ", meta) + ")";
        }
        lines.add("    " + where + "." + verb + " " + text + suffix + ":");
        lines.add("      " + what);
        return lines;
    }

    private static List<String> raw(
            List<String> lines,
            @Nullable String where,
            @Nullable String verb,
            Bytes key,
            Bytes value,
            @Nullable Long expireAt,
            @Nullable Long ttlMs) {
        if (where == null) {
            lines.add("    raw(" + key.text() + "): " + numbers(value));
            return lines;
        }
        lines.add("    " + where + "." + verb + " " + key.text() + " raw:");
        lines.add("      " + numbers(value));
        return lines;
    }

    private static String numbers(Bytes value) {
        StringBuilder out = new StringBuilder(value.length() * 4 + 2).append('[');
        for (int i = 0; i < value.length(); i++) {
            out.append(i == 0 ? "" : ", ").append(value.array()[i] & 0xFF);
        }
        return out.append(']').toString();
    }
}
