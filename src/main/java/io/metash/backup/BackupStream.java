package io.metash.backup;

import com.github.luben.zstd.ZstdOutputStream;
import io.metash.integrity.Finding;
import io.metash.record.LogId;
import io.metash.record.VerbatimSink;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Records to the bytes of a backup: text, packed by the ending of its name, counted and hashed for its manifest. */
final class BackupStream {
    private final HashingStream file;
    private final HashingStream text;
    private final OutputStream packer;
    private final ExportSink sink;

    /**
     * Begins one.
     *
     * @param below takes the bytes; is not closed
     * @param name the file's name: {@code .gz} and {@code .zst} are packed
     * @param hash whether there will be a manifest
     */
    BackupStream(OutputStream below, String name, boolean hash) throws IOException {
        this(below, name, hash, false);
    }

    /** Creates the stream; {@code asWritten} omits fields that a record does not have instead of writing null. */
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

    /** Takes the records. */
    VerbatimSink sink() {
        return sink;
    }

    /** What the checks found in the store that was exported; complete once the sink is finished. */
    List<Finding> findings() {
        return sink.checks().findings();
    }

    /** The last log id that was written, or null. */
    LogId last() {
        return LogId.max(sink.facts().lastLog(), sink.facts().lastApplied());
    }

    /** How many bytes of text were written. */
    long textBytes() {
        return text.bytes;
    }

    /** All records were written: the last packed bytes go out. */
    void finish() throws IOException {
        if (packer != file) {
            packer.close();
        }
    }

    /** The manifest of what was written, after {@link #finish}. */
    Manifest manifest(Manifest.Source source, long nowMs) {
        StreamFacts facts = sink.facts();
        String sha256 = file.checksums.sha256Hex();
        return new Manifest(
                nowMs,
                WriterTool.name(),
                source.of(facts),
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

    /** Passes bytes on, counted and hashed; closing it leaves the stream below open. */
    private static final class HashingStream extends FilterOutputStream {
        private final Checksums checksums;
        private long bytes;

        HashingStream(OutputStream below, boolean hash) {
            super(below);
            if (hash) {
                this.checksums = new Checksums();
            } else {
                this.checksums = null;
            }
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
