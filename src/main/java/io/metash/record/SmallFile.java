package io.metash.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads whole files; errors name the file, which read errors of the system do not. */
public final class SmallFile {
    private SmallFile() {}

    /** Reads the bytes of a file. */
    public static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw FileError.named(failed, file);
        }
    }

    /**
     * Reads the text of a file.
     *
     * @throws Failure with status 2 when it is not UTF-8
     */
    public static String text(Path file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(read(file)))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw Failure.of(ExitStatus.USAGE, "this file is not UTF-8 text")
                    .at(file.toString())
                    .next("check what it is, or convert it: iconv -t UTF-8")
                    .causedBy(binary);
        }
    }
}
