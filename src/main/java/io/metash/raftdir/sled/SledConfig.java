package io.metash.raftdir.sled;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code conf} (sled-0.34 §2).
 *
 * @param segmentSize the size of a segment in bytes, a power of two, 256 to 16,777,216
 */
record SledConfig(int segmentSize) {
    private static final int CRC_BYTES = 4;
    private static final int LARGEST_FILE_BYTES = 4096;
    private static final int SMALLEST_SEGMENT = 256;
    private static final int LARGEST_SEGMENT = 1 << 24;

    /** Reads the file and rejects unsupported options. */
    static SledConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) <= 2 * CRC_BYTES) {
            throw SledDamage.at(file, 0, "the file is missing or too short to be a configuration of sled");
        }
        if (Files.size(file) > LARGEST_FILE_BYTES) {
            throw SledDamage.at(file, LARGEST_FILE_BYTES, "a configuration of sled has less than 100 bytes");
        }
        byte[] content = RegularFile.readAllBytes(file);
        int text = content.length - CRC_BYTES;
        CRC32 crc = new CRC32();
        crc.update(content, 0, text);
        int stored = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(text);
        if (stored != (int) crc.getValue()) {
            throw SledDamage.checksum(file, text, stored, (int) crc.getValue());
        }
        return parse(new String(content, 0, text, StandardCharsets.UTF_8), file);
    }

    private static SledConfig parse(String text, Path file) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n")) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        String version = values.get("version");
        if (version == null) {
            throw SledDamage.at(file, 0, "it names no version");
        }
        if (!version.equals("0.34")) {
            throw Failure.of(ExitStatus.VERSION, "sled databases of format " + version + " are not supported")
                    .at(file.toString())
                    .because("every release of databend-meta wrote format 0.34")
                    .next("export the store with the databend-metactl of its release: metash reads the export");
        }
        if (!"false".equals(values.get("use_compression"))) {
            throw Failure.of(ExitStatus.VERSION, "compressed sled databases are not supported")
                    .at(file.toString())
                    .because("use_compression is " + values.get("use_compression")
                            + "; databend-meta never switched compression on")
                    .next("export the store with the program that wrote it: metash reads the export");
        }
        return new SledConfig(segmentSize(values.get("segment_size"), file));
    }

    private static int segmentSize(@Nullable String text, Path file) {
        int size = 0;
        if (text != null && text.matches("[0-9]{3,8}")) {
            size = Integer.parseInt(text);
        }
        if (size < SMALLEST_SEGMENT || size > LARGEST_SEGMENT || Integer.bitCount(size) != 1) {
            throw SledDamage.at(file, 0, "segment_size is " + text + ", expected a power of two from 256 to 16777216");
        }
        return size;
    }
}
