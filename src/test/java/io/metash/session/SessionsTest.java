package io.metash.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final List<String> closed = new ArrayList<>();
    private final Sessions sessions = new Sessions(List.of(new SessionOpener() {
        @Override
        public boolean knows(String place) {
            return place.startsWith("/stores/");
        }

        @Override
        public Session open(String place, String name, ConnectOptions options) {
            return new Fake(place, name);
        }
    }));

    @Test
    void namesAreMadeFromPlacesAndUnique() throws IOException {
        connect("/stores/backup.ndjson");
        connect("/stores/x/backup.ndjson/");
        connect("/stores/y/../backup.ndjson");
        sessions.connect("/stores/z", "mine", ConnectOptions.standard());
        assertEquals(
                List.of("backup.ndjson", "backup.ndjson-2", "backup.ndjson-3", "mine"),
                sessions.all().stream().map(Session::name).toList());
        assertEquals("mine", sessions.current().name());
        Failure taken =
                assertThrows(Failure.class, () -> sessions.connect("/stores/q", "mine", ConnectOptions.standard()));
        assertEquals("a session named mine already exists", taken.what());
        assertEquals("disconnect mine, or choose another name: connect /stores/q as NAME", taken.next());
    }

    @Test
    void theLastOpenedBecomesCurrentWhenTheCurrentOneIsClosed() throws IOException {
        connect("/stores/a");
        connect("/stores/b");
        connect("/stores/c");
        sessions.use("a");
        assertEquals("a", sessions.current().name());
        sessions.disconnect("a");
        assertSame(sessions.named("c"), sessions.current());
        sessions.disconnect("b");
        assertSame(sessions.named("c"), sessions.current());
        sessions.close();
        assertEquals(List.of("a", "b", "c"), closed);
        assertFalse(sessions.hasCurrent());
    }

    @Test
    void anUnknownNameSuggestsTheNearest() throws IOException {
        assertEquals(
                "connect PLACE",
                assertThrows(Failure.class, () -> sessions.named("x")).next());
        connect("/stores/production");
        connect("/stores/staging");
        Failure failure = assertThrows(Failure.class, () -> sessions.use("stagign"));
        assertEquals(ExitStatus.USAGE, failure.status());
        assertEquals("there is no session named stagign", failure.what());
        assertEquals("Open sessions, nearest name first: staging, production.", failure.why());
        assertEquals("use staging", failure.next());
    }

    @Test
    void aPlaceWithoutAStoreIsRefused() {
        assertEquals(
                "no session is open",
                assertThrows(Failure.class, sessions::current).what());
        Failure missing = assertThrows(Failure.class, () -> connect("/no/such/thing"));
        assertEquals(ExitStatus.IO, missing.status());
        assertEquals("no such file or directory", missing.what());
        assertEquals(
                "this is neither a Raft directory nor an export file",
                assertThrows(Failure.class, () -> connect("/dev/null")).what());
        assertEquals(
                ExitStatus.IO,
                assertThrows(Failure.class, () -> connect("a\0b")).status());
    }

    private void connect(String place) throws IOException {
        sessions.connect(place, null, ConnectOptions.standard());
    }

    private final class Fake implements Session {
        private final String place;
        private final String name;

        Fake(String place, String name) {
            this.place = place;
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public SessionKind kind() {
            return SessionKind.DIRECTORY;
        }

        @Override
        public String place() {
            return place;
        }

        @Override
        public List<String> notes() {
            return List.of();
        }

        @Override
        public SeqV get(Bytes key) {
            return null;
        }

        @Override
        public KvCursor scan(Bytes from, Bytes to) {
            return new MapKeys().scan(from, to);
        }

        @Override
        public StoreStatus status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RecordSource export() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }
}
