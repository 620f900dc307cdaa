package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * File, node and key names with escape and bidirectional characters: no command prints one of them raw. {@code
 * MessageStreamTest} covers messages, whose stream escapes everything.
 */
class HostileTextTest {
    private static final String HOSTILE = "h\033]0;pwn\007\u202e\033[31m";
    private static final String IN_JSON = "h\\u001b]0;pwn\\u0007\\u202e\\u001b[31m";

    @TempDir
    Path scratch;

    private final List<String> raw = new ArrayList<>();

    private int run(String... words) {
        RunResult result = InProcess.run(words);
        check(words, result.out());
        return result.status();
    }

    private void check(String[] words, String text) {
        int at = 0;
        while (at < text.length() && !isHostile(text.charAt(at))) {
            at++;
        }
        if (at < text.length()) {
            String piece = text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 10));
            raw.add(String.join(" ", words).replaceAll("[^ -~]", "?") + ": " + piece.replaceAll("[^ -~]", "?"));
        }
    }

    private static boolean isHostile(char c) {
        return c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == '\u202e';
    }

    private void script(String lines) {
        run("-c", lines);
    }

    @Test
    void hostileTextIsAlwaysEscaped() throws IOException {
        Path directory = Files.createDirectory(scratch.resolve(HOSTILE));
        Path sample = Files.writeString(
                directory.resolve(HOSTILE + ".ndjson"),
                Files.readString(Path.of("src/examples/sample.ndjson"))
                        .replace("\"addr\":\"localhost\"", "\"addr\":\"" + IN_JSON + "\"")
                        .replace("\"name\":\"1\"", "\"name\":\"" + IN_JSON + "\"")
                        .replace("__fd_table_id_list/1/region", "__fd_table_id_list/1/" + IN_JSON));
        String db = sample.toString();
        String raft = directory.resolve("raft").toString();
        String plan = directory.resolve("p.json").toString();
        String shelf = Files.createDirectory(directory.resolve("shelf")).toString();
        String node = "1=127.0.0.1:29101=" + directory.resolve("n1");
        String accept = "--accept=state-mismatch";
        assertEquals(0, run("import", accept, "--accept=line-order", "--raft-dir", raft, "--db", db));
        run("import", "--dry-run", accept, "--raft-dir", raft, "--db", db);
        for (String command : List.of("verify", "doctor", "explain-membership", "inspect")) {
            run(command, db);
            run(command, raft);
            run(command, raft, "-o", "json");
            run(command, directory.resolve("none" + HOSTILE).toString());
        }
        run("diff", db, raft);
        run("diff", db, "src/examples/sample.ndjson");
        run("backup", "--raft-dir", raft, "--cluster", "c", "--to", shelf);
        run("backups", shelf);
        run("backups", "check", shelf);
        run("backups", "prune", shelf, "--keep-daily", "1", "--dry-run");
        run("init-cluster", "plan", accept, "--db", db, "--node", node, "--out", plan);
        run("init-cluster", "show", plan);
        run("init-cluster", "apply", plan, "--dry-run");
        run("init-cluster", "bundle", plan, "--only", "1", "--dry-run");
        run("init-cluster", "apply", plan, "--ports-in-use", "--yes-i-mean", "1 node");
        run("init-cluster", "verify", plan);
        run("init-cluster", "check", plan, "--wait", "0s");
        run("init-cluster", "resume", plan, "--dry-run");
        run("rollback", "--raft-dir", raft, "--dry-run");
        run("rollback", "--raft-dir", raft);
        run(
                "export",
                "--raft-dir",
                directory.resolve("n1").toString(),
                "--db",
                directory.resolve(HOSTILE).toString());
        script("connect '" + db + "' as s; status; sessions; ls; ls -r; ls -l; find; du; count; tables; databases;"
                + " users; grep region; echo $PLACE");
        script("connect '" + db + "' as '" + HOSTILE + "'; sessions");
        run(HOSTILE);
        run("help", HOSTILE);
        run("verify", "--" + HOSTILE);
        run("metrics", "--admin", HOSTILE);
        run("status", "--grpc-api-address", HOSTILE + ":1");
        run("-c", "nonsense " + HOSTILE);
        assertEquals("", String.join("\n", raw));
    }
}
