package io.metash.session;

import io.metash.storage.Storage;
import io.metash.storage.StorageUrl;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens export files: files, pipes and URLs of object storage. */
final class FileOpener implements SessionOpener {
    private final Storage storage;

    FileOpener(Storage storage) {
        this.storage = storage;
    }

    @Override
    public boolean knows(String place) {
        if (StorageUrl.looksLikeUrl(place)) {
            return true;
        }
        Path path = Sessions.path(place);
        return path != null && (Files.isRegularFile(path) || PipedFile.isAt(path));
    }

    @Override
    public Session open(String place, String name, ConnectOptions options) throws IOException {
        Path path = null;
        if (!StorageUrl.looksLikeUrl(place)) {
            path = Sessions.path(place);
        }
        StoredFile file;
        if (path != null && PipedFile.isAt(path)) {
            file = PipedFile.read(path, options.cache(), options.cancel());
        } else {
            file = storage.file(place);
        }
        return open(file, name, options);
    }

    static Session open(StoredFile file, String name, ConnectOptions options) throws IOException {
        ExportFile export = ExportFile.open(file, FileBytes::open, options);
        return StoreSession.open(name, file.toString(), new FileParts(export), options);
    }
}
