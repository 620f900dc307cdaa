package io.metash.backup;

/** Identifies the program that wrote a file. */
public final class WriterTool {
    private WriterTool() {}

    /** Returns the program's name and version. */
    public static String name() {
        String version = WriterTool.class.getPackage().getImplementationVersion();
        return "metash " + (version == null ? "development" : version);
    }
}
