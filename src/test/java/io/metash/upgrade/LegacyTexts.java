package io.metash.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;

/**
 * Generates exports of earlier data versions from the tables of record-stream: any order that version had, any fields.
 */
final class LegacyTexts {
    private static final String[] KEYS = {
        "__fd_users/t/'a'", "k", "k\\u0001", "\\\"q\\\\", "ä/€", "", "__fd_id_gen/table_id", "x y"
    };

    private final DataVersion version;
    private final Random random;
    private final boolean newForm;
    private final List<String> lines = new ArrayList<>();
    private long seq;

    private LegacyTexts(DataVersion version, long seed) {
        this.version = version;
        this.random = new Random(seed);
        this.newForm = version.compareTo(DataVersion.V0_C) >= 0 || version == DataVersion.V0_B && seed % 3 == 0;
    }

    static String generate(DataVersion version, long seed) {
        return new LegacyTexts(version, seed).text();
    }

    private String text() {
        List<String> state = stateMachine();
        List<String> log = log();
        List<String> raft = raftState();
        boolean treesByName = version.compareTo(DataVersion.V0_C) <= 0 && random.nextBoolean();
        if (version.compareTo(DataVersion.V0_H) >= 0) {
            lines.add("[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"" + version.header()
                    + "\",\"upgrading\":null}}}]");
        }
        lines.addAll(treesByName ? log : raft);
        lines.addAll(treesByName ? raft : log);
        lines.addAll(state);
        return String.join("\n", lines) + "\n";
    }

    private String logId(long term, long index) {
        return newForm
                ? "{\"leader_id\":{\"term\":" + term + ",\"node_id\":"
                        + (version == DataVersion.V0_B ? 0 : random.nextInt(3)) + "},\"index\":" + index + "}"
                : "{\"term\":" + term + ",\"index\":" + index + "}";
    }

    private String membership() {
        return newForm
                ? "{\"configs\":[[1,2]],\"nodes\":{\"1\":{},\"2\":{}}}"
                : "{\"configs\":[[1,2]],\"all_nodes\":[1,2]}";
    }

    private List<String> raftState() {
        List<String> raft = new ArrayList<>();
        raft.add(raft("Id", "{\"NodeId\":" + (random.nextBoolean() ? "1" : "18446744073709551615") + "}"));
        String vote = newForm
                ? "{\"leader_id\":{\"term\":9,\"node_id\":1},\"committed\":false}"
                : "{\"current_term\":9,\"voted_for\":" + (random.nextBoolean() ? "null" : "1") + "}";
        raft.add(raft("HardState", "{\"HardState\":" + vote + "}"));
        if (version.compareTo(DataVersion.V002) < 0 && random.nextInt(3) == 0) {
            raft.add(raft("StateMachineId", "{\"StateMachineId\":[0,0]}"));
        }
        if (version.compareTo(DataVersion.V002) >= 0 && random.nextBoolean()) {
            raft.add(raft("Committed", "{\"Committed\":" + (random.nextBoolean() ? "null" : logId(1, 1)) + "}"));
        }
        return raft;
    }

    private static String raft(String key, String value) {
        return "[\"raft_state\",{\"RaftStateKV\":{\"key\":\"" + key + "\",\"value\":" + value + "}}]";
    }

    private List<String> log() {
        List<String> log = new ArrayList<>();
        int first = random.nextInt(3);
        int count = random.nextInt(12);
        for (int i = first; i < first + count; i++) {
            log.add("[\"raft_log\",{\"Logs\":{\"key\":" + i + ",\"value\":{\"log_id\":" + logId(1, i) + ",\"payload\":"
                    + payload() + "}}}]");
        }
        if (first > 0 || random.nextInt(4) == 0) {
            log.add("[\"raft_log\",{\"LogMeta\":{\"key\":\"LastPurged\",\"value\":{\"LogId\":"
                    + logId(1, Math.max(0, first - 1 + random.nextInt(2))) + "}}}]");
        }
        return log;
    }

    private String payload() {
        return switch (random.nextInt(4)) {
            case 0 -> "\"Blank\"";
            case 1 -> "{\"Membership\":" + membership() + "}";
            default ->
                "{\"Normal\":{" + (random.nextBoolean() ? "\"txid\":null," : "")
                        + (random.nextBoolean() ? "\"time_ms\":1667290820099," : "") + "\"cmd\":" + command() + "}}";
        };
    }

    private String command() {
        if (version == DataVersion.V0_A && random.nextInt(3) == 0) {
            return pick(
                    "{\"CreateDatabase\":{\"tenant\":\"t\",\"name\":\"d\",\"meta\":{\"engine\":\"\"}}}",
                    "{\"DropTable\":{\"if_exists\":true,\"name_ident\":{\"tenant\":\"t\",\"db_name\":\"d\",\"table_name\":\"x\"}}}",
                    "{\"UpsertTableOptions\":{\"table_id\":1,\"seq\":{\"Exact\":2},\"options\":{\"a\":null}}}");
        }
        return switch (random.nextInt(version.compareTo(DataVersion.V0_B) <= 0 ? 6 : 5)) {
            case 0 ->
                "{\"AddNode\":{\"node_id\":1,\"node\":" + node() + (random.nextBoolean() ? ",\"overriding\":true" : "")
                        + "}}";
            case 1 -> "{\"RemoveNode\":{\"node_id\":2}}";
            case 2 ->
                "{\"UpsertKV\":{\"key\":\"" + key() + "\",\"seq\":" + pick("\"Any\"", "{\"Exact\":0}", "{\"GE\":1}")
                        + ",\"value\":" + pick("\"Delete\"", "\"AsIs\"", "{\"Update\":" + bytes() + "}")
                        + pick(
                                "",
                                ",\"value_meta\":null",
                                ",\"value_meta\":{\"expire_at\":null}",
                                ",\"value_meta\":{\"expire_at\":1667290884}")
                        + "}}";
            case 3, 4 ->
                "{\"Transaction\":{\"condition\":[{\"key\":\"" + key() + "\",\"expected\":" + random.nextInt(6)
                        + ",\"target\":" + pick("{\"Seq\":0}", "{\"Value\":" + bytes() + "}", "null")
                        + "}],\"if_then\":["
                        + operation() + "],\"else_then\":[" + (random.nextBoolean() ? operation() : "") + "]}}";
            default -> "{\"IncrSeq\":{\"key\":\"s\"}}";
        };
    }

    private String operation() {
        return "{\"request\":"
                + switch (random.nextInt(4)) {
                    case 0 -> "{\"Get\":{\"key\":\"" + key() + "\"}}";
                    case 1 ->
                        "{\"Put\":{\"key\":\"" + key() + "\",\"value\":" + bytes() + ",\"prev_value\":true"
                                + pick("", ",\"expire_at\":null", ",\"expire_at\":7") + "}}";
                    case 2 ->
                        "{\"Delete\":{\"key\":\"" + key() + "\",\"prev_value\":false" + pick("", ",\"match_seq\":null")
                                + "}}";
                    default -> "{\"DeleteByPrefix\":{\"prefix\":\"" + key() + "\"}}";
                } + "}";
    }

    private String node() {
        return "{\"name\":\"" + pick("", "1") + "\",\"endpoint\":{\"addr\":\"localhost\",\"port\":28103}"
                + pick(
                        "",
                        ",\"grpc_api_addr\":\"0.0.0.0:9191\"",
                        ",\"grpc_api_advertise_address\":\"h:9191\"",
                        ",\"grpc_api_advertise_address\":null")
                + "}";
    }

    private String key() {
        return KEYS[random.nextInt(KEYS.length)];
    }

    private String bytes() {
        List<String> bytes = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            bytes.add(Integer.toString(random.nextInt(256)));
        }
        return "[" + String.join(",", bytes) + "]";
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private List<String> stateMachine() {
        // A store of V0-a without a state machine contains nothing to upgrade.
        if (version != DataVersion.V0_A && random.nextInt(8) == 0) {
            return List.of();
        }
        boolean one = version.compareTo(DataVersion.V002) < 0;
        List<String> all = new ArrayList<>(state(one && random.nextBoolean() ? random.nextInt(4) : 0));
        if (one && random.nextInt(3) == 0) {
            all.addAll(state(5 + random.nextInt(3)));
        }
        return all;
    }

    /** A state machine in the order of sled keys, or of a V002 server's snapshot. */
    private List<String> state(int number) {
        List<String> meta = new ArrayList<>();
        meta.add(meta("LastApplied", "{\"LogId\":" + logId(1, 11) + "}"));
        if (version.compareTo(DataVersion.V002) < 0) {
            meta.add(meta("Initialized", "{\"Bool\":true}"));
        }
        meta.add(meta(
                "LastMembership",
                "{\"Membership\":{\"log_id\":" + pick("null", logId(1, 0)) + ",\"membership\":" + membership() + "}}"));
        List<String> nodes = new ArrayList<>();
        for (int i = 1; i <= random.nextInt(4); i++) {
            nodes.add("{\"Nodes\":{\"key\":" + i + ",\"value\":" + node() + "}}");
        }
        TreeMap<String, String> keys = new TreeMap<>();
        List<String> expires = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String name = String.format(Locale.ROOT, "key/%03d", random.nextInt(1000));
            seq++;
            boolean expiring = version != DataVersion.V0_A && random.nextInt(3) == 0;
            keys.put(
                    name,
                    "{\"GenericKV\":{\"key\":\"" + name + "\",\"value\":{\"seq\":" + seq + ",\"meta\":"
                            + (expiring ? "{\"expire_at\":1667291025}" : pick("null", "{\"expire_at\":null}"))
                            + ",\"data\":" + bytes()
                            + "}}}");
            if (expiring) {
                expires.add("{\"Expire\":{\"key\":{\"time_ms\":1667291025000,\"seq\":" + seq + "},\"value\":{"
                        + pick("", "\"seq\":1,") + "\"key\":\"" + name + "\"}}}");
            }
        }
        List<String> sequences =
                List.of("{\"Sequences\":{\"key\":\"generic-kv\",\"value\":" + (seq + random.nextInt(3)) + "}}");
        List<String> rows = new ArrayList<>(keys.values());
        List<String> all = new ArrayList<>();
        if (version == DataVersion.V002 && random.nextBoolean()) {
            all.add("{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V002\",\"upgrading\":null}}}");
            List.of(meta, sequences, nodes, rows, expires).forEach(all::addAll);
        } else {
            List.of(nodes, meta, expires, rows, sequences, catalog()).forEach(all::addAll);
        }
        return all.stream()
                .map(record -> "[\"state_machine/" + number + "\"," + record + "]")
                .toList();
    }

    /** The records of databases and tables of V0-a. */
    private List<String> catalog() {
        if (version != DataVersion.V0_A || random.nextBoolean()) {
            return List.of();
        }
        return List.of(
                "{\"Sequences\":{\"key\":\"table_id\",\"value\":7}}",
                "{\"Databases\":{\"key\":1,\"value\":{\"seq\":1,\"meta\":null,\"data\":{\"engine\":\"\",\"options\":{}}}}}",
                "{\"DatabaseLookup\":{\"key\":{\"tenant\":\"t\",\"delimiter\":\"/\",\"database_name\":\"d\"},"
                        + "\"value\":{\"seq\":2,\"meta\":null,\"data\":1}}}");
    }

    private static String meta(String key, String value) {
        return "{\"StateMachineMeta\":{\"key\":\"" + key + "\",\"value\":" + value + "}}";
    }
}
