package io.metash.command.option;

import io.metash.backup.ExportRecords;
import io.metash.catalog.Substitutes;
import io.metash.command.CommandContext;
import io.metash.command.DirectorySource;
import io.metash.command.Place;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.redact.RedactedSource;
import io.metash.session.CacheFolder;
import java.io.IOException;

/** Opens the redacted records of a place. */
public final class RedactedPlace {
    private RedactedPlace() {}

    /** Opens the records of a place; to be closed. */
    public static RedactedSource open(CommandContext context, Place place, Substitutes substitutes) throws IOException {
        return new RedactedSource(
                records(context, place), substitutes, CacheFolder.ofUser().scratch());
    }

    private static RecordSource records(CommandContext context, Place place) throws IOException {
        if (place.isDirectory()) {
            return new OfDirectory(DirectorySource.open(context, place.path(), false));
        }
        if (place.file() != null) {
            return ExportRecords.of(place.file());
        }
        return place.session().export();
    }

    /** The records of a directory; closing them closes the directory. */
    private record OfDirectory(DirectorySource directory) implements RecordSource {
        @Override
        public MetaRecord next() throws IOException {
            return directory.records().next();
        }

        @Override
        public String position() {
            return directory.records().position();
        }

        @Override
        public long bytesRead() {
            return directory.records().bytesRead();
        }

        @Override
        public long bytesTotal() {
            return directory.records().bytesTotal();
        }

        @Override
        public void close() throws IOException {
            directory.close();
        }
    }
}
