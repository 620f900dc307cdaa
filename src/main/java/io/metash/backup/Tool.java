package io.metash.backup;

/** Who wrote a file. */
public final class Tool {
    private Tool() {}

    /** The program and its version. */
    public static String name() {
        String version = Tool.class.getPackage().getImplementationVersion();
        return "metash " + (version == null ? "development" : version);
    }
}
