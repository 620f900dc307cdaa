package io.metash.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Failure;
import io.metash.testing.Java;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** A process that exits while it creates temporary files leaves none. */
class DeleteOnExitTest {
    private static final int READY = 100;

    @TempDir
    private Path directory;

    @RepeatedTest(5)
    void anExitDuringCreationsLeavesNothing() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Java.command(
                        "-cp", System.getProperty("java.class.path"), Creator.class.getName(), directory + ""))
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
        try (var files = Files.list(directory)) {
            assertEquals(List.of(), files.toList());
        }
    }

    /** Creates files and directories until the exit, begun by another thread, refuses the next one. */
    static final class Creator {
        private Creator() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            CountDownLatch begun = new CountDownLatch(READY);
            Thread exit = new Thread(() -> {
                try {
                    begun.await();
                } catch (InterruptedException interrupted) {
                    Runtime.getRuntime().halt(1);
                }
                System.exit(0);
            });
            exit.start();
            try {
                for (int i = 0; ; i++) {
                    Path file = directory.resolve("file-" + i);
                    DeleteOnExit.create(file, () -> Files.createFile(file));
                    DeleteOnExit.create(() -> Files.createTempDirectory(directory, "directory-"));
                    begun.countDown();
                }
            } catch (Failure exiting) {
                // Like a command that lets the exit continue.
            }
        }
    }
}
