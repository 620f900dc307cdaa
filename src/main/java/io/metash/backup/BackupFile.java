package io.metash.backup;

import com.github.luben.zstd.ZstdOutputStream;
import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.record.RecordSink;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * An export being written to a file, and its manifest. Neither is there before both are complete and synced. Then the manifest of
 * what stood there before is removed, the export gets its name, the new manifest gets its name, each step made durable before the
 * next: whoever is killed in between leaves an export without a manifest, the old one or the new one, and never an export beside
 * the manifest of another.
 */
public final class BackupFile implements Closeable {
    private final AtomicFile place;
    private final Disk disk;
    private final boolean withManifest;
    private final Hashed file;
    private final Hashed text;
    private final OutputStream packer;
    private final ExportSink sink;

    private BackupFile(AtomicFile place, Disk disk, boolean withManifest) throws IOException {
        this.place = place;
        this.disk = disk;
        this.withManifest = withManifest && place.regular();
        this.file = new Hashed(place.stream(), this.withManifest);
        String name = place.target().getFileName().toString();
        this.packer = name.endsWith(".gz")
                ? new GZIPOutputStream(file, 64 << 10)
                : name.endsWith(".zst") ? new ZstdOutputStream(file) : file;
        this.text = packer == file ? file : new Hashed(packer, this.withManifest);
        this.sink = new ExportSink(text);
    }

    /** Begins a file; {@code .gz} and {@code .zst} are packed. A device or a pipe has no manifest. */
    public static BackupFile begin(Path target, Disk disk, boolean withManifest) throws IOException {
        AtomicFile place = AtomicFile.begin(target, disk);
        try {
            return new BackupFile(place, disk, withManifest);
        } catch (IOException | RuntimeException failed) {
            place.close();
            throw failed;
        }
    }

    /** Takes the records; to be finished before {@link #commit}. */
    public RecordSink sink() {
        return sink;
    }

    /** How many bytes of text were written. */
    public long textBytes() {
        return text.bytes;
    }

    /**
     * All records are there: puts the file and its manifest in their places.
     *
     * @return the manifest, or null when none was wanted
     */
    public Manifest commit(String kind, String source, String cluster, long nowMs) throws IOException {
        if (packer != file) {
            packer.close();
        }
        if (!place.regular()) {
            place.commit();
            return null;
        }
        place.prepare();
        Path beside = Manifest.nameFor(place.target());
        Manifest manifest = withManifest ? manifest(kind, source, cluster, nowMs) : null;
        try (AtomicFile manifestPlace = manifest == null ? null : AtomicFile.begin(beside, disk)) {
            if (manifestPlace != null) {
                manifestPlace.stream().write(manifest.bytesOfFile());
                manifestPlace.prepare();
            }
            if (Files.exists(beside)) {
                disk.delete(beside);
                disk.syncDirectory(beside.getParent());
            }
            place.commit();
            if (manifestPlace != null) {
                manifestPlace.commit();
            }
        }
        return manifest;
    }

    private Manifest manifest(String kind, String source, String cluster, long nowMs) {
        StreamFacts facts = sink.facts();
        String sha256 = file.checksums.sha256Hex();
        return new Manifest(
                nowMs,
                WriterTool.name(),
                new Manifest.Source(kind, source, cluster, facts.nodeId()),
                facts.version(),
                facts.committed(),
                facts.lastApplied(),
                facts.lastLog(),
                facts.membership(),
                facts.nodes(),
                facts.counts(),
                facts.records(),
                file.bytes,
                sha256,
                file.checksums.blocks(),
                text.bytes,
                text == file ? sha256 : text.checksums.sha256Hex());
    }

    @Override
    public void close() throws IOException {
        place.close();
    }

    /** Passes bytes on, counted and hashed; closing it leaves the stream below open. */
    private static final class Hashed extends FilterOutputStream {
        private final Checksums checksums;
        private long bytes;

        Hashed(OutputStream below, boolean hash) {
            super(below);
            this.checksums = hash ? new Checksums() : null;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int at, int length) throws IOException {
            out.write(from, at, length);
            bytes += length;
            if (checksums != null) {
                checksums.update(from, at, length);
            }
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
