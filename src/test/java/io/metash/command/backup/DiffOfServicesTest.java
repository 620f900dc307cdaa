package io.metash.command.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.metash.command.CommandRun;
import io.metash.testing.FakeService;
import io.metash.testing.LiveService;
import io.metash.wire.KVMeta;
import io.metash.wire.SeqV;
import io.metash.wire.StreamItem;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences between a running service and a store at rest, when the service is of a release that stores less. */
class DiffOfServicesTest {
    private static final long NOW_MS = 1_795_000_000_000L;

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();
    private LiveService service;
    private Path file;

    @BeforeEach
    void aStoreWithThreeKeys() throws IOException {
        service = new LiveService(scratch, "service", () -> NOW_MS);
        file = scratch.resolve("backup.ndjson");
        service.put("a=x", "b=y", "c=z");
        run.ok("connect " + service.address() + " as new");
        run.ok("export " + file);
    }

    @AfterEach
    void stop() throws IOException {
        run.context().close();
        service.close();
    }

    private static StreamItem item(String key, long seq, String value, Long proposedOrNull) {
        SeqV.Builder stored = SeqV.newBuilder().setSeq(seq).setData(ByteString.copyFromUtf8(value));
        if (proposedOrNull != null) {
            stored.setMeta(KVMeta.newBuilder().setProposedAtMs(proposedOrNull));
        }
        return StreamItem.newBuilder().setKey(key).setValue(stored).build();
    }

    private static FakeService serving(FakeService fake, StreamItem... items) {
        fake.onRead = (request, to) -> {
            for (StreamItem item : items) {
                to.onNext(item);
            }
            to.onCompleted();
        };
        return fake;
    }

    @Test
    void timesAreIgnoredIfTheServiceStoresNone() throws IOException {
        try (FakeService old = serving(
                new FakeService(1, 2, 810),
                item("a", 1, "x", null),
                item("b", 2, "y", null),
                item("c", 3, "z", null))) {
            run.ok("connect " + old.address() + " as old");
            assertEquals("", run.ok("diff --only keys -o raw " + file + " old"));
            String note = "note: " + old.address() + " has version 1.2.810, which does not store proposal times"
                    + " (supported since 1.2.823): 3 keys compared without them\n";
            assertEquals(
                    "equal: A is " + file + ", B is " + old.address()
                            + "\n  keys: no difference (3 keys in A, 3 in B)\n" + note,
                    run.err());
            // From either side.
            assertEquals("", run.ok("diff --only keys -o raw old " + file));
            assertEquals(note, run.err().substring(run.err().indexOf("note: ")));
        }
    }

    @Test
    void otherDifferencesAreFoundInAServiceWithoutTimes() throws IOException {
        try (FakeService old = serving(
                new FakeService(1, 2, 810),
                item("a", 1, "x", null),
                item("b", 2, "Y", null),
                item("d", 4, "z", null))) {
            run.ok("connect " + old.address() + " as old");
            assertEquals(1, run.status("diff --only keys -o csv " + file + " old"));
            assertEquals(
                    """
                    name,change,part,a,b,value
                    b,changed,keys,"seq 2, 1 bytes","seq 2, 1 bytes, other value, no proposal time",y -> Y
                    c,removed,keys,"seq 3, 1 bytes",,z
                    d,added,keys,,"seq 4, 1 bytes",z
                    """,
                    run.out());
            assertEquals(
                    "note: " + old.address() + " has version 1.2.810, which does not store proposal times"
                            + " (supported since 1.2.823): 1 key compared without them\n",
                    run.err().substring(run.err().indexOf("note: ")));
        }
    }

    /** Times of a service that stores them are compared, and the report states this. */
    @Test
    void timesAreComparedIfTheServiceStoresThem() throws IOException {
        assertEquals("", run.ok("diff -o raw " + file + " new"));
        try (FakeService other = serving(
                new FakeService(), item("a", 1, "x", null), item("b", 2, "y", NOW_MS + 1), item("c", 3, "z", NOW_MS))) {
            // A service of this version lists with another call.
            other.onList = (request, to) -> other.onRead.accept(null, to);
            run.ok("connect " + other.address() + " as other");
            assertEquals(1, run.status("diff --only keys -o csv " + file + " other"));
            assertEquals(
                    """
                    name,change,part,a,b,value
                    a,changed,keys,"seq 1, 1 bytes","seq 1, 1 bytes, no proposal time",
                    b,changed,keys,"seq 2, 1 bytes","seq 2, 1 bytes, another proposal time",
                    """,
                    run.out());
            assertEquals(
                    "note: 1 key changed only in the proposal time, which one of the two does not have:"
                            + " servers store it since 1.2.823\n",
                    run.err().substring(run.err().indexOf("note: ")));
        }
    }
}
