package io.metash.session;

import io.metash.integrity.StoreCheck;
import io.metash.ndjson.NdjsonSink;
import io.metash.record.Pump;
import io.metash.record.RecordSink;
import io.metash.record.RecordSource;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The V004 text of an export of an earlier data version, in a scratch file deleted with the session.
 *
 * @param text the text
 * @param dataVersion the version of the export
 * @param notes notes on the conversion, one sentence each
 * @param leftOut the number of records that V004 cannot store, by kind
 */
record LiftedCopy(FileBytes text, String dataVersion, List<String> notes, Map<String, Long> leftOut) {
    /** The checks that a partial export fails. It can be inspected; building a store from it reports them. */
    private static final Set<StoreCheck> OF_A_PART = EnumSet.of(
            StoreCheck.EMPTY, StoreCheck.LOG_STARTS_LATE, StoreCheck.LOG_AFTER_PURGED, StoreCheck.MEMBER_WITHOUT_NODE);

    /** Returns options that also open a part of an old export, as shown in Databend's guide. */
    static ConnectOptions lenient(ConnectOptions options) {
        Set<StoreCheck> accepted = EnumSet.copyOf(OF_A_PART);
        accepted.addAll(StoreCheck.missingLines());
        accepted.addAll(options.accepted());
        return options.withAccepted(accepted);
    }

    /**
     * Converts a text; empty when no conversion is needed.
     *
     * @param file the file of the text, empty when the text is a decompressed copy
     */
    static Optional<LiftedCopy> of(FileBytes bytes, String name, Optional<Path> file, ConnectOptions options)
            throws IOException {
        Path scratch = options.cache().scratch();
        try (ExportText source = ExportText.of(new FileBytesStream(bytes, 0), name, bytes.size(), file, scratch)
                .watched(options.progress(), options.cancel())) {
            if (!source.legacy()) {
                return Optional.empty();
            }
            ConnectOptions lenient = lenient(options);
            return Optional.of(copy(source, sink -> StoreGate.before(sink, name, lenient), source::notes, options));
        }
    }

    /** Copies converted records; {@code notes} are read at the end. */
    static LiftedCopy of(RecordSource source, Supplier<List<String>> notes, ConnectOptions options) throws IOException {
        return copy(source, sink -> sink, notes, options);
    }

    private static LiftedCopy copy(
            RecordSource source, UnaryOperator<RecordSink> gate, Supplier<List<String>> notes, ConnectOptions options)
            throws IOException {
        FileChannel channel = IndexDirectory.create(
                options.cache().scratch().resolve("lifted-" + UUID.randomUUID()), StandardOpenOption.DELETE_ON_CLOSE);
        try {
            RecordSink sink = gate.apply(new NdjsonSink(Channels.newOutputStream(channel)));
            new Pump(source, List.of(), sink, options.progress(), options.cancel()).run();
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
        return new LiftedCopy(FileBytes.of(channel), source.dataVersion().orElseThrow(), notes.get(), source.leftOut());
    }
}
