package io.metash.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The baseline: one thread that reads every JSON token of a file with Jackson and discards it. usage: TokenScan FILE
 */
public final class TokenScan {
    private TokenScan() {}

    /** Scans the file and prints the number of tokens. */
    public static void main(String[] arguments) throws IOException {
        long tokens = 0;
        try (JsonParser parser =
                new JsonFactory().createParser(Path.of(arguments[0]).toFile())) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        System.out.println(tokens);
    }
}
