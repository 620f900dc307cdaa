package io.metash;

/** Does nothing: that it ends with status 0 tells the launcher that Java starts with the options it chose. */
final class Started {
    private Started() {}

    /** Ends at once. */
    public static void main(String[] arguments) {
        // Java has started.
    }
}
