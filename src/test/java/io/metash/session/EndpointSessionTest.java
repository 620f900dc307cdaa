package io.metash.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.testing.FakeService;
import io.metash.testing.LiveService;
import io.metash.testing.Stores;
import io.metash.wire.ClusterStatus;
import io.metash.wire.SeqV;
import io.metash.wire.StreamItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session on a running service. */
class EndpointSessionTest {
    private static final List<String> KEYS = List.of(
            "a", "a/1", "a/2", "a/b/3", "a0", "b/\uD7FF", "b/\uD7FFx", "b/\uE000", "ü/1", "ü/2", "\uD83D\uDE00");

    @TempDir
    static Path scratch;

    private static LiveService service;
    private static Sessions sessions;
    private static Session session;

    @BeforeAll
    static void start() throws IOException {
        service = new LiveService(scratch);
        for (String key : KEYS) {
            service.put(key + "=value of " + key);
        }
        sessions = Sessions.standard();
        session = sessions.connect(service.address(), "live", ConnectOptions.standard());
    }

    @AfterAll
    static void stop() throws IOException {
        sessions.close();
        service.close();
    }

    private static List<String> scan(Bytes from, Bytes to) throws IOException {
        List<String> found = new ArrayList<>();
        try (KvCursor keys = session.scan(from, to)) {
            while (keys.next()) {
                found.add(keys.key().text());
                assertEquals("value of " + keys.key(), keys.value().data().text());
            }
        }
        return found;
    }

    @Test
    void getReturnsStoredValues() throws IOException {
        assertEquals("value of a/1", session.get(Bytes.utf8("a/1")).data().text());
        assertNull(session.get(Bytes.utf8("a/")));
    }

    /** For every range, even one that ends inside a character, exactly the keys in it are returned. */
    @Test
    void everyRangeListsItsKeys() throws IOException {
        TreeSet<Bytes> all = new TreeSet<>();
        TreeSet<Bytes> ends = new TreeSet<>(List.of(Bytes.EMPTY));
        for (String key : KEYS) {
            Bytes bytes = Bytes.utf8(key);
            all.add(bytes);
            for (int length = 1; length <= bytes.length(); length++) {
                Bytes cut = Bytes.of(java.util.Arrays.copyOf(bytes.array(), length));
                ends.add(cut);
                ends.add(KeyRange.successor(cut));
            }
        }
        for (Bytes from : ends) {
            for (Bytes to : ends) {
                if (from.compareTo(to) < 0) {
                    List<String> wanted =
                            all.subSet(from, to).stream().map(Bytes::text).toList();
                    assertEquals(wanted, scan(from, to), from + " to " + to);
                }
            }
            assertEquals(all.tailSet(from).stream().map(Bytes::text).toList(), scan(from, null));
        }
    }

    @Test
    void theLongestPrefixIsRequested() {
        assertEquals(
                "a/b/", ListablePrefix.of(KeyRange.ofPrefix(Bytes.utf8("a/b/"))).text());
        assertEquals("ü", ListablePrefix.of(KeyRange.ofPrefix(Bytes.utf8("ü"))).text());
        assertEquals(
                "b/",
                ListablePrefix.of(KeyRange.ofPrefix(Bytes.utf8("b/\uD7FF"))).text());
        assertEquals("", ListablePrefix.of(KeyRange.ALL).text());
        assertEquals(
                "a/",
                ListablePrefix.of(new KeyRange(Bytes.utf8("a/b0"), Bytes.utf8("a0")))
                        .text());
    }

    @Test
    void statusIsThatOfTheService() throws IOException {
        StoreStatus status = session.status();
        assertEquals(SessionKind.ENDPOINT, status.kind());
        assertEquals("leader 0", session.promptState());
        assertEquals(KEYS.size(), status.state().sequence());
        assertEquals("Leader", status.service().info().state());
        assertEquals("[[0]]", status.state().membership().membership().configs().toString());
        assertEquals(
                "{0=id=0 raft=localhost:28004 grpc=}", status.state().nodes().toString());
        assertEquals(
                status.service().info().lastApplied(),
                status.state().appliedThrough().toString());
        assertEquals(List.of("node 0 answers: leader of term 1, version 260304.0.0"), session.notes());
    }

    @Test
    void exportEqualsThatOfTheService() throws IOException {
        String text = Stores.text(session.export());
        assertTrue(text.startsWith(
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]\n"));
        assertEquals(5 + 4 + KEYS.size(), text.lines().count());
    }

    @Test
    void anUnreachableServiceIsReported() {
        Failure failure = assertThrows(
                Failure.class, () -> sessions.connect("127.0.0.1:1,127.0.0.1:2", null, ConnectOptions.standard()));
        assertEquals(ExitStatus.UNREACHABLE, failure.status());
        assertEquals("cannot reach the meta service", failure.what());
        assertEquals("127.0.0.1:1", failure.where());
        assertTrue(failure.why().contains("Connection refused"), failure.why());
    }

    /** One address is enough: the other nodes report theirs, and are used when it fails. */
    @Test
    void otherNodesAreDiscovered() throws IOException {
        try (FakeService first = new FakeService();
                FakeService second = new FakeService()) {
            first.onStatus = (request, to) -> FakeService.one(
                    ClusterStatus.newBuilder()
                            .setState("Follower")
                            .setId(1)
                            .setCurrentTerm(3)
                            .setLeader("id=2 raft=b:1 grpc=" + second.address())
                            .addVoters("id=1 raft=a:1 grpc=" + first.address())
                            .addVoters("id=2 raft=b:1 grpc=" + second.address())
                            .build(),
                    to);
            first.members.addAll(List.of(first.address(), second.address()));
            second.onRead = (request, to) -> FakeService.one(
                    StreamItem.newBuilder()
                            .setValue(SeqV.newBuilder().setSeq(8))
                            .build(),
                    to);
            Session follower = sessions.connect(first.address(), "follower", ConnectOptions.standard());
            assertEquals("follower 1", follower.promptState());
            assertEquals(
                    "the leader is id=2 raft=b:1 grpc=" + second.address(),
                    follower.notes().get(1));
            first.die();
            assertEquals(8, follower.get(Bytes.utf8("k")).seq());
            sessions.disconnect("follower");
            sessions.use("live");
        }
    }

    @Test
    void theNameComesFromTheFirstAddress() throws IOException {
        Session other = sessions.connect(service.address() + ",127.0.0.1:2", null, ConnectOptions.standard());
        assertEquals(service.address(), other.name());
        sessions.disconnect(other.name());
        sessions.use("live");
    }
}
