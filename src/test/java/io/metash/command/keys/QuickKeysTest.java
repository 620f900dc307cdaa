package io.metash.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.client.MetaClient;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.command.KeyCache;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.OptionalU64;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.session.EndpointSession;
import io.metash.testing.Await;
import io.metash.testing.Captured;
import io.metash.testing.FakeService;
import io.metash.testing.LiveService;
import io.metash.wire.SeqV;
import io.metash.wire.StreamItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ls} of a running service with very many keys reads only some, and reports the source of the listing. */
class QuickKeysTest {
    @TempDir
    Path scratch;

    private static void put(MetaClient client, String start, int keys) {
        List<TxnOp> operations = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            operations.add(new TxnOp(
                    new TxnOp.Put(
                            Bytes.utf8(start + i),
                            Bytes.utf8("v"),
                            true,
                            null,
                            null,
                            OptionalU64.NONE,
                            UnknownFields.NONE),
                    UnknownFields.NONE));
            if (operations.size() == 2_000 || i == keys - 1) {
                client.transaction(new Cmd.Transaction(
                        List.of(), List.of(), List.copyOf(operations), List.of(), UnknownFields.NONE));
                operations.clear();
            }
        }
    }

    private static void fill(CommandRun run, boolean changed) throws InterruptedException {
        KeyCache keys = run.context().state(run.context().session()).keys();
        keys.refresh(run.context().session(), changed);
        Await.until("the keys are read", () -> !keys.filling());
    }

    private static CommandRun on(LiveService service) {
        CommandRun run = new CommandRun().onRealPlaces();
        assertEquals(0, run.status("connect " + service.address() + " as live --admin " + service.admin()), run.err());
        return run;
    }

    @Test
    void manyKeysComeFromTheSnapshotLayoutOrTheCache() throws Exception {
        try (LiveService service = new LiveService(scratch);
                MetaClient client = service.client()) {
            put(client, "big/deep/", 6_000);
            put(client, "big/other/", 5_000);
            put(client, "few/", 3);
            service.put("alone=x");
            CommandRun run = on(service);
            // No snapshot: all keys are read.
            assertEquals(
                    "  keys     bytes  key\n     1       6 B  alone\n11,000  156.8 KB  big/\n     3      18 B  few/\n",
                    run.ok("ls"));
            assertEquals("3 lines, 11,004 keys, 156.8 KB\n", run.err());

            run.ok("trigger-snapshot --wait");
            service.put("late=x");
            assertEquals("  keys  bytes  key\n11,000         big/\n     3         few/\n", run.ok("ls"));
            assertEquals(
                    "2 lines, 11,003 keys\nnote: this is the snapshot at T1-N0.11; 1 log entry came after it\n"
                            + "note: 1 key outside these directories is not listed; ls --fresh reads all keys now\n",
                    run.err());
            assertEquals(" keys  bytes  key\n6,000         big/deep/\n5,000         big/other/\n", run.ok("ls big/"));
            assertTrue(run.err().endsWith("note: ls --fresh reads all keys now\n"), run.err());
            assertEquals("big/\n", run.ok("ls --limit 1 -o raw"));
            assertTrue(run.err().startsWith("1 line, 11,000 keys; there are more: raise --limit\n"), run.err());
            // Few keys, or keys that the snapshot does not count: they are read.
            assertEquals("few/0\nfew/1\nfew/2\n", run.ok("ls few/ -o raw"));
            assertEquals("3 lines, 3 keys, 18 B\n", run.err());
            assertEquals("big/\n", run.ok("ls bi -o raw"));
            assertTrue(!run.err().contains("note"), run.err());
            assertEquals("alone\nbig/\nfew/\nlate\n", run.ok("ls --fresh -o raw"));
            assertTrue(!run.err().contains("note"), run.err());

            fill(run, false);
            service.put("later=x");
            assertEquals("alone\nbig/\nfew/\nlate\n", run.ok("ls -o raw"));
            assertTrue(
                    run.err()
                            .matches("4 lines, 11,005 keys\n"
                                    + "note: these are the keys of [0-9. a-z]+ ago; ls --fresh reads them all"
                                    + " now\n"),
                    run.err());
            // Few keys below the prefix: they are read, although they are cached.
            service.put("few/3=x");
            assertEquals("few/0\nfew/1\nfew/2\nfew/3\n", run.ok("ls few/ -o raw"));

            // After a change by this session the cache is not used until it is filled again.
            KeyCache keys = run.context().state(run.context().session()).keys();
            keys.refresh(run.context().session(), true);
            fill(run, false);
            assertEquals("alone\nbig/\nfew/\nlate\nlater\n", run.ok("ls -o raw"));
        }
    }

    /** Without a prompt only current keys are listed, unless --quick is given. */
    @Test
    void scriptsReadEveryKey() throws Exception {
        try (LiveService service = new LiveService(scratch);
                MetaClient client = service.client()) {
            put(client, "big/", 10_500);
            CommandRun run = on(service);
            run.ok("trigger-snapshot --wait");
            service.put("late=x");
            Captured captured = new Captured();
            try (CommandContext script = new CommandContext(Commands.table(), captured.io(), false, false)) {
                CommandLineRunner runner = new CommandLineRunner(script);
                assertEquals(0, runner.run(List.of("connect", service.address())), captured::err);
                assertEquals(0, runner.run(List.of("ls", "-o", "raw")));
                assertEquals("big/\nlate\n", captured.out());
                captured.reset();
                assertEquals(0, runner.run(List.of("ls", "-o", "raw", "--quick")));
                assertEquals("big/\n", captured.out());
                assertTrue(captured.err().contains("note: this is the snapshot at"), captured::err);
            }
        }
    }

    /** All keys of a service that cannot count them are read, however many there are. */
    @Test
    void aServiceWithoutCountsIsRead() throws IOException {
        for (long[] version : new long[][] {{1, 2, 700}, {260304, 0, 0}}) {
            try (FakeService service = new FakeService(version[0], version[1], version[2])) {
                service.onRead = (request, to) -> {
                    for (int i = 0; i <= QuickKeys.MAX_KEYS; i++) {
                        to.onNext(StreamItem.newBuilder()
                                .setKey("a/" + (100_000 + i))
                                .setValue(SeqV.newBuilder().setSeq(1))
                                .build());
                    }
                    to.onCompleted();
                };
                CommandRun run = new CommandRun().onRealPlaces();
                assertEquals(0, run.status("connect " + service.address() + " as old"), run.err());
                assertTrue(run.context().session() instanceof EndpointSession);
                assertEquals("a/\n", run.ok("ls -o raw"));
                assertEquals("1 line, 10,001 keys, 80.0 KB\n", run.err());
                run.context().close();
            }
        }
    }
}
