package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.files.PipeInput;
import io.metash.output.Io;
import io.metash.record.ExitStatus;
import io.metash.shell.script.CommandSplitter;
import io.metash.shell.script.DataInput;
import io.metash.shell.script.Redirect;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input and output of one command. A file after {@code >} appears when the output is complete and the command
 * succeeded; until then the previous file stays. Data for a program after {@code |} is written directly.
 */
final class CommandStreams implements Closeable {
    private static final int BUFFER = 64 << 10;

    private final CommandContext context;
    private final Io before;
    private boolean stream;
    /** The redirected input; null for none. */
    private @Nullable InputStream input;
    /** The redirected output; null for none. */
    private @Nullable OutputStream output;

    private @Nullable WriteMark written;
    /** The file after {@code >}, the file after {@code >>} or the program after {@code |}. */
    private @Nullable AtomicFile place;

    private @Nullable FileChannel appended;
    private ExternalPrograms.@Nullable ProgramRun program;

    private CommandStreams(CommandContext context) {
        this.context = context;
        this.before = context.io();
    }

    /** Opens the redirections of a command. */
    static CommandStreams of(CommandSplitter.Command command, CommandContext context, ExternalPrograms programs)
            throws IOException {
        CommandStreams streams = new CommandStreams(context);
        streams.stream = context.table()
                .isEndless(
                        command.words().stream().map(CommandSplitter.Word::text).toList());
        try {
            streams.open(command, programs);
        } catch (IOException | RuntimeException failed) {
            streams.close();
            throw failed;
        }
        return streams;
    }

    private void open(CommandSplitter.Command command, ExternalPrograms programs) throws IOException {
        Io io = before;
        context.hasInput(command.input() != null);
        DataInput source = command.input();
        if (source != null) {
            InputStream in;
            if (source.file() != null) {
                in = new BufferedInputStream(
                        PipeInput.open(Path.of(source.file().text()), context::cancel), BUFFER);
            } else {
                in = new ByteArrayInputStream(source.word().text().getBytes(StandardCharsets.UTF_8));
            }
            input = in;
            io = io.from(in);
        }
        Redirect redirect = command.redirect();
        context.piped(redirect != null && redirect.kind() == Redirect.Kind.PIPE);
        if (redirect != null) {
            WriteMark mark = new WriteMark(sink(command, redirect, programs));
            OutputStream buffered = new BufferedOutputStream(mark, BUFFER);
            written = mark;
            output = buffered;
            io = io.into(buffered);
        }
        context.use(io);
    }

    private OutputStream sink(CommandSplitter.Command command, Redirect redirect, ExternalPrograms programs)
            throws IOException {
        if (redirect.kind() == Redirect.Kind.PIPE) {
            ExternalPrograms.ProgramRun started = programs.start(redirect.targetProgram(), true);
            program = started;
            return new ProgramInput(started.process().getOutputStream());
        }
        Path file = Path.of(redirect.targetFile().text());
        refuseInput(command, file);
        if (redirect.kind() == Redirect.Kind.WRITE) {
            AtomicFile begun = AtomicFile.begin(file, Disk.real());
            place = begun;
            if (stream) {
                begun.keepOnInterruption();
            }
            return begun.stream();
        }
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        appended = channel;
        return Channels.newOutputStream(channel);
    }

    /**
     * Refuses to overwrite inputs of the command: files among its words, its redirected input, the store of the
     * session.
     */
    private void refuseInput(CommandSplitter.Command command, Path file) throws IOException {
        OutputGuard guard = OutputGuard.of(context);
        for (CommandSplitter.Word word : command.words()) {
            String text = word.text();
            guard.reads(text).reads(text.substring(text.indexOf('=') + 1));
        }
        DataInput source = command.input();
        if (source != null && source.file() != null) {
            guard.reads(source.file().text());
        }
        guard.check(file);
    }

    /** Completes the output of a command that ended with this status; returns the status of the command line. */
    int end(int status) throws IOException {
        if (program != null && output != null) {
            return endProgram(program, output, status);
        }
        // "No" is a valid result, a list of differences for example.
        boolean complete = status == ExitStatus.OK.code() || status == ExitStatus.NO.code() || streamed(status);
        if (output != null) {
            context.io().checkOut();
            if (place != null && complete) {
                place.commit();
            } else if (appended != null) {
                appended.force(true);
            }
        }
        return status;
    }

    /** Whether a command without end was stopped by the user or by the reader of its output. */
    private boolean streamed(int status) {
        boolean any = written != null && written.any;
        return stream && (status == ExitStatus.INTERRUPTED.code() || status != ExitStatus.USAGE.code() && any);
    }

    /** Records whether anything was written. */
    private static final class WriteMark extends FilterOutputStream {
        private boolean any;

        WriteMark(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            any |= length > 0;
            out.write(bytes, from, length);
        }
    }

    private int endProgram(ExternalPrograms.ProgramRun running, OutputStream out, int status) throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            // The exit status of the program is reported instead.
        }
        int ended = running.end();
        program = null;
        if (status == ExitStatus.OK.code() || status == ExitStatus.BROKEN_PIPE.code()) {
            return ended;
        }
        return status;
    }

    @Override
    public void close() throws IOException {
        context.use(before);
        context.hasInput(false);
        context.piped(false);
        if (program != null) {
            program.stop();
        }
        if (input != null) {
            input.close();
        }
        if (appended != null) {
            appended.close();
        }
        if (place != null) {
            place.close();
        }
    }

    /** The input of a program. Java closes it when the program ends; to the command that is a broken pipe. */
    private static final class ProgramInput extends FilterOutputStream {
        ProgramInput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException ended) {
                throw brokenPipe(ended);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException ended) {
                throw brokenPipe(ended);
            }
        }

        private static IOException brokenPipe(IOException ended) {
            IOException broken = new IOException("Broken pipe");
            broken.addSuppressed(ended);
            return broken;
        }
    }
}
