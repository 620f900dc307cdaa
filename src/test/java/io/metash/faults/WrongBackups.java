package io.metash.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Backups that are wrong in one way, derived from the sample of the examples. */
final class WrongBackups {
    private static final String TERM_1 = "{\"leader_id\":{\"term\":1,\"node_id\":0}";
    private static final String LAST_ENTRY = TERM_1 + ",\"index\":83}";

    private static final String ADDS_2 = "\"AddNode\":{\"node_id\":2";

    private final List<String> lines;

    private WrongBackups(List<String> lines) {
        this.lines = lines;
    }

    static List<String> sample() throws IOException {
        return Files.readAllLines(Path.of("src/examples/sample.ndjson"));
    }

    /** The sample with the defect of this name. */
    static List<String> of(String name) throws IOException {
        WrongBackups wrong = new WrongBackups(new ArrayList<>(sample()));
        wrong.corrupt(name);
        return wrong.lines;
    }

    private int at(String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private void edit(String line, String from, String to) {
        int at = at(line);
        String edited = lines.get(at).replace(from, to);
        if (edited.equals(lines.get(at))) {
            throw new IllegalArgumentException(line + " has no " + from);
        }
        lines.set(at, edited);
    }

    private void again(String line, UnaryOperator<String> change) {
        int at = at(line);
        lines.add(at + 1, change.apply(lines.get(at)));
    }

    private void keep(int count) {
        lines.subList(count, lines.size()).clear();
    }

    private void dropFirstEntries() {
        int from = at("\"LogEntry\"");
        lines.subList(from, from + 10).clear();
    }

    private void corrupt(String name) {
        switch (name) {
            case "gap-after-null-purge" -> {
                lines.set(at("\"Purged\""), "[\"raft_log\",{\"Purged\":null}]");
                dropFirstEntries();
            }
            case "header-only" -> keep(1);
            case "cut-after-node-id" -> keep(2);
            case "cut-after-vote" -> keep(3);
            case "two-node-ids" -> again("\"NodeId\"", l -> l.replace("1", "5"));
            case "two-votes" -> again("\"Vote\"", l -> l.replace("\"term\":1", "\"term\":7"));
            case "two-committed" -> again("\"Committed\"", l -> l.replace("null", LAST_ENTRY));
            case "two-purged" -> again("\"Purged\"", l -> l.replace("\"index\":1", "\"index\":0"));
            case "two-sequences" -> again("\"Sequences\"", l -> l.replace("159", "199"));
            case "two-last-applied" -> again("\"LastApplied\"", l -> l.replace("83", "79"));
            case "two-memberships" -> again("\"LastMembership\"", l -> l.replace("[1,2,3]", "[1,2]"));
            case "two-headers" -> again("\"DataHeader\"", l -> l);
            case "two-nodes" -> again("{\"Nodes\"", l -> l.replace("28103", "9"));
            case "two-entries" -> again("\"index\":40}", l -> l);
            case "two-keys" -> again("{\"GenericKV\"", l -> l);
            case "two-expiries" -> again("{\"Expire\"", l -> l);
            case "applied-term" -> edit("\"LastApplied\"", "\"term\":1", "\"term\":9");
            case "applied-node" -> edit("\"LastApplied\"", "\"node_id\":0", "\"node_id\":3");
            case "applied-term-below" -> edit("\"LastApplied\"", "\"term\":1", "\"term\":0");
            case "committed-term" -> edit("\"Committed\"", "null", LAST_ENTRY.replace("\"term\":1", "\"term\":9"));
            case "committed-below" -> edit("\"Committed\"", "null", LAST_ENTRY.replace("\"term\":1", "\"term\":0"));
            case "committed-missing" -> edit("\"Committed\"", "null", LAST_ENTRY.replace("83", "90"));
            case "purged-term" -> edit("\"Purged\"", "\"term\":1", "\"term\":2");
            case "purged-ahead" -> edit("\"Purged\"", "\"index\":1", "\"index\":5");
            case "vote-below-log" -> edit("\"Vote\"", "\"term\":1", "\"term\":0");
            case "no-vote-given" ->
                edit("\"Vote\"", "{\"leader_id\":{\"term\":1,\"node_id\":1},\"committed\":false}", "null");
            case "last-entry-above-vote" -> edit("\"index\":83},\"payload\"", "\"term\":1", "\"term\":9");
            case "node-changes-in-term" -> edit("\"index\":43},\"payload\"", "\"node_id\":0", "\"node_id\":7");
            case "entries-swapped" -> lines.add(at("\"index\":40}"), lines.remove(at("\"index\":41}")));
            case "membership-not-in-log" -> edit("\"LastMembership\"", "\"index\":8", "\"index\":29");
            case "membership-older" -> edit("\"LastMembership\"", "\"index\":8", "\"index\":7");
            case "membership-above-applied" -> edit("\"LastMembership\"", "\"index\":8", "\"index\":88");
            case "membership-other-voters" -> edit("\"LastMembership\"", "[1,2,3]", "[1,2]");
            case "membership-empty" -> edit("\"LastMembership\"", "[[1,2,3]]", "[]");
            case "membership-empty-set" -> edit("\"LastMembership\"", "[[1,2,3]]", "[[1,2,3],[]]");
            case "membership-unknown-voter" -> edit("\"LastMembership\"", "[1,2,3]", "[1,2,3,4]");
            case "entry-without-voters" -> edit("\"index\":5},\"payload\"", "[[1,2]]", "[]");
            case "no-membership" -> lines.remove(at("\"LastMembership\""));
            case "no-last-applied" -> lines.remove(at("\"LastApplied\""));
            case "no-sequences" -> lines.remove(at("\"Sequences\""));
            case "no-node-of-member" -> lines.remove(at("{\"Nodes\""));
            case "no-purged" -> {
                lines.remove(at("\"Purged\""));
                dropFirstEntries();
            }
            case "no-expiry-row" -> lines.remove(at("{\"Expire\""));
            case "sequences-below" -> edit("\"Sequences\"", "159", "158");
            case "sequences-of-another" -> edit("\"Sequences\"", "generic-kv", "other");
            case "sequence-zero" ->
                edit("{\"GenericKV\":{\"key\":\"__fd_database/test_tenant/default\"", "\"seq\":2", "\"seq\":0");
            case "sequence-twice" ->
                edit("{\"GenericKV\":{\"key\":\"__fd_database_by_id/1\"", "\"seq\":140", "\"seq\":2");
            case "node-of-another-port" -> {
                edit(ADDS_2, "\"overriding\":false", "\"overriding\":true");
                edit("{\"Nodes\":{\"key\":2", "28203", "28204");
            }
            case "node-of-other-client" -> {
                edit(ADDS_2, "\"overriding\":false", "\"overriding\":true");
                edit("{\"Nodes\":{\"key\":2", "0.0.0.0:28202", "10.9.9.9:28202");
            }
            case "entry-adds-another" -> {
                edit(ADDS_2, "\"overriding\":false", "\"overriding\":true");
                edit(ADDS_2, "28203", "4444");
            }
            case "node-is-removed" -> {
                int at = at(ADDS_2);
                lines.set(at, lines.get(at).replaceFirst("\\{\"AddNode\".*", "{\"RemoveNode\":{\"node_id\":2}}}}}}]"));
            }
            case "line-moved" -> lines.add(40, lines.remove(at("\"Sequences\"")));
            case "key-of-the-catalog-lost" -> lines.remove(at("{\"GenericKV\":{\"key\":\"__fd_table_by_id/"));
            case "empty-store" -> {
                keep(5);
                lines.set(4, "[\"raft_log\",{\"Purged\":null}]");
            }
            case "last-line-cut" ->
                lines.set(lines.size() - 1, lines.get(lines.size() - 1).substring(0, 60));
            case "nothing" -> lines.clear();
            default -> throw new IllegalArgumentException(name);
        }
    }
}
