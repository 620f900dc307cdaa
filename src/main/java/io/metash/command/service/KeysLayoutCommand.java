package io.metash.command.service;

import io.metash.command.CommandContext;
import io.metash.command.option.LiveOption;
import io.metash.command.option.MetactlText;
import io.metash.command.option.ServiceHandle;
import io.metash.command.option.SnapshotAge;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys-layout}: prints the number of keys of each directory in the last snapshot. */
@Command(
        name = "keys-layout",
        description = {
            "Counts the keys of a running service by directory, in its last snapshot: a directory follows its"
                    + " subdirectories, and the total is last. Keys written after the snapshot are not counted; without a"
                    + " snapshot nothing is printed.",
            "",
            "Examples:",
            "  keys-layout @live --depth 1",
            "  keys-layout @live -o json"
        })
public final class KeysLayoutCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private LiveOption live = new LiveOption();

    @Option(names = "--depth", paramLabel = "N", description = "Lists directories up to this depth; 0: only the total.")
    private @Nullable Integer depth;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, ndjson, csv, or raw (only the names). Else lines as metactl prints them.")
    private @Nullable OutputFormat format;

    public KeysLayoutCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (depth != null && depth < 0) {
            throw Failure.of(ExitStatus.USAGE, "--depth " + depth + " is below 0")
                    .next("metash keys-layout --depth 1");
        }
        try (ServiceHandle service = live.open(context)) {
            if (format == null) {
                service.client().keysLayout(depth == null ? -1 : depth, this::line);
            } else {
                list(service, format);
            }
            if (!live.asMetactl(context)) {
                SnapshotAge.say(service.info(), context);
            }
        }
        return ExitStatus.OK.code();
    }

    private void line(String directory, Long keys) {
        boolean exact = live.asMetactl(context);
        MetactlText.print((exact ? directory : Printable.text(directory)) + " " + U64.text(keys), context);
    }

    private void list(ServiceHandle service, OutputFormat format) throws IOException {
        Listing list = Listing.of(format, context.io(), List.of(Column.number("keys"), Column.text("directory")));
        List<List<Object>> rows = new ArrayList<>();
        service.client()
                .keysLayout(depth == null ? -1 : depth, (directory, keys) -> rows.add(List.of(keys, directory)));
        for (List<Object> row : rows) {
            list.add(row);
        }
        list.finish();
    }
}
