package io.metash.raftdir.sled;

import io.metash.testing.TestData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Databases written by sled, and sled's own listings. */
public final class SledStores {
    private static final HexFormat HEX = HexFormat.of();

    private SledStores() {}

    /** Unpacks a database into a directory, which is created. */
    public static Path unpack(String name, Path into) throws IOException {
        return unzip(TestData.file("sled/" + name + ".zip"), into);
    }

    /** Unpacks any packed directory. */
    public static Path unzip(Path zip, Path into) throws IOException {
        Files.createDirectories(into);
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = into.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.write(target, in.readAllBytes());
                }
            }
        }
        return into;
    }

    /** What sled listed. */
    public static String expected(String name) throws IOException {
        Path file = TestData.file("sled/" + name + ".dump.gz");
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            in.lines().forEach(line -> text.append(line).append('\n'));
            return text.toString();
        }
    }

    /** The listing by metash in the same form. */
    public static String dump(SledDatabase database) {
        StringBuilder text = new StringBuilder();
        try {
            for (SledTree tree : database.trees()) {
                text.append("tree ").append(HEX.formatHex(tree.name().array())).append('\n');
                SledCursor items = tree.scan();
                while (items.next()) {
                    text.append(HEX.formatHex(items.key().array())).append(' ');
                    text.append(HEX.formatHex(items.value().array())).append('\n');
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return text.toString();
    }
}
