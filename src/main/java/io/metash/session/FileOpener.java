package io.metash.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens export files: every place that is a regular file. */
final class FileOpener implements SessionOpener {
    @Override
    public boolean knows(String place) {
        Path path = Sessions.path(place);
        return path != null && Files.isRegularFile(path);
    }

    @Override
    public Session open(String place, String name, ConnectOptions options) throws IOException {
        ExportFile file = ExportFile.open(Path.of(place), FileBytes::open, options);
        return StoreSession.open(name, place, new FileParts(file), options);
    }
}
