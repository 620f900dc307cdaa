package io.metash.shell.script;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.record.SmallFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a script: UTF-8, without a byte order mark, with normalized line ends. */
public final class ScriptText {
    private ScriptText() {}

    public static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw Failure.of(ExitStatus.USAGE, "this is a directory, not a script")
                    .at(file.toString());
        }
        return decode(SmallFile.read(file), file.toString());
    }

    public static String decode(byte[] bytes, String name) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return (text.startsWith("\ufeff") ? text.substring(1) : text).replace("\r\n", "\n");
        } catch (CharacterCodingException binary) {
            throw Failure.of(ExitStatus.USAGE, "not a script: it is not UTF-8")
                    .at(name)
                    .next("metash -c " + ShellWord.of("connect " + ShellWord.of(name)) + " opens an export file")
                    .causedBy(binary);
        }
    }
}
