package io.metash.raftdir;

import io.metash.ndjson.JsonText;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Shape;
import io.metash.record.UnknownFields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of the file {@code VERSION} (raft-dir-v004 §1.1).
 *
 * @param version the data version, one of V0, V001 to V004 in headers written by released programs
 * @param upgrading the target version of an upgrade in progress, or null
 * @param cleaning whether that upgrade is complete except for removing the old data
 */
public record StoreHeader(String version, @Nullable String upgrading, boolean cleaning) {
    /** The header of stores written by metash. */
    public static final StoreHeader V004 = new StoreHeader("V004", null, false);

    private static final Shape.Struct<StoreHeader> SHAPE = new Shape.Struct<>(
            StoreHeader.class,
            List.of(
                    new Shape.Field<>(
                            "version", () -> Shape.Plain.TEXT, Shape.Presence.ALWAYS, null, StoreHeader::version),
                    new Shape.Field<>(
                            "upgrading",
                            () -> new Shape.Option(Shape.Plain.TEXT),
                            Shape.Presence.WHEN_SET,
                            null,
                            StoreHeader::upgrading),
                    new Shape.Field<>(
                            "cleaning",
                            () -> new Shape.Option(Shape.Plain.BOOL),
                            Shape.Presence.WHEN_SET,
                            null,
                            header -> header.cleaning ? true : null)),
            header -> UnknownFields.NONE,
            values -> new StoreHeader(values.get(0), values.get(1), Boolean.TRUE.equals(values.get(2))));

    /** Parses the content of {@code VERSION}; ignores unknown keys. */
    public static StoreHeader parse(byte[] content, Path file) {
        try {
            int length = content.length;
            while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
                length--;
            }
            return (StoreHeader) Objects.requireNonNull(JsonText.read(SHAPE, content, 0, length, file.toString()));
        } catch (Failure damaged) {
            throw Failure.of(ExitStatus.DAMAGED, "the header of this store cannot be read")
                    .at(file.toString())
                    .because(damaged.summary())
                    .next("a valid header is " + V004)
                    .causedBy(damaged);
        }
    }

    /** The exact bytes of the file, without a newline. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The JSON text of the file. */
    @Override
    public String toString() {
        return JsonText.toString(SHAPE, this);
    }
}
