package io.metash.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UmaskTest {
    @TempDir
    Path scratch;

    /** Its owner could not enter a directory without the right to execute. */
    @Test
    void aStoreHasTheRightsOfItsOwnerUnderAnyUmask() throws IOException, InterruptedException {
        Path sample = Path.of("src/examples/sample.ndjson").toAbsolutePath();
        Program program = new Program(scratch);
        List<String> command = new ArrayList<>(List.of("bash", "-c", "umask 0377; exec \"$@\"", "bash"));
        command.addAll(Program.command("import", "--raft-dir", "raft", "--db", sample.toString()));
        assertEquals(0, program.fed("", command), program.err());
        List<Path> all;
        try (Stream<Path> found = Files.walk(scratch.resolve("raft"))) {
            all = found.toList();
        }
        TreeSet<String> modes = new TreeSet<>();
        for (Path one : all) {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(one));
            modes.add((Files.isDirectory(one) ? "d" : "-") + mode);
        }
        assertEquals("[-rw-------, drwx------]", modes.toString());
    }
}
