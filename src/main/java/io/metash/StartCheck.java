package io.metash;

/** Does nothing: exits with status 0, so that the launcher knows that Java starts with its options. */
final class StartCheck {
    private StartCheck() {}

    /** Ends at once. */
    public static void main(String[] arguments) {
        // Java has started.
    }
}
