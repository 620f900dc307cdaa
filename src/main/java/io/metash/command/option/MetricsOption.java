package io.metash.command.option;

import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.files.Disk;
import io.metash.monitoring.MetricsFile;
import io.metash.monitoring.RunMetrics;
import io.metash.output.Failures;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The file for the metrics of a command. */
public final class MetricsOption {
    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "Writes metrics to this file, as Prometheus text for node_exporter's textfile"
                    + " collector; keeps the metrics of other commands and clusters.")
    private @Nullable Path file;

    /** The work of a command; returns its exit status. */
    @FunctionalInterface
    public interface Work {
        /** Runs the command. */
        int run(RunMetrics metrics) throws IOException;
    }

    /** Runs a command and writes its metrics, even if the command fails. A write error is reported. */
    public int measure(CommandContext context, String command, Work work) throws IOException {
        if (file != null) {
            OutputGuard.of(context).check(file);
        }
        RunMetrics metrics = new RunMetrics(command);
        long startNs = System.nanoTime();
        int status = ExitStatus.BUG.code();
        try {
            status = work.run(metrics);
            return status;
        } catch (IOException | RuntimeException | Error failed) {
            status = Failures.of(failed).status().code();
            throw failed;
        } finally {
            if (file != null) {
                write(file, context, metrics, status, (System.nanoTime() - startNs) / 1e9);
            }
        }
    }

    private static void write(Path file, CommandContext context, RunMetrics metrics, int status, double seconds) {
        try {
            new MetricsFile(file, Disk.real())
                    .add(metrics, status, reason(status), seconds, System.currentTimeMillis());
        } catch (IOException | RuntimeException refused) {
            context.io()
                    .err()
                    .println("note: the metrics could not be written to " + Printable.text(file.toString()) + ": "
                            + Printable.text(Failures.of(refused).what()));
        }
    }

    /** The name of an exit status: interrupted, io, unreachable. */
    private static String reason(int status) {
        return Arrays.stream(ExitStatus.values())
                .filter(each -> each.code() == status)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("other");
    }
}
