package io.metash.backup;

import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.StructFields;
import io.metash.record.UnknownFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON shape of a manifest. */
final class ManifestText {
    /** Version of the manifest format. */
    static final long FORMAT = 1;

    private static final Shape.Struct<Manifest.Source> SOURCE = new Shape.Struct<>(
            Manifest.Source.class,
            List.of(
                    field("kind", Shape.Plain.TEXT),
                    field("place", Shape.Plain.TEXT),
                    field("cluster", new Shape.Option(Shape.Plain.TEXT)),
                    field("node_id", new Shape.Option(Shape.Plain.U64)),
                    new Shape.Field<>(
                            "data_version",
                            () -> new Shape.Option(Shape.Plain.TEXT),
                            Shape.Presence.WHEN_SET,
                            null,
                            null)),
            a -> new Manifest.Source(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4)),
            (source, i) -> switch (i) {
                case 0 -> source.kind();
                case 1 -> source.place();
                case 2 -> source.cluster();
                case 3 -> source.nodeId();
                case 4 -> source.dataVersion();
                default -> UnknownFields.NONE;
            });

    private static final Shape.Struct<Manifest.Count> COUNT = new Shape.Struct<>(
            Manifest.Count.class,
            List.of(
                    field("family", Shape.Plain.TEXT),
                    field("records", Shape.Plain.U64),
                    field("bytes", Shape.Plain.U64)),
            a -> new Manifest.Count(a.get(0), a.get(1), a.get(2)),
            (count, i) -> switch (i) {
                case 0 -> count.family();
                case 1 -> count.records();
                case 2 -> count.bytes();
                default -> UnknownFields.NONE;
            });

    /** Shape of a manifest; its own SHA-256, the last field, is appended afterwards. */
    static final Shape.Struct<ManifestFile> SHAPE = new Shape.Struct<>(
            ManifestFile.class,
            List.of(
                    field("format", Shape.Plain.U64),
                    field("made_at_ms", Shape.Plain.U64),
                    field("tool", Shape.Plain.TEXT),
                    field("source", SOURCE),
                    field("data_version", Shape.Plain.TEXT),
                    field("committed", new Shape.Option(Shapes.LOG_ID)),
                    field("last_applied", new Shape.Option(Shapes.LOG_ID)),
                    field("last_log_id", new Shape.Option(Shapes.LOG_ID)),
                    field("membership", new Shape.Option(Shapes.STORED_MEMBERSHIP)),
                    field("nodes", Shapes.NODES),
                    field("families", new Shape.ListOf(COUNT)),
                    field("records", Shape.Plain.U64),
                    field("bytes", Shape.Plain.U64),
                    field("sha256", Shape.Plain.TEXT),
                    field("crc32c_block_bytes", Shape.Plain.U64),
                    field("crc32c", new Shape.ListOf(Shape.Plain.TEXT)),
                    field("text_bytes", Shape.Plain.U64),
                    field("text_sha256", Shape.Plain.TEXT),
                    field("manifest_sha256", Shape.Plain.TEXT)),
            ManifestText::build,
            ManifestText::get);

    private ManifestText() {}

    /**
     * A manifest with the fields that only the file has.
     *
     * @param format the format version
     * @param blockBytes bytes per block
     * @param manifest the manifest
     */
    record ManifestFile(long format, long blockBytes, Manifest manifest) {
        static ManifestFile of(Manifest manifest) {
            return new ManifestFile(FORMAT, Checksums.BLOCK_BYTES, manifest);
        }
    }

    private static <T> Shape.Field<T> field(String name, Shape kind) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.ALWAYS, null, null);
    }

    private static @Nullable Object get(ManifestFile written, int i) {
        Manifest it = written.manifest();
        return switch (i) {
            case 0 -> written.format();
            case 1 -> it.madeAtMs();
            case 2 -> it.tool();
            case 3 -> it.source();
            case 4 -> it.dataVersion();
            case 5 -> it.committed();
            case 6 -> it.lastApplied();
            case 7 -> it.lastLog();
            case 8 -> it.membership();
            case 9 -> it.nodes();
            case 10 -> it.families();
            case 11 -> it.records();
            case 12 -> it.bytes();
            case 13 -> it.sha256();
            case 14 -> written.blockBytes();
            case 15 -> it.crc32c();
            case 16 -> it.textBytes();
            case 17 -> it.textSha256();
            case 18 -> "";
            default -> UnknownFields.NONE;
        };
    }

    private static ManifestFile build(StructFields a) {
        Manifest manifest = new Manifest(
                a.get(1),
                a.get(2),
                a.get(3),
                a.get(4),
                a.get(5),
                a.get(6),
                a.get(7),
                a.get(8),
                Shapes.nodes(a.get(9)),
                list(a.get(10), Manifest.Count.class),
                a.get(11),
                a.get(12),
                a.get(13),
                list(a.get(15), String.class),
                a.get(16),
                a.get(17));
        return new ManifestFile(a.get(0), a.get(14), manifest);
    }

    private static <T> List<T> list(Object value, Class<T> of) {
        return ((List<?>) value).stream().map(of::cast).toList();
    }
}
