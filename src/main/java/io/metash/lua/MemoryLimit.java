package io.metash.lua;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import io.metash.files.Jna;
import java.util.Map;

/**
 * The allocator of a Lua state. Rejects allocations above the limit, which Lua reports to the script as
 * {@code not enough memory}, but never while Java code runs, since that error would skip Java frames. Java's
 * allocations count towards the limit and may exceed it.
 */
final class MemoryLimit implements LuaApi.Allocator {
    /** The allocation functions of the C library. */
    private static final class C {
        static {
            Jna.prepare();
            com.sun.jna.Native.register(
                    C.class, NativeLibrary.getProcess(Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
        }

        private C() {}

        static native long realloc(long block, long bytes);

        static native void free(long block);
    }

    private final long limitBytes;
    private long usedBytes;
    private boolean exempt = true;

    MemoryLimit(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Exempts Java code from the limit, or ends the exemption; returns the previous state. */
    boolean exempt(boolean java) {
        boolean before = exempt;
        exempt = java;
        return before;
    }

    /** The bytes in use. */
    long usedBytes() {
        return usedBytes;
    }

    @Override
    public long call(long userData, long block, long oldBytes, long newBytes) {
        // Without a block, the old size encodes an object type.
        long held = oldBytes;
        if (block == 0) {
            held = 0;
        }
        if (newBytes == 0) {
            usedBytes -= held;
            if (block != 0) {
                C.free(block);
            }
            return 0;
        }
        if (newBytes > held && newBytes - held > limitBytes - usedBytes && !exempt) {
            return 0;
        }
        long made = C.realloc(block, newBytes);
        if (made != 0) {
            usedBytes += newBytes - held;
        }
        return made;
    }
}
