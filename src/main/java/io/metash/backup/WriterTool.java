package io.metash.backup;

/** Who wrote a file. */
public final class WriterTool {
    private WriterTool() {}

    /** The program and its version. */
    public static String name() {
        String version = WriterTool.class.getPackage().getImplementationVersion();
        return "metash " + (version == null ? "development" : version);
    }
}
