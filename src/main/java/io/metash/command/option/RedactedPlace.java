package io.metash.command.option;

import io.metash.catalog.Substitutes;
import io.metash.command.CommandContext;
import io.metash.command.DirectorySource;
import io.metash.command.Place;
import io.metash.record.OwningSource;
import io.metash.record.RecordSource;
import io.metash.redact.RedactedSource;
import io.metash.session.CacheDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the redacted records of a place. */
public final class RedactedPlace {
    private RedactedPlace() {}

    /** Opens the records of a place; to be closed. */
    public static RedactedSource open(CommandContext context, Place place, Substitutes substitutes) throws IOException {
        return new RedactedSource(
                records(context, place), substitutes, CacheDirectory.ofUser().scratch());
    }

    private static RecordSource records(CommandContext context, Place place) throws IOException {
        Optional<Path> path = place.directory();
        if (path.isPresent()) {
            DirectorySource directory = DirectorySource.open(context, path.get(), false);
            return new OwningSource(directory.records(), directory);
        }
        return place.records(context.cancel());
    }
}
