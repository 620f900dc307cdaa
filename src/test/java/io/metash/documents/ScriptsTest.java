package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ShellCheck finds nothing in the scripts of the project. */
class ScriptsTest {
    @Test
    void shellCheckFindsNothing() throws IOException, InterruptedException {
        List<String> scripts = Repository.below(Repository.ROOT.resolve("scripts"), "").stream()
                .filter(file -> Repository.text(file).startsWith("#!/usr/bin/env bash"))
                .map(Repository::name)
                .toList();
        assertTrue(scripts.contains("scripts/metash") && scripts.contains("scripts/test"), scripts.toString());
        assertEquals("", shellCheck(scripts));
    }

    @Test
    void aMistakeIsFound(@TempDir Path scratch) throws IOException, InterruptedException {
        Path script = scratch.resolve("script");
        Files.writeString(script, "#!/usr/bin/env bash\nrm $1\n");
        String found = shellCheck(List.of(script.toString()));
        assertTrue(found.contains("SC2086"), found);
    }

    private static String shellCheck(List<String> scripts) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, "shellcheck"))),
                "shellcheck is not installed");
        List<String> command = new ArrayList<>(List.of("shellcheck", "--format=gcc"));
        command.addAll(scripts);
        return Processes.run(new ProcessBuilder(command).directory(Repository.ROOT.toFile()))
                .out();
    }
}
