package io.metash.backup;

/**
 * Something that was found in a store.
 *
 * @param grade what it makes of the store: {@link Grade#CONSISTENT} when it is only to be known
 * @param what what it is, a clause without a full stop
 * @param line in which line of a file, 0 when it is about the whole
 * @param byteAt at which byte, -1 when that is not known
 * @param why what it means, or null
 */
public record Finding(Grade grade, String what, long line, long byteAt, String why) {
    /** Something that is to be known, and no more. */
    public static Finding note(String what) {
        return new Finding(Grade.CONSISTENT, what, 0, -1, null);
    }

    /** Something is missing. */
    static Finding missing(String what, String why) {
        return new Finding(Grade.INCOMPLETE, what, 0, -1, why);
    }

    /** Something is wrong in a line. */
    static Finding wrong(String what, long line, String why) {
        return new Finding(Grade.DAMAGED, what, line, -1, why);
    }
}
