package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.StatusRuntimeException;
import io.metash.wire.ExportedChunk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The lines of a chunk are those that protobuf finds in it, and what protobuf refuses is refused. */
class ExportChunkTest {
    private static List<String> lines(byte[] message) throws IOException {
        ExportChunk chunk = ExportChunk.parse(message);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < chunk.lines(); i++) {
            lines.add(new String(
                    chunk.message(), chunk.from(i), chunk.to(i) - chunk.from(i), StandardCharsets.ISO_8859_1));
        }
        return lines;
    }

    private static ExportedChunk chunk(int lines) {
        ExportedChunk.Builder chunk = ExportedChunk.newBuilder();
        for (int i = 0; i < lines; i++) {
            chunk.addData(ByteString.copyFromUtf8("line " + "x".repeat(i) + i));
        }
        return chunk.build();
    }

    @Test
    void findsTheLinesOfAMessage() throws IOException {
        assertEquals(List.of(), lines(new byte[0]));
        assertEquals(List.of("line 0", "line x1", "line xx2"), lines(chunk(3).toByteArray()));
        List<String> many =
                chunk(300).getDataList().stream().map(ByteString::toStringUtf8).toList();
        assertEquals(many, lines(chunk(300).toByteArray()));
    }

    @Test
    void skipsUnknownFields() throws IOException {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(3, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                .addField(
                        10,
                        UnknownFieldSet.Field.newBuilder()
                                .addFixed64(1)
                                .addGroup(UnknownFieldSet.getDefaultInstance())
                                .build())
                .build();
        byte[] message =
                chunk(2).toBuilder().mergeUnknownFields(unknown).build().toByteArray();
        assertEquals(List.of("line 0", "line x1"), lines(message));
    }

    @Test
    void agreesWithProtobufOnDamagedMessages() {
        Random random = new Random(3);
        byte[] whole = chunk(5).toByteArray();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] message = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int k = random.nextInt(3); k > 0 && message.length > 0; k--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            String expected;
            try {
                expected = ExportedChunk.parseFrom(message).getDataList().stream()
                        .map(line -> line.toString(StandardCharsets.ISO_8859_1))
                        .toList()
                        .toString();
            } catch (IOException invalid) {
                expected = "refused";
                refused++;
            }
            String found;
            try {
                found = lines(message).toString();
            } catch (IOException invalid) {
                found = "refused";
            }
            assertEquals(expected, found, Arrays.toString(message));
        }
        assertEquals(true, refused > 5000 && refused < 19_000, refused + " refused");
    }

    @Test
    void anInvalidMessageEndsTheCall() {
        byte[] cut = Arrays.copyOf(chunk(2).toByteArray(), 9);
        StatusRuntimeException failed = assertThrows(
                StatusRuntimeException.class, () -> new ChunkMarshaller().parse(new ByteArrayInputStream(cut)));
        assertEquals("INTERNAL: Invalid protobuf byte sequence", failed.getMessage());
    }
}
