package io.metash.lua;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import io.metash.files.Jna;
import java.util.Map;

/**
 * The allocator of a Lua state. It refuses allocations above the limit, which Lua reports to the script as {@code not enough
 * memory}; never while Java code runs, since such an error would skip Java frames. Allocations of Java count, even above the
 * limit.
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

    /** Lets Java take what it needs, or the script what the limit leaves; returns what was in force before. */
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
        // Without a block the old size is a kind of object.
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
