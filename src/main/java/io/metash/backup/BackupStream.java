package io.metash.backup;

import com.github.luben.zstd.ZstdOutputStream;
import io.metash.integrity.Finding;
import io.metash.record.LogId;
import io.metash.record.VerbatimSink;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Encodes records as a backup: text, compressed according to the file name, counted and hashed for the manifest. */
final class BackupStream {
    private final HashingStream file;
    private final HashingStream text;
    private final OutputStream packer;
    private final ExportSink sink;

    /**
     * Creates the stream.
     *
     * @param below the destination; stays open
     * @param name the file name: {@code .gz} and {@code .zst} are compressed
     * @param hash whether a manifest follows
     */
    BackupStream(OutputStream below, String name, boolean hash) throws IOException {
        this(below, name, hash, false);
    }

    /** Creates the stream; {@code asWritten} omits absent fields instead of writing null. */
    BackupStream(OutputStream below, String name, boolean hash, boolean asWritten) throws IOException {
        this.file = new HashingStream(below, hash);
        this.packer = packer(name, file);
        if (packer == file) {
            this.text = file;
        } else {
            this.text = new HashingStream(packer, hash);
        }
        this.sink = new ExportSink(text, asWritten);
    }

    private static OutputStream packer(String name, HashingStream file) throws IOException {
        if (name.endsWith(".gz")) {
            return new GZIPOutputStream(file, 64 << 10);
        }
        if (name.endsWith(".zst")) {
            return new ZstdOutputStream(file);
        }
        return file;
    }

    /** Returns the sink for records. */
    VerbatimSink sink() {
        return sink;
    }

    /** Returns the findings in the exported store; complete once the sink is finished. */
    List<Finding> findings() {
        return sink.checks().findings();
    }

    /** Returns the last log id written, or null. */
    @Nullable
    LogId last() {
        return LogId.max(sink.facts().lastLog(), sink.facts().lastApplied());
    }

    /** Number of uncompressed bytes written. */
    long textBytes() {
        return text.bytes;
    }

    /** Flushes the compressor after the last record. */
    void finish() throws IOException {
        if (packer != file) {
            packer.close();
        }
    }

    /** Returns the manifest; valid after {@link #finish}. */
    Manifest manifest(Manifest.Source source, long nowMs) {
        StreamFacts facts = sink.facts();
        String sha256 = file.checksums().sha256Hex();
        String textSha256 = sha256;
        if (text != file) {
            textSha256 = text.checksums().sha256Hex();
        }
        return new Manifest(
                nowMs,
                WriterTool.name(),
                source.of(facts),
                Objects.requireNonNull(facts.version(), "an export has a header"),
                facts.committed(),
                facts.lastApplied(),
                facts.lastLog(),
                facts.membership(),
                facts.nodes(),
                facts.counts(),
                facts.records(),
                file.bytes,
                sha256,
                file.checksums().blocks(),
                text.bytes,
                textSha256);
    }

    /** Counts and hashes the bytes it passes on; {@code close} keeps the underlying stream open. */
    private static final class HashingStream extends FilterOutputStream {
        /** The checksums of the bytes; null if no manifest follows. */
        private final @Nullable Checksums checksums;

        private long bytes;

        HashingStream(OutputStream below, boolean hash) {
            super(below);
            if (hash) {
                this.checksums = new Checksums();
            } else {
                this.checksums = null;
            }
        }

        Checksums checksums() {
            return Objects.requireNonNull(checksums, "the stream was begun without a manifest");
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
