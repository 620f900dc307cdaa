package io.metash.files;

/** The native part of JNA, for other packages that call C. */
public final class Jna {
    private Jna() {}

    /** Loads it by the rules of this program, before JNA loads it by its own; errors are reported by the first call. */
    public static void prepare() {
        LinuxCalls.prepare();
    }
}
