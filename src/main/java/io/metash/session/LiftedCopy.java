package io.metash.session;

import io.metash.ndjson.NdjsonSink;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The V004 text of an export of an earlier data version, in a scratch file that is gone with the session.
 *
 * @param text the text
 * @param dataVersion the version of the export
 * @param notes what a user should know of the lift, a sentence each
 * @param leftOut content that V004 has no place for: how many records, by family
 */
record LiftedCopy(FileBytes text, String dataVersion, List<String> notes, Map<String, Long> leftOut) {
    /**
     * Lifts a text; empty when it needs none.
     *
     * @param file the file that the text is of, empty when the text is an unpacked copy
     */
    static Optional<LiftedCopy> of(FileBytes bytes, String name, Optional<Path> file, ConnectOptions options)
            throws IOException {
        Path scratch = options.cache().scratch();
        try (ExportText source = ExportText.of(new FileBytesStream(bytes, 0), name, bytes.size(), file, scratch)
                .watched(options.progress(), options.cancel())) {
            if (!source.legacy()) {
                return Optional.empty();
            }
            return Optional.of(of(source, source::notes, options));
        }
    }

    /** Copies records that are being lifted; {@code notes} are asked for at their end. */
    static LiftedCopy of(RecordSource source, Supplier<List<String>> notes, ConnectOptions options) throws IOException {
        FileChannel channel = IndexFolder.create(
                options.cache().scratch().resolve("lifted-" + UUID.randomUUID()), StandardOpenOption.DELETE_ON_CLOSE);
        try {
            OutputStream out = Channels.newOutputStream(channel);
            new Pump(source, List.of(), new NdjsonSink(out), options.progress(), options.cancel()).run();
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
        return new LiftedCopy(FileBytes.of(channel), source.dataVersion().orElseThrow(), notes.get(), source.leftOut());
    }
}
