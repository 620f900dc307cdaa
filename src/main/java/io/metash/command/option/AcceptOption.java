package io.metash.command.option;

import io.metash.integrity.StoreCheck;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The mixin option of commands that check a backup and can accept failed checks. */
public final class AcceptOption {
    @Option(
            names = "--accept",
            paramLabel = "CHECK",
            description = "Accepts the failure of a check; the message of a failed check names it. Repeatable.")
    private List<String> accept = new ArrayList<>();

    /** The checks that may fail. */
    public Set<StoreCheck> checks() {
        Set<StoreCheck> checks = EnumSet.noneOf(StoreCheck.class);
        for (String name : accept) {
            checks.add(StoreCheck.named(name)
                    .orElseThrow(() -> Failure.of(ExitStatus.USAGE, "unknown check '" + name + "'")
                            .because("the checks are "
                                    + Arrays.stream(StoreCheck.values())
                                            .filter(StoreCheck::acceptable)
                                            .map(StoreCheck::label)
                                            .collect(Collectors.joining(", ")))));
        }
        return checks;
    }
}
