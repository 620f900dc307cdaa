package io.metash.command.transfer;

import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.files.AtomicFile;
import io.metash.files.DeleteOnExit;
import io.metash.files.Disk;
import io.metash.files.PipeInput;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.session.CacheDirectory;
import io.metash.session.PipedFile;
import io.metash.tenant.FilterOptions;
import io.metash.tenant.FilterReport;
import io.metash.tenant.TenantFilter;
import io.metash.tenant.UnknownKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code filter-tenant}: extracts the lines of one tenant from an export. */
@Command(
        name = "filter-tenant",
        description = {
            "Writes the records of one tenant of an export, for import into a new cluster.",
            "Header, node list, membership and sequences are kept, the raft log is dropped. Reads the input twice;"
                    + " writes nothing before it has found the keys to keep. Secrets are copied as they are.",
            "Dangling references, unreachable keys and unreadable values are listed; --strict fails on them,"
                    + " as metactl does.",
            "",
            "Examples:",
            "  filter-tenant --tenant acme --input backup.ndjson --output acme.ndjson",
            "  filter-tenant --tenant acme --unknown drop < backup.ndjson > acme.ndjson"
        })
public final class FilterTenantCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--tenant",
            required = true,
            paramLabel = "NAME",
            description = "The tenant to keep, as written in SQL or in keys.")
    private String tenant;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The export; .gz and .zst are decompressed. Default: standard input.")
    private String input = "";

    @Option(names = "--output", paramLabel = "FILE", description = "The output file; default: standard output.")
    private String output = "";

    @Option(
            names = "--unknown",
            paramLabel = "fail|keep|drop",
            description = "What to do with keys of unknown families; default: fail.")
    private UnknownKeys unknown = UnknownKeys.FAIL;

    @Option(names = "--strict", description = "Fails where metactl fails.")
    private boolean strict;

    public FilterTenantCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!output.isEmpty()) {
            OutputGuard.of(context).reads(input).check(Path.of(output));
        }
        if (!input.isEmpty() && Files.isRegularFile(Path.of(input))) {
            run(Path.of(input), input);
            return ExitStatus.OK.code();
        }
        if (!input.isEmpty() && Files.isDirectory(Path.of(input))) {
            throw Failure.of(ExitStatus.USAGE, "the input is a directory")
                    .at(input)
                    .because("filter-tenant reads an export")
                    .next("metash export --raft-dir " + ShellWord.of(Path.of(input)) + " --db FILE");
        }
        String name = input;
        if (input.isEmpty()) {
            name = "standard input";
            // Fails before the copy is created.
            standardInput();
        }
        Path scratch = CacheDirectory.ofUser().scratch();
        Path copy = DeleteOnExit.create(() -> Files.createTempFile(scratch, "filter-tenant-", ".ndjson"));
        try {
            spool(copy);
            run(copy, name);
        } finally {
            Files.deleteIfExists(copy);
            DeleteOnExit.remove(copy);
        }
        return ExitStatus.OK.code();
    }

    /** Copies a pipe to a file, since it can be read only once. The copy is readable by its owner only. */
    private void spool(Path copy) throws IOException {
        try (WritableByteChannel to = Files.newByteChannel(copy, StandardOpenOption.WRITE)) {
            if (input.isEmpty()) {
                PipedFile.copy(standardInput(), to, context.cancel());
            } else {
                try (InputStream pipe = PipeInput.open(Path.of(input), context::cancel)) {
                    PipedFile.copy(pipe, to, context.cancel());
                }
            }
        }
    }

    private InputStream standardInput() {
        InputStream in = context.io().in();
        if (in == null || context.io().inTerminal()) {
            throw Failure.of(ExitStatus.USAGE, "the input is missing")
                    .next("metash filter-tenant --tenant NAME --input FILE");
        }
        return in;
    }

    private void run(Path file, String name) throws IOException {
        TenantFilter filter = new TenantFilter(
                file,
                name,
                new FilterOptions(tenant, strict, unknown),
                note -> context.io().err().println(Printable.text(note)),
                context.cancel());
        filter.decide();
        FilterReport report;
        if (output.isEmpty()) {
            report = filter.write(context.io().bulk());
        } else {
            try (AtomicFile target = AtomicFile.begin(Path.of(output), Disk.real())) {
                report = filter.write(target.stream());
                target.commit();
            }
        }
        context.io().err().println(report.line());
    }
}
