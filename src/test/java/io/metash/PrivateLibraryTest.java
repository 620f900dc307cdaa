package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.testing.Processes;
import io.metash.testing.Programs;
import io.metash.testing.RunResult;
import io.metash.testing.Service;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries leave no files when metash starts without the launcher's directory, however the process ends. */
class PrivateLibraryTest {
    @TempDir
    Path scratch;

    private Path temporary;

    @BeforeEach
    void directory() throws IOException {
        temporary = Files.createDirectory(scratch.resolve("tmp"));
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aKilledServiceLeavesNoFiles() throws Exception {
        try (Service service = Service.startWith(
                        List.of("-Xmx256m", "-Djava.io.tmpdir=" + temporary),
                        scratch,
                        "--dir",
                        scratch.resolve("dir").toString());
                MetaClient client = new MetaClient(
                        List.of(Address.parse(service.address())), ClientOptions.STANDARD, Cancel::new)) {
            client.upsert(Bytes.utf8("k"), Bytes.utf8("v"), null);
            assertEquals(List.of(), left());
            service.kill();
        }
        assertEquals(List.of(), left());
    }

    private RunResult runWith(Path directory) throws Exception {
        List<String> command = new ArrayList<>(Programs.metash(
                "import",
                "--raft-dir",
                scratch.resolve("raft").toString(),
                "--db",
                TestData.file("peer/want_exported_v004").toString()));
        command.add(1, "-Djava.io.tmpdir=" + directory);
        return Processes.run(command);
    }

    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectory(temporary.resolve(name));
        Files.createFile(copy.resolve("libx.so"));
        return copy;
    }

    /** Libraries of a killed process are removed; those of a running one are not. */
    @Test
    void leftoversAreRemoved() throws Exception {
        String inAnotherContainer = "metash-native-2147483645-1";
        Path lock = copy(inAnotherContainer).resolve("lock");
        Files.createFile(copy("metash-native-2147483646-1").resolve("lock"));
        Files.setLastModifiedTime(
                copy("metash-native-2147483646-2"), FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
        copy("metash-native-2147483646-3");
        Files.createSymbolicLink(temporary.resolve("metash-native-2147483646-4"), scratch);
        // A leftover that cannot be removed keeps no other command from its start.
        Path stuck = copy("metash-native-2147483646-5");
        Files.createFile(stuck.resolve("lock"));
        Files.createDirectories(stuck.resolve("full/x"));
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertNotNull(channel.tryLock());
            RunResult result = runWith(temporary);
            assertEquals(0, result.status(), result.err());
        }
        assertEquals(
                List.of(
                        inAnotherContainer,
                        "metash-native-2147483646-3",
                        "metash-native-2147483646-4",
                        "metash-native-2147483646-5"),
                left());
        assertTrue(Files.exists(lock.resolveSibling("libx.so")));
    }

    /** A directory that cannot be written is skipped silently. */
    @Test
    void anotherDirectoryIsUsedIfNeeded() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r-xr-xr-x"));
        RunResult result = runWith(Path.of("/proc/self/none"));
        assertEquals(0, result.status(), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
    }
}
