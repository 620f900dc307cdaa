package io.metash;

/** Exits with status 0: the launcher runs it to check that Java starts with its options. */
final class StartCheck {
    private StartCheck() {}

    /** Does nothing. */
    public static void main(String[] arguments) {}
}
