package io.metash.command;

import io.metash.backup.Manifest;
import io.metash.files.DirectoryIdentity;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses an output that would overwrite important data: an input of the command, a part of a store, or a backup that
 * has a manifest. Every option and redirection that names an output is checked here first. Paths are compared with
 * links resolved; devices and pipes are always allowed.
 */
public final class OutputGuard {
    private final List<Path> inputs = new ArrayList<>();

    private OutputGuard() {}

    /** A guard that knows the stores of the open sessions. */
    public static OutputGuard of(CommandContext context) {
        OutputGuard guard = new OutputGuard();
        for (Session session : context.sessions().all()) {
            if (session.kind() != SessionKind.ENDPOINT) {
                guard.reads(session.place());
            }
        }
        return guard;
    }

    /** Adds an input file or directory of the command; other words are ignored. */
    public OutputGuard reads(String name) {
        try {
            if (!name.isEmpty()) {
                inputs.add(Path.of(name));
            }
        } catch (InvalidPathException noPath) {
            // A word that is not a valid path names no file.
            return this;
        }
        return this;
    }

    /** Adds an input file or directory of the command. */
    public OutputGuard reads(Path path) {
        inputs.add(path);
        return this;
    }

    /**
     * Checks an output that holds an export, which may replace an older backup.
     *
     * @throws Failure with status 6
     */
    public void checkExport(Path output) throws IOException {
        if (Files.exists(output) && !Files.isRegularFile(output)) {
            return;
        }
        for (Path input : inputs) {
            refuseInput(output, input);
        }
        refuseStore(output);
        String name = String.valueOf(output.getFileName());
        if (name.endsWith(Manifest.SUFFIX)) {
            throw refused(output, "the output has the name of a manifest")
                    .because("a file of that name is read as the manifest of another file");
        }
    }

    /**
     * Checks any other output.
     *
     * @throws Failure with status 6
     */
    public void check(Path output) throws IOException {
        checkExport(output);
        if (Files.isRegularFile(output) && Files.exists(Manifest.nameFor(output.toRealPath()))) {
            throw refused(output, "the output would overwrite a backup").because("it has a manifest");
        }
    }

    private static void refuseInput(Path output, Path input) throws IOException {
        boolean same = Files.isRegularFile(input) && Files.exists(output) && Files.isSameFile(output, input);
        if (same || Files.isDirectory(input) && isStore(input) && DirectoryIdentity.contains(input, output)) {
            throw refused(output, "the output would overwrite the input");
        }
    }

    /**
     * Checks a directory that new files are written to.
     *
     * @throws Failure with status 6
     */
    public void checkDirectory(Path directory) throws IOException {
        Path file = directory.resolve("new");
        for (Path input : inputs) {
            refuseInput(file, input);
        }
        refuseStore(file);
    }

    /** A server finds unknown files in a Raft directory, and a server that upgrades the directory removes them. */
    private static void refuseStore(Path output) throws IOException {
        Path real = DirectoryIdentity.real(output);
        for (Path up = real.getParent(); up != null; up = up.getParent()) {
            if (isStore(up)) {
                throw refused(output, "the output would be inside a Raft directory")
                        .because("the Raft directory is " + up);
            }
        }
    }

    private static boolean isStore(Path directory) throws IOException {
        return Files.isDirectory(directory.resolve("df_meta")) || LegacyDir.isAt(directory);
    }

    private static Failure refused(Path output, String what) {
        return Failure.of(ExitStatus.REFUSED, what).at(output.toString()).next("write to another file");
    }
}
