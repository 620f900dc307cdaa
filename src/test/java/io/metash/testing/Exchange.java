package io.metash.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A recorded exchange with a real server.
 *
 * @param number its position in the sequence
 * @param name its file name without the suffix
 * @param method the method name without the service
 * @param token {@code good}, {@code none}, or the bytes as {@code hex:…}
 * @param requests the messages sent
 * @param responses the messages received
 * @param status the gRPC status
 * @param message its text
 * @param headers response metadata
 * @param trailers status metadata
 */
public record Exchange(
        int number,
        String name,
        String method,
        String token,
        List<byte[]> requests,
        List<byte[]> responses,
        String status,
        String message,
        Map<?, ?> headers,
        Map<?, ?> trailers) {
    /** All exchanges in order. */
    public static List<Exchange> all() throws IOException {
        try (Stream<Path> files = Files.list(TestData.file("real/grpc"))) {
            List<Exchange> all = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                all.add(read(file));
            }
            return all;
        }
    }

    private static Exchange read(Path file) throws IOException {
        Map<?, ?> json;
        try (JsonParser parser = new JsonFactory().createParser(Files.readAllBytes(file))) {
            parser.nextToken();
            json = (Map<?, ?>) value(parser);
        }
        String name = file.getFileName().toString().replace(".json", "");
        String method = (String) json.get("method");
        Object request = json.get("request_hex");
        return new Exchange(
                Integer.parseInt(name.substring(0, 2)),
                name,
                method.substring(method.lastIndexOf('/') + 1),
                (String) json.get("token"),
                bytes(request instanceof String ? List.of(request) : request),
                bytes(json.get("responses_hex")),
                (String) json.get("status"),
                (String) json.get("message"),
                (Map<?, ?>) json.get("headers"),
                (Map<?, ?>) json.get("trailers"));
    }

    private static List<byte[]> bytes(Object list) {
        return ((List<?>) list)
                .stream().map(hex -> HexFormat.of().parseHex((String) hex)).toList();
    }

    private static Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    @Override
    public String toString() {
        return name;
    }
}
