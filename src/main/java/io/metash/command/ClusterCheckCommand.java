package io.metash.command;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.rebuild.ClusterCheck;
import io.metash.rebuild.Finding;
import io.metash.record.Failure;
import io.metash.record.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init-cluster check}. */
@Command(
        name = "check",
        description = {
            "Looks whether the running cluster is the one of a plan: every member reached, one leader, the same applied log,"
                    + " and exactly the keys of the backup.",
            "Ends with status 0 when it is, 1 when something differs, 5 when a node is not reached.",
            "",
            "Examples:",
            "  init-cluster check three.plan.json --endpoint 127.0.0.1:9191",
            "  init-cluster check three.plan.json --endpoint 127.0.0.1:9191 --wait --timeout 5"
        })
public final class ClusterCheckCommand implements Callable<Integer> {
    private static final long ANSWER_MS = 5_000;
    private static final long CONNECT_MS = 2_000;
    private static final long EVERY_MS = 1_000;

    private final Context context;

    @Mixin
    private PlanArguments plan;

    @Option(
            names = "--endpoint",
            paramLabel = "HOST:PORT",
            description = "Where a node is reached, once for each; else the addresses of the plan.")
    private List<String> endpoints = new ArrayList<>();

    @Option(names = "--wait", description = "Waits until all is well, looking again every second.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long --wait waits; 180 when missing.")
    private int timeoutSeconds = 180;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    /** A check command that sees this context. */
    public ClusterCheckCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (String endpoint : endpoints) {
            addresses.addAll(Address.parseList(endpoint));
        }
        ClientOptions options = service.access(context, null, null).client().within(ANSWER_MS, CONNECT_MS);
        ClusterCheck check =
                new ClusterCheck(plan.plan(), addresses, options, plan.run().backup(), context.cancel());
        long start = System.nanoTime();
        List<Finding> findings = look(check);
        int status = status(findings);
        String told = "";
        while (wait && status != 0 && secondsSince(start) < timeoutSeconds) {
            String now = "waiting: " + open(findings);
            if (!now.equals(told)) {
                context.io().err().println(now + " (Ctrl-C stops the waiting and changes nothing)");
                told = now;
            }
            pause();
            findings = look(check);
            status = status(findings);
        }
        new PlanScreen(context.io()).findings(findings, "NO");
        context.io().checkOut();
        say(findings, status);
        return status;
    }

    private void say(List<Finding> findings, int status) throws IOException {
        if (status == 0) {
            context.io().err().println("the cluster is that of the plan, and it is all there");
            return;
        }
        for (Finding finding : findings) {
            if (finding.isBad() && finding.next() != null) {
                context.io()
                        .err()
                        .println("next: "
                                + finding.next()
                                        .replace("PLAN", Typed.word(plan.file().toString())));
                return;
            }
        }
    }

    private List<Finding> look(ClusterCheck check) throws IOException {
        try (Steps steps = new Steps(context)) {
            return check.look(steps.begin("reading the keys"));
        }
    }

    private static int status(List<Finding> findings) {
        int status = 0;
        for (Finding finding : findings) {
            if (finding.isBad() && (status == 0 || finding.status() == Status.UNREACHABLE)) {
                status = finding.status().code();
            }
        }
        return status;
    }

    private static String open(List<Finding> findings) {
        return String.join(
                "; ",
                findings.stream()
                        .filter(Finding::isBad)
                        .map(f -> f.check() + (f.status() == Status.UNREACHABLE ? " is not reached" : ": " + f.text()))
                        .map(Printable::text)
                        .toList());
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private void pause() {
        for (long waited = 0; waited < EVERY_MS; waited += 50) {
            context.cancel().check();
            try {
                Thread.sleep(50);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw Failure.of(Status.INTERRUPTED, "interrupted");
            }
        }
    }
}
