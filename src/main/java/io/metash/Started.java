package io.metash;

/** Does nothing: exits with status 0, so that the launcher knows that Java starts with its options. */
final class Started {
    private Started() {}

    /** Ends at once. */
    public static void main(String[] arguments) {
        // Java has started.
    }
}
