package io.metash.output;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Heap;
import io.metash.record.OutputError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Renders failures as text, and converts system exceptions to failures. No other class does either. */
public final class Failures {
    /** The indentation of the lines of a failure. */
    private static final String INDENT = " ".repeat(9);

    /** The message of a {@link FileNotFoundException} from the system. */
    private static final Pattern PATH_AND_REASON = Pattern.compile("(.*) \\((.*)\\)", Pattern.DOTALL);

    /** What to do after an error of the operating system. */
    private static final Map<String, String> NEXT = Map.of(
            "Input/output error", "check the disk, then run the same command again",
            "Disk quota exceeded", "free some space, then run the same command again",
            "File too large", "raise the limit, as with ulimit -f unlimited, then run the same command again",
            "Not a directory", "check the spelling of the path",
            "Read-only file system", "mount it read-write, or name a file on another file system",
            "Too many open files", "raise the limit, as with ulimit -n 4096, then run the same command again");

    private Failures() {}

    /**
     * Converts a throwable to a failure: an error of the operating system has status 7, anything unexpected is a bug in
     * metash.
     */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        }
        if (thrown instanceof IOException io) {
            return ofSystem(io);
        }
        if (thrown instanceof UncheckedIOException unchecked) {
            return ofSystem(Objects.requireNonNull(unchecked.getCause()));
        }
        if (thrown instanceof OutOfMemoryError) {
            return Failure.of(ExitStatus.IO, "not enough memory")
                    .because("the heap of metash has " + Heap.mib() + " MiB")
                    .next(Heap.advice(0))
                    .causedBy(thrown);
        }
        if (thrown instanceof LinkageError && isNativeCodeError(thrown)) {
            return Failure.of(ExitStatus.IO, "a native library cannot be loaded")
                    .because(String.valueOf(rootOf(thrown).getMessage()))
                    .next("it needs a directory that permits execution: set METASH_JAVA_OPTIONS=-Djava.io.tmpdir=DIR to"
                            + " another directory")
                    .causedBy(thrown);
        }
        return Failure.of(ExitStatus.BUG, "internal error: " + thrown)
                .because("this is a bug in metash")
                .next("run it again with --debug and report the output")
                .causedBy(thrown);
    }

    /** After a class failed to initialize once, later errors carry the cause as text only. */
    private static boolean isNativeCodeError(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnsatisfiedLinkError
                    || String.valueOf(cause.getMessage()).contains(UnsatisfiedLinkError.class.getName())) {
                return true;
            }
        }
        return false;
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static Failure ofOutput(OutputError output) {
        Failure error = ofSystem(output.error());
        if (!output.inPlace()) {
            return error.at(output.getFile()).because(output.state());
        }
        return Failure.of(ExitStatus.IO, "the new file is complete, but may not survive a power failure")
                .at(output.getFile())
                .because(output.state() + ": " + reason(output.error()))
                .next("check the disk, then run the same command again")
                .causedBy(output);
    }

    private static Failure ofSystem(IOException io) {
        if (io instanceof OutputError output) {
            return ofOutput(output);
        }
        if (io instanceof FileNotFoundException stream) {
            return ofSystem(named(stream));
        }
        String message = String.valueOf(io.getMessage());
        if (message.contains("Broken pipe")) {
            return Failure.of(ExitStatus.BROKEN_PIPE, "the reader of the output closed the pipe")
                    .causedBy(io);
        }
        if (io instanceof NoSuchFileException) {
            boolean named = io instanceof NoSuchFileException file && file.getReason() != null;
            return Failure.of(ExitStatus.IO, named ? reason(io) : "no such file")
                    .at(place(io))
                    .next("check the spelling of the path")
                    .causedBy(io);
        }
        if (io instanceof AccessDeniedException) {
            return Failure.of(ExitStatus.IO, "permission denied")
                    .at(place(io))
                    .next("run metash as its owner")
                    .causedBy(io);
        }
        if (message.contains("No space left")) {
            return Failure.of(ExitStatus.IO, "the disk is full")
                    .at(place(io))
                    .next("free some space, then run the same command again")
                    .causedBy(io);
        }
        return Failure.of(ExitStatus.IO, "the operating system reports: " + reason(io))
                .at(place(io))
                .next(NEXT.get(reason(io)))
                .causedBy(io);
    }

    /** The exception of java.nio for one of java.io, whose message is {@code PATH (REASON)}. */
    private static FileSystemException named(FileNotFoundException stream) {
        Matcher parts = PATH_AND_REASON.matcher(String.valueOf(stream.getMessage()));
        FileSystemException named;
        if (!parts.matches()) {
            named = new NoSuchFileException(stream.getMessage());
        } else {
            named = switch (parts.group(2)) {
                case "No such file or directory" -> new NoSuchFileException(parts.group(1));
                case "Permission denied" -> new AccessDeniedException(parts.group(1));
                default -> new FileSystemException(parts.group(1), null, parts.group(2));
            };
        }
        named.initCause(stream);
        return named;
    }

    private static @Nullable String place(IOException io) {
        if (io instanceof FileSystemException file) {
            return file.getFile();
        }
        return null;
    }

    private static String reason(IOException io) {
        if (io instanceof FileSystemException file) {
            return Objects.requireNonNullElseGet(file.getReason(), () -> reason(file.getClass()));
        }
        return Objects.requireNonNullElseGet(io.getMessage(), io.getClass()::getSimpleName);
    }

    /** The reason that an exception of java.nio states by its class only. */
    private static String reason(Class<? extends FileSystemException> type) {
        if (type == FileAlreadyExistsException.class) {
            return "File exists";
        }
        if (type == NotDirectoryException.class) {
            return "Not a directory";
        }
        if (type == DirectoryNotEmptyException.class) {
            return "Directory not empty";
        }
        return type.getSimpleName();
    }

    /** Prints a failure; a closed pipe is not reported. */
    public static void render(Failure failure, PrintStream err, boolean debug) {
        render(failure, err, false, debug, Integer.MAX_VALUE);
    }

    /** Renders a failure in the style of the message stream. */
    public static void render(Failure failure, Io io, boolean debug) {
        int columns = Integer.MAX_VALUE;
        if (io.errTerminal()) {
            columns = io.width().getAsInt();
        }
        render(failure, io.err(), io.coloredMessages(), debug, columns);
    }

    private static void render(Failure failure, PrintStream err, boolean colored, boolean debug, int columns) {
        if (failure.status() == ExitStatus.BROKEN_PIPE && !debug) {
            return;
        }
        if (err instanceof JsonLog log) {
            log.failure(failure);
            return;
        }
        err.println(Style.BAD.on("metash:", colored) + " " + Printable.text(failure.what()));
        if (failure.line() != null) {
            err.println("  " + Printable.text(failure.line()));
            err.println("  " + failure.marks());
        }
        line(err, "where", failure.where() == null ? null : Printable.command(failure.where()));
        line(err, "why", failure.why() == null ? null : wrapped(Printable.text(failure.why()), columns));
        if (failure.next() != null) {
            line(err, "next", filled(Printable.command(failure.next()), columns));
        }
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** Wraps sentences between words, with continuation lines indented. */
    private static String wrapped(String text, int columns) {
        List<String> lines = TextWrap.lines(text, columns == Integer.MAX_VALUE ? columns : columns - INDENT.length());
        return String.join(System.lineSeparator() + INDENT, lines);
    }

    /** Wraps a command to type, which stays one line for a copy. */
    private static String filled(String text, int columns) {
        if (columns == Integer.MAX_VALUE) {
            return text;
        }
        String label = INDENT.replace(' ', 'n');
        return TextWrap.filled(label + text, columns, INDENT.length()).substring(label.length());
    }

    private static void line(PrintStream err, String label, @Nullable String text) {
        if (text != null) {
            err.printf("  %-5s  %s%n", label, text);
        }
    }
}
