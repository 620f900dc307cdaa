package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Answers of the guide: going back, leaving, refused answers, answers from configuration files. */
class GuideAnswersTest extends GuideFixture {
    @Test
    void leavingAtAnyQuestionChangesNothing() throws IOException {
        String[] all = {"1", SAMPLE.toString(), "none", "4", "127.0.0.1:29103", "none", scratch + "/raft-{id}"};
        Files.createDirectory(scratch.resolve("state"));
        for (int given = 0; given <= all.length; given++) {
            leaves(Arrays.copyOf(all, given));
            TreeMap<String, String> names = Stores.tree(scratch);
            assertEquals(Map.of("state", names.get("state")), names);
        }
        leaves("1", SAMPLE.toString(), "quit");
    }

    @Test
    void backReturnsToEarlierQuestions() {
        leaves(
                "back",
                "1",
                SAMPLE.toString(),
                "none",
                "1 2",
                "a:1",
                "b:1",
                "back",
                "back",
                "a:2",
                "back",
                "back",
                "9",
                "c:1");
        shows("This is the first question.");
        // Back from the clients' addresses to the Raft address of node 2, and to that of node 1.
        shows("[b:1] > back");
        shows("[a:1] > a:2");
        // Back from the second node to the first, from there to the ids.
        shows("[1 2] > 9\n  One node, with the id 9.\n  For 9 nodes go 'back' and type: 1 2 3 4 5 6 7 8 9\n");
        shows("Raft address of node 9 (host:port): where the other nodes reach it\n> c:1");
        shows("Advertised client addresses (host:port), one per node: 9\n[c:9191] > ^C");
    }

    @Test
    void aFileIsNoRaftDirectory() {
        for (String choice : new String[] {"3", "4"}) {
            leaves(choice, "nowhere", SAMPLE.toString());
            shows("Invalid answer: no such directory (nowhere)");
            shows("Invalid answer: not a directory (" + SAMPLE
                    + ")\n  choice 1 starts from an export file: type 'back'\n");
        }
    }

    @Test
    void aWrongAnswerIsRefusedWithItsReason() {
        leaves(
                "6",
                "1",
                "/no/such/file",
                "pom.xml",
                SAMPLE.toString(),
                "pom.xml",
                "none",
                "1 x",
                "1 1",
                "1 2",
                "host",
                "host:0",
                "::1:5",
                "h:5",
                "h:5",
                "h:6",
                "h:9191",
                "h:9191 h:9191",
                "h:5 h:7",
                "h:7 h:8",
                "/same",
                "h:7 h:8",
                "/a/df_meta /b",
                "?");
        shows("Invalid answer: '6' is not one of the choices\n  type a number, 1 to 5");
        shows("Invalid answer: no such file (/no/such/file)");
        shows("Invalid answer: 'x' is not a node id");
        shows("Invalid answer: node 1 is named twice");
        shows("Invalid answer: 'host' is not an address\n  the address needs a host and a port");
        shows("'0' is not a port: 1 to 65535");
        shows("(write IPv6 in brackets)");
        shows("Invalid answer: node 1 has the address h:5 already");
        shows("Invalid answer: there are 2 nodes, but 1 address\n");
        shows("Invalid answer: two nodes have the address h:9191");
        shows("Invalid answer: h:5 is already a Raft address");
        shows("Invalid answer: two nodes have the same directory, or one inside the other");
        shows("two nodes have the same directory, or one inside the other\n  give every node its own id");
        shows("Invalid answer: this is an address, not a directory (h:7)");
        shows("Invalid answer: this directory is inside a Raft directory");
        shows("An existing store is moved aside and kept.");
    }
}
