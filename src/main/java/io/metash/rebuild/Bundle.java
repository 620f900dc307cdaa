package io.metash.rebuild;

import io.metash.backup.Manifest;
import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.ShellWord;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An archive for a node's host: the plan, the backup or its location, the node's configuration, and the commands to
 * type. It contains all data of the store, so only its owner can read it.
 */
public final class Bundle {
    private final RebuildPlan plan;
    private final Path planFile;
    private final PlannedNode node;

    /** Creates the bundle of a node. */
    public Bundle(RebuildPlan plan, Path planFile, long node) {
        this.plan = plan;
        this.planFile = planFile.toAbsolutePath().normalize();
        this.node = plan.node(node);
    }

    /** Returns the default name of the archive in a directory. */
    public FreeName name(Path directory) {
        return new FreeName(directory, directory(), ".tar.gz");
    }

    private String directory() {
        return "rebuild-" + plan.id() + "-node-" + node.idText();
    }

    /** Returns the instructions for the node's host: three commands with explanations. */
    public String commands() {
        String backup = plan.backup().fileName();
        String name = planFile.getFileName().toString();
        StringBuilder text = new StringBuilder();
        text.append("Node ")
                .append(node.idText())
                .append(" of the plan ")
                .append(plan.id())
                .append(": ");
        text.append(plan.situation()).append(".\n\n");
        text.append("In this directory, as the user of the meta service, with the node's server stopped:\n\n");
        text.append("1. Build its store in ").append(node.directory());
        text.append(" (the existing store is moved aside and kept):\n\n   ");
        text.append(apply(name)).append("\n\n");
        text.append("2. Start it").append(node.config() == null ? "" : ", with this configuration or your own");
        text.append(":\n\n   databend-meta --config-file ");
        text.append(node.config() == null ? "ITS-CONFIGURATION" : node.config()).append("\n\n");
        text.append("3. When all nodes are started, check the cluster:\n\n   ");
        text.append("metash init-cluster check --wait ").append(name).append("\n\n");
        text.append("To roll back, with the server stopped: metash init-cluster rollback ")
                .append(name);
        text.append(" --only ").append(node.idText()).append("\n");
        text.append("The backup must be ").append(backup).append(" in this directory, SHA-256\n");
        text.append(plan.backup().sha256()).append("; any other file is refused.\n");
        return text.toString();
    }

    /** Rejects links, which could lead to a file outside the plan. */
    private Path config() {
        Path config = planFile.resolveSibling(node.config());
        if (Files.isRegularFile(config, LinkOption.NOFOLLOW_LINKS)) {
            return config;
        }
        throw Failure.of(ExitStatus.DAMAGED, "the plan's configuration file is missing from the plan's directory")
                .at(config.toString())
                .next("make the plan again: init-cluster plan writes it");
    }

    private String apply(String name) {
        return "metash init-cluster apply " + ShellWord.of(name) + " --only " + node.idText() + " --yes-i-mean 'node "
                + node.idText() + "'";
    }

    /**
     * Writes the archive; replaces an existing file.
     *
     * @param backup the backup to include; null when it is transferred separately
     */
    public void write(Path target, @Nullable StoredFile backup, Disk disk, Progress progress, Cancel cancel)
            throws IOException {
        try (AtomicFile place = AtomicFile.begin(target, disk)) {
            pack(place.stream(), backup, progress, cancel);
            place.commit();
        }
    }

    /** Writes the archive under the first unused name and returns the file. */
    public Path writeNew(FreeName name, @Nullable StoredFile backup, Disk disk, Progress progress, Cancel cancel)
            throws IOException {
        try (AtomicFile place = AtomicFile.begin(name.first(), disk)) {
            pack(place.stream(), backup, progress, cancel);
            for (int number = 1; ; number++) {
                try {
                    place.commitNew(name.candidate(number));
                    return name.candidate(number);
                } catch (FileAlreadyExistsException exists) {
                    continue;
                }
            }
        }
    }

    private void pack(OutputStream out, @Nullable StoredFile backup, Progress progress, Cancel cancel)
            throws IOException {
        if (backup != null
                && !backup.sha256(progress, cancel).equals(plan.backup().sha256())) {
            throw Failure.of(ExitStatus.DAMAGED, "this is not the backup of the plan")
                    .at(backup.toString())
                    .next("copy the file that the plan was made from");
        }
        String directory = directory() + "/";
        GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
        try (TarFile tar = new TarFile(packed, plan.madeAtMs())) {
            tar.add(directory + "COMMANDS.txt", commands().getBytes(StandardCharsets.UTF_8));
            tar.add(directory + planFile.getFileName(), planFile);
            if (node.config() != null) {
                tar.add(directory + node.config(), config());
            }
            if (backup != null) {
                tar.add(directory + plan.backup().fileName(), backup);
                StoredFile manifest = backup.withSuffix(Manifest.SUFFIX);
                if (manifest.exists()) {
                    // A link could lead to any other file.
                    Manifest.read(manifest);
                    tar.add(directory + plan.backup().fileName() + Manifest.SUFFIX, manifest);
                }
            }
        }
        packed.finish();
    }
}
