package io.metash;

/** The door of the program. */
public final class Main {
    private Main() {}

    /** Runs metash with the arguments of the command line. */
    public static void main(String[] arguments) {
        System.out.println("metash");
    }
}
