package io.metash.command.option;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;

/**
 * A setting of a session that is on for a limited time: {@code rw on 15m}, {@code secrets hide}.
 *
 * @param command the command's name
 * @param on the word that switches it on
 * @param off the word that switches it off
 * @param longestMs the longest duration in milliseconds
 * @param longest that duration in words
 * @param example a valid call
 */
public record TimedSetting(String command, String on, String off, long longestMs, String longest, String example) {
    /** Whether a word switches the setting on; a word that is neither is a usage error. */
    public boolean switchesOn(String word) {
        if (word.equals(on)) {
            return true;
        }
        if (word.equals(off)) {
            return false;
        }
        throw Failure.of(ExitStatus.USAGE, command + " takes " + on + " or " + off + ", not '" + word + "'")
                .next(example);
    }

    /** Parses a duration; returns nanoseconds. */
    public long nanos(String duration) {
        long ms = TimeArguments.spanMs(duration);
        if (ms < 1 || ms > longestMs) {
            throw Failure.of(
                            ExitStatus.USAGE,
                            command + " " + on + " takes a duration of up to " + longest + ", not " + duration)
                    .next(example);
        }
        return ms * 1_000_000;
    }
}
