package io.metash.catalog;

import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.UnknownFields;
import io.metash.testing.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Messages that Databend keeps as samples of its versions ({@code testdata/values}). */
final class GoldenSamples {
    private GoldenSamples() {}

    /**
     * A sample.
     *
     * @param ver field 100 of the message, 0 if absent
     * @param minReaderVer field 101 of the message, 0 if absent
     */
    record Sample(String message, int version, byte[] bytes, long ver, long minReaderVer, String source) {
        StoredMessage read() throws BadMessage {
            return MessageReader.read(MessageType.named(message).orElseThrow(), bytes);
        }

        StoredValue value() {
            return StoredValue.of(new ValueKind(ValueKind.Encoding.PB, message), Bytes.of(bytes));
        }

        @Override
        public String toString() {
            return message + " " + version;
        }
    }

    static boolean present() {
        return Files.exists(TestData.file("values/proto-samples.ndjson"));
    }

    static List<Sample> all() {
        try {
            return Files.readAllLines(TestData.file("values/proto-samples.ndjson")).stream()
                    .map(GoldenSamples::sample)
                    .toList();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static Sample sample(String line) {
        UnknownFields object = (UnknownFields) JsonText.readAny(line.getBytes(StandardCharsets.UTF_8), "sample");
        Map<String, Object> fields = object.fields().stream()
                .collect(Collectors.toMap(
                        UnknownFields.Field::name, field -> field.value() == null ? BigInteger.ZERO : field.value()));
        return new Sample(
                (String) fields.get("message"),
                ((BigInteger) fields.get("version")).intValue(),
                HexFormat.of().parseHex((String) fields.get("bytes_hex")),
                ((BigInteger) fields.get("ver_in_bytes")).longValue(),
                ((BigInteger) fields.get("min_reader_ver_in_bytes")).longValue(),
                (String) fields.get("source"));
    }
}
