package io.metash.rebuild;

import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.record.OutputError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes several small files, all or none: all are complete under temporary names before the first gets its own. When
 * a later step fails, the previous files are restored.
 */
final class TextFiles {
    private final Disk disk;
    private final List<AtomicFile> prepared = new ArrayList<>();
    /** The previous contents of the files that have their names. */
    private final Map<Path, Optional<byte[]>> before = new LinkedHashMap<>();

    private TextFiles(Disk disk) {
        this.disk = disk;
    }

    /** Writes files in the order of the map; replaces existing ones. */
    static void replace(Map<Path, String> texts, Disk disk) throws IOException {
        new TextFiles(disk).write(texts, false);
    }

    /**
     * Creates files in the order of the map.
     *
     * @throws java.nio.file.FileAlreadyExistsException when a name is in use; none of the files is created
     */
    static void create(Map<Path, String> texts, Disk disk) throws IOException {
        new TextFiles(disk).write(texts, true);
    }

    private void write(Map<Path, String> texts, boolean onlyNew) throws IOException {
        try {
            for (Map.Entry<Path, String> text : texts.entrySet()) {
                AtomicFile file = AtomicFile.begin(text.getKey(), disk);
                prepared.add(file);
                file.stream().write(text.getValue().getBytes(StandardCharsets.UTF_8));
                file.prepare();
            }
            for (AtomicFile file : prepared) {
                if (onlyNew) {
                    file.commitNew();
                    before.put(file.target(), Optional.empty());
                } else {
                    commit(file);
                }
            }
        } catch (IOException failed) {
            if (restored(failed) && failed instanceof OutputError output) {
                throw OutputError.unchanged(Path.of(output.getFile()), output);
            }
            throw failed;
        } finally {
            for (AtomicFile file : prepared) {
                file.close();
            }
        }
    }

    private void commit(AtomicFile file) throws IOException {
        Optional<byte[]> old = content(file);
        try {
            file.commit();
        } finally {
            if (file.regular() && file.inPlace()) {
                before.put(file.target(), old);
            }
        }
    }

    private static Optional<byte[]> content(AtomicFile file) throws IOException {
        if (!file.regular()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file.target()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Restores the previous files after an error; returns whether all are restored. */
    private boolean restored(IOException failed) {
        boolean all = true;
        for (Map.Entry<Path, Optional<byte[]>> previous : before.entrySet()) {
            try {
                restore(previous.getKey(), previous.getValue());
            } catch (IOException alsoFailed) {
                failed.addSuppressed(alsoFailed);
                all = false;
            }
        }
        return all;
    }

    private void restore(Path file, Optional<byte[]> content) throws IOException {
        if (content.isEmpty()) {
            disk.delete(file);
            return;
        }
        try (AtomicFile out = AtomicFile.begin(file, disk)) {
            out.stream().write(content.get());
            out.commit();
        }
    }
}
