package io.metash.command.cluster;

import io.metash.client.ClientOptions;
import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.command.ProgressSteps;
import io.metash.output.Printable;
import io.metash.rebuild.ClusterCheck;
import io.metash.rebuild.PreflightFinding;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks a cluster against its plan, once or repeatedly, and prints the findings. */
final class ClusterWatch {
    /** The default timeout. */
    static final int USUAL_SECONDS = 180;

    private static final long ANSWER_MS = 5_000;
    private static final long CONNECT_MS = 5_000;
    private static final long INTERVAL_MS = 1_000;

    private final CommandContext context;
    private final ClusterCheck check;
    private final Path plan;

    ClusterWatch(CommandContext context, ClusterCheck check, Path plan) {
        this.context = context;
        this.check = check;
        this.plan = plan;
    }

    /** The access to a service, with timeouts for nodes that may still be starting. */
    static ClientOptions patient(ClientOptions options) {
        return options.within(ANSWER_MS, CONNECT_MS);
    }

    /** Repeats the check every second until it passes or times out; returns the exit status. */
    int run(int waitSeconds) throws IOException {
        long start = System.nanoTime();
        List<PreflightFinding> findings = check();
        int status = status(findings);
        String printed = "";
        while (status != 0 && secondsSince(start) < waitSeconds) {
            String now = "waiting: " + open(findings);
            if (!now.equals(printed)) {
                context.io().err().println(now + " (Ctrl-C stops waiting and changes nothing)");
                printed = now;
            }
            context.cancel().pause(INTERVAL_MS);
            findings = check();
            status = status(findings);
        }
        new PlanScreen(context.io()).findings(findings, "NO");
        context.io().checkOut();
        say(findings, status);
        return status;
    }

    private void say(List<PreflightFinding> findings, int status) throws IOException {
        if (status == 0) {
            context.io().err().println("the cluster matches the plan, and all keys are present");
            return;
        }
        for (PreflightFinding finding : findings) {
            Optional<String> next = finding.nextFor(Advice.word(plan.toString()));
            if (finding.isBad() && next.isPresent()) {
                context.io().command("next: " + next.get());
                return;
            }
        }
    }

    private List<PreflightFinding> check() throws IOException {
        try (ProgressSteps steps = new ProgressSteps(context)) {
            return check.check(steps.begin("reading the keys"));
        }
    }

    private static int status(List<PreflightFinding> findings) {
        int status = 0;
        for (PreflightFinding finding : findings) {
            if (finding.isBad() && (status == 0 || finding.status() == ExitStatus.UNREACHABLE)) {
                status = finding.status().code();
            }
        }
        return status;
    }

    private static String open(List<PreflightFinding> findings) {
        return String.join(
                "; ",
                findings.stream()
                        .filter(PreflightFinding::isBad)
                        .map(f -> f.check()
                                + (f.code() == PreflightFinding.Code.NOT_RUNNING ? " is not reached" : ": " + f.text()))
                        .map(Printable::text)
                        .toList());
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
