package io.metash.files;

/** Loads the native part of JNA for packages that call C. */
public final class Jna {
    private Jna() {}

    /**
     * Loads JNA's library through {@link io.metash.record.PrivateLibrary} before JNA does; errors are reported by the
     * first native call.
     */
    public static void prepare() {
        LinuxCalls.prepare();
    }
}
