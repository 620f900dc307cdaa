package io.metash.checklist;

import io.metash.command.CommandRun;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.session.SessionKind;
import io.metash.testing.KeySession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A session with many kinds of keys, and the listing commands, for tests of output. */
final class OutputSamples {
    private OutputSamples() {}

    /**
     * Every listing: its command, a line with output, its columns in order; {@code ?} marks columns that may be empty.
     */
    private static final String LISTINGS =
            """
            config     | config show --origin   | name:text value:text origin:text
            du         | du                     | bytes:number percent:number keys:number key:text
            find       | find                   | seq:number bytes:number expire_at_ms:number? key:text
            get        | get -o json a/plain    | -
            grep       | grep plain             | key:text found_in:text text:text
            ls         | ls                     | keys:number bytes:number key:text
            scan       | scan                   | key:text seq:number proposed_at_ms:number? expire_at_ms:number? bytes:number encoding:text value:decoded?
            sessions   | sessions               | current:flag name:text kind:text mode:text at:text place:text
            status     | status                 | -
            tree       | tree                   | depth:number keys:number bytes:number key:text
            """;

    static final Display UTF8 = new Display(ColorMode.NEVER, true, true, false);

    record Column(String name, String type, boolean nullable) {}

    record Listing(String command, String line, List<Column> columns) {}

    static List<Listing> listings() {
        List<Listing> all = new ArrayList<>();
        for (String line : LISTINGS.lines().toList()) {
            String[] parts = line.split("\\|");
            List<Column> columns = new ArrayList<>();
            for (String column : parts[2].strip().split(" ")) {
                String[] pair = column.split(":");
                if (pair.length == 2) {
                    boolean nullable = pair[1].endsWith("?");
                    columns.add(new Column(pair[0], pair[1].replace("?", ""), nullable));
                }
            }
            all.add(new Listing(parts[0].strip(), parts[1].strip(), columns));
        }
        return all;
    }

    /** Plain and quoted keys, wide characters, control characters, a secret, an expiry time. */
    private static KeySession sample() {
        TreeMap<Bytes, SeqV> keys = new TreeMap<>();
        put(keys, "a/plain", null, "text");
        put(keys, "a/quoted \"x\", y", null, "a,b\n\"c\"");
        put(keys, "a/\u65e5\u672c\u8a9e\ud83d\udc4d", 1_800_000_000_000L, "e\u0301");
        put(keys, "b/\u001b[2J\u202e", null, "\u001b]0;owned\u0007");
        put(keys, "__fd_users/x", null, "secret");
        return new KeySession("prod", SessionKind.DIRECTORY, keys);
    }

    private static void put(Map<Bytes, SeqV> keys, String key, Long expires, String value) {
        KvMeta meta = expires == null ? null : new KvMeta(expires, null);
        keys.put(Bytes.utf8(key), new SeqV(keys.size() + 1, meta, Bytes.utf8(value)));
    }

    /** Commands on the sample session. */
    static CommandRun run(boolean terminal, int columns, Display display) {
        CommandRun run = new CommandRun(terminal, columns, display);
        run.open(sample());
        return run;
    }

    static CommandRun piped() {
        return run(false, 80, UTF8);
    }
}
