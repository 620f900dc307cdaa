package io.metash.command.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The answer to a question of a dialogue; set by the step that asks, before later steps read it. */
final class GuideAnswer<T> {
    private final String name;
    private @Nullable T value;

    /** Creates an answer that is not given yet; {@code name} is the object of the question. */
    GuideAnswer(String name) {
        this.name = name;
    }

    /** Sets the answer, again after the user went back. */
    T set(T given) {
        value = given;
        return given;
    }

    /** The answer, which an earlier step has set. */
    T get() {
        return Objects.requireNonNull(value, () -> "the step that asks for " + name + " has not run");
    }
}
