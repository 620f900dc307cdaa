package io.metash.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.output.Display;
import io.metash.output.Io;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands in the foreground of the prompt. */
class ForegroundTest {
    private static final PrintStream NOWHERE =
            new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    private static final Io IO = new Io(null, NOWHERE, NOWHERE, false, false, false, () -> 80, Display.PLAIN);

    private static IntSupplier until(CountDownLatch begun, CountDownLatch latch, CountDownLatch ended, int status) {
        return () -> {
            begun.countDown();
            try {
                latch.await();
            } catch (InterruptedException e) {
                return 70;
            } finally {
                ended.countDown();
            }
            return status;
        };
    }

    private static IntSupplier recordingIts(AtomicReference<Thread> thread, IntSupplier command) {
        return () -> {
            thread.set(Thread.currentThread());
            return command.getAsInt();
        };
    }

    /** The first command is abandoned and ends while the second runs; the second one is not affected. */
    @Test
    @Timeout(60)
    void anAbandonedCommandDoesNotEndTheNext() throws IOException, InterruptedException {
        CountDownLatch[] first = {new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)};
        CountDownLatch[] second = {new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)};
        try (CommandContext context = new CommandContext(Commands.table(), IO, true, false)) {
            Foreground foreground = new Foreground(context);
            AtomicReference<Thread> abandoned = new AtomicReference<>();
            Thread keyboard = new Thread(() -> {
                try {
                    first[0].await();
                    foreground.interrupt();
                    second[0].await();
                    first[1].countDown();
                    first[2].await();
                    abandoned.get().join();
                    second[1].countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            keyboard.start();
            assertEquals(
                    130,
                    foreground.run(
                            recordingIts(abandoned, until(first[0], first[1], first[2], 0)),
                            Foreground.Effect.READS,
                            IO,
                            null));
            context.interrupts().renew();
            assertEquals(
                    5, foreground.run(until(second[0], second[1], second[2], 5), Foreground.Effect.READS, IO, null));
            keyboard.join();
        }
    }

    /** A Ctrl-C between Enter and the start of the command cancels that command. */
    @Test
    @Timeout(60)
    void aCtrlCBeforeTheCommandBeginsIsNotLost() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (CommandContext context = new CommandContext(Commands.table(), IO, true, false)) {
            Foreground foreground = new Foreground(context);
            foreground.interrupt();
            CountDownLatch some = new CountDownLatch(2);
            assertEquals(130, foreground.run(until(some, never, some, 0), Foreground.Effect.READS, IO, null));
        } finally {
            never.countDown();
        }
    }
}
