package io.metash.lua;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import io.metash.files.Jna;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Standard input, output and error of a script: C streams connected to Java streams, so that redirections, pagers and
 * recordings of the shell apply to a script's output. C does not buffer the output.
 */
final class StandardFiles implements Closeable {
    static {
        // Must come before any use of JNA: a second copy of its native library would crash the process.
        Jna.prepare();
    }

    private static final Object OPENING = new Object();
    private static final int UNBUFFERED = 2;

    /** Reads or writes bytes; returns their number, or -1 for an error. */
    interface Transfer extends Callback {
        long call(Pointer cookie, Pointer bytes, long count);
    }

    /** {@code cookie_io_functions_t} of the C library. */
    @FieldOrder({"read", "write", "seek", "close"})
    public static final class Transfers extends Structure implements Structure.ByValue {
        public @Nullable Transfer read;
        public @Nullable Transfer write;
        public @Nullable Pointer seek;
        public @Nullable Pointer close;
    }

    /** A stream of the C library and its callbacks. */
    private record CStream(String variable, Pointer file, Transfers calls) {}

    private final NativeLibrary library = NativeLibrary.getProcess();
    private final List<CStream> streams;
    private volatile boolean detached;

    StandardFiles(@Nullable InputStream in, PrintStream out, PrintStream err) {
        streams = List.of(
                open("stdin", "r", (cookie, bytes, count) -> read(in, bytes, count), null),
                open("stdout", "w", null, (cookie, bytes, count) -> write(out, bytes, count)),
                open("stderr", "w", null, (cookie, bytes, count) -> write(err, bytes, count)));
    }

    private CStream open(String variable, String mode, @Nullable Transfer read, @Nullable Transfer write) {
        Transfers calls = new Transfers();
        calls.read = read;
        calls.write = write;
        Pointer file =
                (Pointer) function("fopencookie").invoke(Pointer.class, new Object[] {Pointer.NULL, mode, calls});
        if (file == null) {
            throw new OutOfMemoryError("no memory for " + variable);
        }
        if (write != null) {
            function("setvbuf").invokeInt(new Object[] {file, Pointer.NULL, UNBUFFERED, 0L});
        }
        return new CStream(variable, file, calls);
    }

    private Function function(String name) {
        return library.getFunction(name);
    }

    private long read(@Nullable InputStream in, Pointer bytes, long count) {
        if (detached || in == null) {
            return 0;
        }
        try {
            byte[] read = new byte[(int) Math.min(count, 8192)];
            int length = in.read(read);
            if (length > 0) {
                bytes.write(0, read, 0, length);
            }
            return Math.max(length, 0);
        } catch (IOException | RuntimeException failed) {
            return -1;
        }
    }

    private long write(PrintStream to, Pointer bytes, long count) {
        if (detached) {
            return count;
        }
        try {
            byte[] written = bytes.getByteArray(0, Math.toIntExact(count));
            to.write(written, 0, written.length);
            if (written.length > 0 && written[written.length - 1] == '\n') {
                to.flush();
            }
            return count;
        } catch (RuntimeException failed) {
            return -1;
        }
    }

    /** Runs code while these are the standard streams of the process. */
    void during(Runnable opening) {
        synchronized (OPENING) {
            Pointer[] before = new Pointer[streams.size()];
            for (int i = 0; i < before.length; i++) {
                Pointer variable =
                        library.getGlobalVariableAddress(streams.get(i).variable());
                before[i] = variable.getPointer(0);
                variable.setPointer(0, streams.get(i).file());
            }
            try {
                opening.run();
            } finally {
                for (int i = 0; i < before.length; i++) {
                    library.getGlobalVariableAddress(streams.get(i).variable()).setPointer(0, before[i]);
                }
            }
        }
    }

    /** Detaches the script: from now on reads fail and output is discarded. */
    void detach() {
        detached = true;
    }

    @Override
    public void close() {
        for (CStream stream : streams) {
            function("fclose").invokeInt(new Object[] {stream.file()});
        }
    }
}
