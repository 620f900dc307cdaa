package io.metash.record;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** An error while an output was written that says whether the output has its name. */
public final class OutputError extends FileSystemException {
    private static final long serialVersionUID = 1;

    private final boolean inPlace;
    private final String state;
    private final IOException error;

    private OutputError(Path output, boolean inPlace, String state, IOException error) {
        super(output.toString(), null, error.getMessage());
        initCause(error);
        this.inPlace = inPlace;
        this.state = state;
        this.error = error;
    }

    /** A file was not created, or the previous one is unchanged. */
    public static OutputError unchanged(Path file, IOException error) {
        String state = "no file was created";
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            state = "the existing file is unchanged";
        }
        return new OutputError(file, false, state, root(error));
    }

    /** The file is complete under its name, but its directory could not be synced. */
    public static OutputError unsynced(Path file, IOException error) {
        return new OutputError(file, true, "its directory could not be synced", root(error));
    }

    /** The directory is as it was before the command. */
    public static OutputError unchangedDirectory(Path directory, IOException error) {
        return new OutputError(directory, false, "the directory is unchanged", root(error));
    }

    private static IOException root(IOException error) {
        if (error instanceof OutputError output) {
            return output.error;
        }
        return error;
    }

    /** Whether the output has its name. */
    public boolean inPlace() {
        return inPlace;
    }

    /** A clause that says what the error left. */
    public String state() {
        return state;
    }

    /** The error of the operating system. */
    public IOException error() {
        return error;
    }
}
