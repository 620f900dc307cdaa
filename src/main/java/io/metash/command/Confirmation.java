package io.metash.command;

import io.metash.record.Failure;
import io.metash.record.Status;
import java.nio.file.Path;

/** The one way to say yes: the name of the thing, behind {@code --yes-i-mean}. */
final class Confirmation {
    private Confirmation() {}

    /** The last part of a path: what has to be typed. */
    static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "/" : name.toString();
    }

    /** Whether the right name was typed; refuses a wrong one. */
    static boolean given(String typed, Path thing) {
        if (typed != null && !typed.equals(nameOf(thing))) {
            throw Failure.of(Status.REFUSED, "--yes-i-mean " + typed + " names something else")
                    .because("this is about " + nameOf(thing))
                    .next("look again at what is to be done; then --yes-i-mean " + nameOf(thing));
        }
        return typed != null;
    }
}
