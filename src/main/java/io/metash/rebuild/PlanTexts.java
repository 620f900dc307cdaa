package io.metash.rebuild;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Validates the texts of a plan. A plan may come from another user, and its hash only proves that it is intact. It
 * must refer to files in its own directory by name only, and must not contain text that affects a command or a
 * terminal.
 */
final class PlanTexts {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{1,64}");
    private static final Pattern FILE_NAME = Pattern.compile("(?![.-])[^/]{1,255}");

    private PlanTexts() {}

    /** Returns the first invalid part of a plan; empty when it is valid. */
    static Optional<String> fault(RebuildPlan plan) {
        if (!ID.matcher(plan.id()).matches()) {
            return Optional.of("invalid plan id: " + plan.id());
        }
        List<String> texts = new ArrayList<>(List.of(
                plan.situation(),
                plan.backup().path(),
                plan.backup().grade(),
                plan.backup().sha256()));
        texts.addAll(plan.accepted());
        for (PlannedNode node : plan.nodes()) {
            Optional<String> fault = fault(node);
            if (fault.isPresent()) {
                return fault;
            }
            texts.add(node.raft());
            texts.add(String.valueOf(node.grpc()));
        }
        if (texts.stream().anyMatch(PlanTexts::hasControls)) {
            return Optional.of("a text in it has control characters");
        }
        return Optional.empty();
    }

    /** Whether a text contains control, escape or direction characters. */
    private static boolean hasControls(String text) {
        return text.codePoints().anyMatch(c -> {
            int type = Character.getType(c);
            return Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
        });
    }

    private static Optional<String> fault(PlannedNode node) {
        String config = node.config();
        if (config != null && !(FILE_NAME.matcher(config).matches() && !hasControls(config))) {
            return Optional.of("the configuration of node " + node.idText()
                    + " is not the name of a file in the plan's directory");
        }
        return directoryFault(node);
    }

    private static Optional<String> directoryFault(PlannedNode node) {
        String directory = node.directory();
        if (directory == null || hasControls(directory) || !Path.of(directory).isAbsolute()) {
            return Optional.of(
                    "the directory of node " + node.idText() + " is not an absolute path without control characters");
        }
        return Optional.empty();
    }

    /**
     * Rejects a directory that makes a plan invalid.
     *
     * @throws Failure with status 2
     */
    static void requireDirectory(PlannedNode node) {
        Optional<String> fault = directoryFault(node);
        if (fault.isPresent()) {
            throw unusable(node.storeDirectory(), fault.get(), "use names without control characters");
        }
    }

    /**
     * Rejects a new plan that would be invalid when it is read.
     *
     * @throws Failure with status 2
     */
    static void require(RebuildPlan plan) {
        for (PlannedNode node : plan.nodes()) {
            requireDirectory(node);
            Optional<String> fault = fault(node);
            if (fault.isPresent()) {
                throw unusable(
                        String.valueOf(node.config()),
                        fault.get(),
                        "use a file name without control characters that does not start with '.' or '-'");
            }
        }
        Optional<String> fault = fault(plan);
        if (fault.isPresent()) {
            throw unusable(plan.backup().path(), fault.get(), "use names without control characters");
        }
    }

    private static Failure unusable(String name, String why, String next) {
        return Failure.of(ExitStatus.USAGE, "a plan cannot hold this name")
                .at(name)
                .because(why)
                .next(next);
    }
}
