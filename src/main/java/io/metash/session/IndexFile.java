package io.metash.session;

import io.metash.files.DeleteOnExit;
import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineReader;
import io.metash.ndjson.LineWriter;
import io.metash.ndjson.ReadNotes;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An index on disk: a magic text with the format version, the fields of {@link FileIndex} in order, and their CRC-32 (8
 * bytes). Integers are big endian. Records are stored as their export lines. A damaged index is treated as missing.
 */
final class IndexFile {
    /** The last digits are the version: an index of another version is rebuilt. */
    private static final byte[] MAGIC = "metash export index 02\n".getBytes(StandardCharsets.US_ASCII);

    private static final int CRC_BYTES = 8;

    private IndexFile() {}

    /** Reads an index; empty when it is missing, damaged or of another version. */
    static Optional<FileIndex> read(Path path) {
        try {
            byte[] all = Files.readAllBytes(path);
            int body = all.length - CRC_BYTES;
            if (body < MAGIC.length
                    || Arrays.mismatch(all, MAGIC) != MAGIC.length
                    || crc(all, body)
                            != new DataInputStream(new ByteArrayInputStream(all, body, CRC_BYTES)).readLong()) {
                return Optional.empty();
            }
            int length = body - MAGIC.length;
            return Optional.of(read(new DataInputStream(new ByteArrayInputStream(all, MAGIC.length, length))));
        } catch (IOException | Failure | NegativeArraySizeException unreadable) {
            return Optional.empty();
        }
    }

    private static long crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    private static FileIndex read(DataInputStream in) throws IOException {
        FileStamp stamp = FileStamp.read(in);
        List<MetaRecord> facts = readFacts(in);
        return new FileIndex(
                stamp,
                facts,
                RowSection.read(in),
                RowSection.read(in),
                RowSection.read(in),
                readLogId(in),
                readLogId(in),
                readNotes(in));
    }

    private static List<MetaRecord> readFacts(DataInputStream in) throws IOException {
        LineReader reader = new LineReader(new ReadNotes());
        List<MetaRecord> facts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            byte[] line = in.readNBytes(in.readInt());
            facts.add(reader.read(line, 0, line.length));
        }
        return facts;
    }

    private static @Nullable LogId readLogId(DataInputStream in) throws IOException {
        if (in.readBoolean()) {
            return LogId.of(in.readLong(), in.readLong(), in.readLong());
        }
        return null;
    }

    private static List<String> readNotes(DataInputStream in) throws IOException {
        List<String> notes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            notes.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
        return notes;
    }

    /** Writes an index atomically; readable only by its owner. */
    static void write(FileIndex index, Path path) throws IOException {
        Path unfinished = DeleteOnExit.create(
                () -> Files.createTempFile(path.getParent(), path.getFileName().toString(), ".new"));
        try {
            CheckedOutputStream checked = new CheckedOutputStream(Files.newOutputStream(unfinished), new CRC32());
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked))) {
                out.write(MAGIC);
                write(index, out);
                out.flush();
                out.writeLong(checked.getChecksum().getValue());
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
            DeleteOnExit.remove(unfinished);
        }
    }

    private static void write(FileIndex index, DataOutputStream out) throws IOException {
        index.stamp().write(out);
        LineWriter writer = new LineWriter();
        JsonOut line = new JsonOut(1024);
        out.writeInt(index.facts().size());
        for (MetaRecord fact : index.facts()) {
            line.reset();
            writer.write(fact, line);
            out.writeInt(line.length());
            out.write(line.array(), 0, line.length());
        }
        index.log().write(out);
        index.expires().write(out);
        index.kvs().write(out);
        write(index.firstLog(), out);
        write(index.lastLog(), out);
        out.writeInt(index.notes().size());
        for (String note : index.notes()) {
            byte[] utf8 = note.getBytes(StandardCharsets.UTF_8);
            out.writeInt(utf8.length);
            out.write(utf8);
        }
    }

    private static void write(@Nullable LogId id, DataOutputStream out) throws IOException {
        out.writeBoolean(id != null);
        if (id != null) {
            out.writeLong(id.leaderId().term());
            out.writeLong(id.leaderId().nodeId());
            out.writeLong(id.index());
        }
    }
}
