package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * V0-b to V0-c: converts the Raft types of openraft 0.7 to those of 0.8 (legacy-versions §3.1) and adds the later
 * fields of nodes and commands (record-stream §7, §8). Records in the new form are unchanged.
 */
final class RaftTypesStep implements LiftStep {
    private static final JsonObject.Text ZERO = JsonObject.Text.of("0");
    private static final JsonObject.Text FALSE = JsonObject.Text.of("false");

    @Override
    public DataVersion from() {
        return DataVersion.V0_B;
    }

    @Override
    public DataVersion to() {
        return DataVersion.V0_C;
    }

    @Override
    public boolean apply(StoreLine line, Survey survey, LiftReport report) {
        switch (line.kind()) {
            case RAFT_STATE_KV -> line.value().ifPresent(value -> raftState(value, survey));
            case LOG_META -> line.value().ifPresent(value -> logId(value, "LogId", survey));
            case STATE_MACHINE_META -> line.value().ifPresent(value -> meta(value, survey));
            case LOGS -> line.value().ifPresent(value -> entry(value, survey, report));
            case NODES -> line.value().ifPresent(node -> node(node, report));
            case META_SRV_ADDRS -> {
                report.lost(line.kind().label(), 1);
                return false;
            }
            default -> {
                // Rows have no Raft types.
            }
        }
        return true;
    }

    private static void raftState(JsonObject value, Survey survey) {
        logId(value, "Committed", survey);
        JsonObject vote = value.object("HardState");
        if (vote == null || !vote.has("current_term")) {
            return;
        }
        survey.oldForm();
        Object node = ZERO;
        if (!vote.isEmpty("voted_for")) {
            node = vote.get("voted_for");
        }
        value.put("HardState", leader(vote.get("current_term"), node, "committed", FALSE));
    }

    private static JsonObject leader(@Nullable Object term, @Nullable Object node, String name, Object value) {
        return JsonObject.of("leader_id", JsonObject.of("term", term).put("node_id", node))
                .put(name, value);
    }

    private static void logId(JsonObject parent, String name, Survey survey) {
        JsonObject id = parent.object(name);
        if (id != null && id.has("term") && !id.has("leader_id")) {
            survey.oldForm();
            parent.put(name, leader(id.get("term"), ZERO, "index", id.required("index")));
        }
    }

    private static void meta(JsonObject value, Survey survey) {
        logId(value, "LogId", survey);
        JsonObject stored = value.object("Membership");
        if (stored != null) {
            logId(stored, "log_id", survey);
            membership(stored, "membership", survey);
        }
    }

    private static void membership(JsonObject parent, String name, Survey survey) {
        JsonObject membership = parent.object(name);
        if (membership == null || !membership.has("all_nodes")) {
            return;
        }
        survey.oldForm();
        Object all = membership.get("all_nodes");
        membership.remove("all_nodes");
        if (!membership.has("nodes")) {
            JsonObject nodes = new JsonObject();
            ids(all).forEach(id -> nodes.put(id, new JsonObject()));
            membership.put("nodes", nodes);
        }
    }

    private static List<String> ids(@Nullable Object list) {
        String text = String.valueOf(list);
        List<String> ids = new ArrayList<>();
        for (String id : text.replaceAll("[\\[\\]\\s]", "").split(",", -1)) {
            if (!id.isEmpty()) {
                ids.add(U64.text(StoreLine.unsigned(id, 0)));
            }
        }
        ids.sort((a, b) -> U64.compare(U64.parse(a), U64.parse(b)));
        return ids;
    }

    private static void entry(JsonObject entry, Survey survey, LiftReport report) {
        logId(entry, "log_id", survey);
        JsonObject payload = entry.object("payload");
        if (payload == null) {
            return;
        }
        membership(payload, "Membership", survey);
        JsonObject command = Optional.ofNullable(payload.object("Normal"))
                .map(normal -> normal.object("cmd"))
                .orElse(null);
        if (command == null || command.size() != 1) {
            return;
        }
        switch (command.name(0)) {
            case "AddNode" ->
                Optional.ofNullable(command.object("AddNode")).ifPresent(add -> {
                    add.addAfter("node", "overriding", FALSE);
                    Optional.ofNullable(add.object("node")).ifPresent(node -> node(node, report));
                });
            case "UpsertKV" -> Optional.ofNullable(command.object("UpsertKV")).ifPresent(RaftTypesStep::upsert);
            case "Transaction" ->
                Optional.ofNullable(command.object("Transaction")).ifPresent(RaftTypesStep::transaction);
            case "IncrSeq" -> {
                // No program ever read these numbers, and current ones do not know the command (record-stream §8).
                report.lost("IncrSeq command, now a blank entry", 1);
                entry.put("payload", JsonObject.Text.of("\"Blank\""));
            }
            default -> known(command.name(0));
        }
    }

    private static void known(String command) {
        if (Survey.CATALOG_COMMANDS.contains(command)) {
            throw new BadText(0, "the command " + command + " of v0.7.39 and earlier in a store of a later version");
        }
    }

    private static void upsert(JsonObject upsert) {
        JsonObject meta = upsert.object("value_meta");
        if (meta == null) {
            upsert.addAfter("value", "value_meta", JsonObject.Text.NULL);
        } else if (!meta.has("expire_at")) {
            meta.putFirst("expire_at", JsonObject.Text.NULL);
        }
    }

    private static void transaction(JsonObject transaction) {
        for (String branch : List.of("if_then", "else_then")) {
            if (transaction.get(branch) instanceof List<?> operations) {
                operations.forEach(RaftTypesStep::operation);
            }
        }
    }

    private static void operation(Object operation) {
        JsonObject request = null;
        if (operation instanceof JsonObject object) {
            request = object.object("request");
        }
        JsonObject put = null;
        if (request != null) {
            put = request.object("Put");
        }
        if (put != null) {
            put.addAfter("prev_value", "expire_at", JsonObject.Text.NULL);
        }
    }

    /** Drops the listen address of 2022, which other machines cannot use (record-stream §7). */
    private static void node(JsonObject node, LiftReport report) {
        if (node.remove("grpc_api_addr")) {
            report.superseded("grpc_api_addr of a node", 1);
        }
        node.addAfter("endpoint", "grpc_api_advertise_address", JsonObject.Text.NULL);
    }
}
