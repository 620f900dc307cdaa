package io.metash.command;

import io.metash.backup.Check;
import io.metash.record.Failure;
import io.metash.record.Status;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The checks that {@code --accept} names. */
final class Checks {
    private Checks() {}

    static Set<Check> named(List<String> names) {
        Set<Check> checks = EnumSet.noneOf(Check.class);
        for (String name : names) {
            checks.add(Arrays.stream(Check.values())
                    .filter(check -> check.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Failure.of(Status.USAGE, "there is no check '" + name + "'")
                            .because("the checks are "
                                    + Arrays.stream(Check.values())
                                            .map(Check::label)
                                            .collect(Collectors.joining(", ")))));
        }
        return checks;
    }
}
