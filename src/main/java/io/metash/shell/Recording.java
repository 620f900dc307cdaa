package io.metash.shell;

import io.metash.command.Redaction;
import io.metash.output.CommandWord;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.shell.script.CommandQuoting;
import io.metash.shell.script.CommandSplitter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records the executed commands as a script that repeats them: variables substituted, sourced scripts inlined, failed
 * commands after {@code try}. Each line is written after its command has ended, so that a crash leaves a valid script.
 */
final class Recording {
    private static final Recording NONE = new Recording(null);
    private static final Set<String> LEAVING = Set.of("exit", "quit");

    private final @Nullable PrintStream out;
    private boolean paused;

    private Recording(@Nullable PrintStream out) {
        this.out = out;
    }

    /** Opens a recording into a new file; null records nothing. */
    static Recording to(@Nullable Path file) throws IOException {
        if (file == null) {
            return NONE;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException exists) {
            throw Failure.of(ExitStatus.REFUSED, "a file of that name already exists")
                    .at(file.toString())
                    .next("--record with another name");
        }
        PrintStream out =
                new PrintStream(Files.newOutputStream(file, StandardOpenOption.WRITE), true, StandardCharsets.UTF_8);
        out.println("#!/usr/bin/env metash");
        out.println("# recorded " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " in "
                + CommandWord.quote(Path.of("").toAbsolutePath().toString()));
        return new Recording(out);
    }

    /** Sets whether commands are left out, such as those of a line that begins with a blank. */
    void pause(boolean leaveOut) {
        paused = leaveOut;
    }

    void add(CommandSplitter.Command command, int status) {
        if (out == null
                || paused
                || (!command.words().isEmpty()
                        && LEAVING.contains(command.words().get(0).text()))) {
            return;
        }
        String line = CommandQuoting.command(command);
        String kept = Redaction.kept(line);
        if (kept.equals(line)) {
            out.println((status == 0 ? "" : "try ") + line);
        } else {
            // Repeating the command would need the secret.
            kept.lines().forEach(part -> out.println("# not recorded, it holds a secret: " + part));
        }
    }

    void end(int status) {
        if (out != null) {
            out.println("exit " + status);
            out.close();
        }
    }
}
