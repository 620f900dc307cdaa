package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.raftdir.sled.SledStores;
import io.metash.testing.Processes;
import io.metash.testing.Program;
import io.metash.testing.RunResult;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A current Databend boots on the sled stores of Databend 2024 releases, and lists the same databases and tables. The
 * releases use different tenants, so the keys are renamed in between.
 */
@Tag("real")
class RealSledTest {
    private static final String OWN = "NOT IN ('system', 'information_schema')";
    private static final String TENANT = "python_binding";

    @TempDir
    Path scratch;

    private String run(List<String> command) throws IOException, InterruptedException {
        RunResult result = Processes.run(command);
        boolean absent = result.status() == 3 && command.get(0).endsWith("real-databend");
        assumeTrue(!absent, "no Python >= 3.12 is installed");
        assertEquals(0, result.status(), result.out() + result.err());
        return result.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.307", "1.2.453"})
    void aCurrentDatabendListsTheSame(String release) throws IOException, InterruptedException {
        Path old = SledStores.unzip(TestData.file("real/sled-" + release + ".zip"), scratch.resolve("old"));
        Path text = scratch.resolve("lifted.ndjson");
        run(Program.command("export", "--no-manifest", "--raft-dir", old.toString(), "--db", text.toString()));
        String lines = Files.readString(text);
        Matcher tenant =
                Pattern.compile("__fd_network_policies/([0-9a-f%-]+?)/np").matcher(lines);
        assertTrue(tenant.find());
        String plain = tenant.group(1).replace("%2d", "-");
        String escaped = plain.replace("-", "%2d");
        Files.writeString(text, lines.replace(plain, TENANT).replace(escaped, TENANT));

        Path raft = scratch.resolve("raft");
        run(Program.command(
                "import",
                "--raft-dir",
                raft.toString(),
                "--db",
                text.toString(),
                "--id",
                "0",
                "--initial-cluster",
                "0=127.0.0.1:28103"));
        List<String> boot = new ArrayList<>(List.of(
                "scripts/real-databend",
                "boot",
                raft.toString(),
                scratch.resolve("booted").toString()));
        boot.add("SELECT concat('databases=', array_to_string(array_sort(array_agg(name)), ',')) FROM system.databases"
                + " WHERE catalog = 'default' AND name " + OWN);
        boot.add("SELECT concat('tables=', array_to_string(array_sort(array_agg(name)), ',')) FROM system.tables WHERE"
                + " catalog = 'default' AND database " + OWN);
        boot.add("SELECT concat('users=', array_to_string(array_sort(array_agg(name)), ',')) FROM system.users");
        String shown = run(boot);
        assertTrue(shown.contains("databases=default,shop,") && shown.contains("\\u6570\\u636e\\u5e93"), shown);
        assertTrue(shown.contains("tables=t0,t1,t10,t11,t2,t3,t4,t5,t6,t7,t8,t9,v'"), shown);
        assertTrue(shown.contains("users=alice,root"), shown);
    }
}
