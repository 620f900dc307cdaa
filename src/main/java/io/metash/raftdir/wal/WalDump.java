package io.metash.raftdir.wal;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RegularFile;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Prints the Raft log as text, one line per record, in the format of metactl (raft-dir-v004 §2.6). */
public final class WalDump {
    private final List<Chunk> chunks = new ArrayList<>();
    private final DumpValues values;
    private final RecordLabels labels;

    /**
     * Creates a dump of a log directory.
     *
     * @param decoded decoder of the written values; empty to omit them
     * @param raw whether to print their bytes as numbers
     * @param labels the labels of State records
     */
    public WalDump(Path logDir, Optional<DecodedText> decoded, boolean raw, RecordLabels labels) throws IOException {
        this.labels = labels;
        values = new DumpValues(decoded, raw);
        try (Stream<Path> files = Files.list(logDir)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                OptionalLong start = Chunk.start(file.getFileName().toString());
                if (start.isPresent()) {
                    chunks.add(new Chunk(start.getAsLong(), file, Files.size(file)));
                }
            }
        } catch (NoSuchFileException missing) {
            throw Failure.of(ExitStatus.IO, "no raft log at " + logDir)
                    .because("a Raft directory of V004 has its log in df_meta/V004/log")
                    .next("name the directory that contains df_meta")
                    .causedBy(missing);
        }
        chunks.sort(Comparator.comparing(Chunk::start, U64::compare));
    }

    /**
     * Prints all records. For an unreadable record it prints an error line and continues with the next chunk.
     *
     * @return the number of chunks that could not be read to the end
     */
    public int print(Consumer<String> line) throws IOException {
        int damaged = 0;
        line.accept("RaftLog:");
        for (Chunk chunk : chunks) {
            try (FileChannel channel = RegularFile.openChannel(chunk.file())) {
                if (!print(new ChunkReader(chunk, channel, true), chunk, line)) {
                    damaged++;
                }
            }
        }
        return damaged;
    }

    private boolean print(ChunkReader reader, Chunk chunk, Consumer<String> line) throws IOException {
        long number = 0;
        try {
            for (WalRecord record = reader.next(); record != null; record = reader.next()) {
                if (number == 0) {
                    line.accept(chunk.label());
                }
                long from = reader.recordStart();
                long to = reader.recordEnd();
                line.accept(String.format(
                                Locale.ROOT, "  R-%05d: [%s, %s) Size(%d): ", number++, at(from), at(to), to - from)
                        + DumpText.of(record, labels));
                values.of(record).forEach(line);
            }
        } catch (Failure damaged) {
            line.accept("Error: " + damaged.what() + " at " + damaged.where() + ": " + damaged.why());
            return false;
        }
        if (reader.torn() != null) {
            line.accept("Error: " + reader.torn());
            return false;
        }
        return true;
    }

    /** Formats an offset with at least nine digits, in groups of three. */
    private static String at(long offset) {
        String digits = String.format(Locale.ROOT, "%09d", offset);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                out.append('_');
            }
            out.append(digits.charAt(i));
        }
        return out.toString();
    }
}
