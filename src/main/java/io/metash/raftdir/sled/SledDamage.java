package io.metash.raftdir.sled;

import io.metash.files.DamagedStore;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates failures for damage in files of a sled database. */
final class SledDamage {
    private SledDamage() {}

    /** Creates a failure for damage at a byte of a file. */
    static Failure at(Path file, long offset, @Nullable String why) {
        return Failure.of(ExitStatus.DAMAGED, "the sled database is damaged")
                .at(file + " (byte " + offset + ")")
                .because(why)
                .next(DamagedStore.nextFor(database(file)));
    }

    /** Creates a failure for a damaged large item; {@code place} is its file and offset. */
    static Failure item(String place, String why) {
        return Failure.of(ExitStatus.DAMAGED, "the sled database is damaged")
                .at(place)
                .because(why);
    }

    /** Creates a failure for a CRC-32 mismatch. */
    static Failure checksum(Path file, long offset, int stored, int computed) {
        return at(file, offset, "checksum mismatch: stored " + hex(stored) + ", computed " + hex(computed));
    }

    private static String hex(int crc) {
        return String.format("%08x", crc);
    }

    /** Returns the database directory of one of its files: large items are one level deeper. */
    private static Path database(Path file) {
        Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
        boolean large =
                parent.endsWith(SledVariant.FORK.directory()) || parent.endsWith(SledVariant.UPSTREAM.directory());
        if (large) {
            return Objects.requireNonNull(parent.getParent());
        }
        return parent;
    }
}
