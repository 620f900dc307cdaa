package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.RunResult;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** doctor on stores whose nodes have Raft addresses that other nodes cannot use. */
class UnreachableMembersTest {
    @TempDir
    Path scratch;

    private List<String> unreachable(String address) throws IOException {
        String text = Files.readString(TestData.file("peer/want_exported_v004"));
        Path file = Files.writeString(
                scratch.resolve("store.ndjson"),
                text.replace("\"addr\":\"localhost\"", "\"addr\":\"" + address + "\""));
        InProcess.run("import", "--raft-dir", scratch.resolve("raft").toString(), "--db", file.toString());
        RunResult doctor = InProcess.run("doctor", scratch.resolve("raft").toString());
        List<String> lines = doctor.out().lines().toList();
        return lines.stream()
                .filter(line ->
                        line.contains("can reach member") || line.contains("host") || line.contains(" address "))
                .map(line -> line.replaceFirst("^[0-9]+\\. ", "").strip())
                .toList();
    }

    @Test
    void reportsEachUnreachableMember() throws IOException {
        assertEquals(
                List.of(
                        "to do: no other node can reach member 1 at its Raft address",
                        "0.0.0.0 is only an address to listen on; other nodes cannot connect to it",
                        "to do: no other node can reach member 2 at its Raft address",
                        "0.0.0.0 is only an address to listen on; other nodes cannot connect to it",
                        "to do: no other node can reach member 3 at its Raft address",
                        "0.0.0.0 is only an address to listen on; other nodes cannot connect to it"),
                unreachable("0.0.0.0"));
        assertEquals(
                "the host name has an empty part between two dots",
                unreachable("meta..ns").get(1));
    }

    @Test
    void ordinaryAddressesPass() throws IOException {
        assertEquals(List.of(), unreachable("meta_1"));
    }
}
