package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.Commands;
import io.metash.output.Io;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "metash ls -r | ls -r",
                "metash.toml | metash.toml",
                "rm '/a b' | ! rm '/a b'",
                "chmod 600 $'/a\\x09' | ! chmod 600 \"$(printf '/a\\011')\"",
                "metash rollback --raft-dir $'a\\x0a'   (undoes it), or rm -r $'a\\x0a' | rollback --raft-dir $'a\\x0a'"
                        + "   (undoes it), or ! rm -r \"$(printf 'a')${IFS#??}\"",
                "printf '{\"version\":\"V004\"}' > /a/VERSION | ! printf '{\"version\":\"V004\"}' > /a/VERSION",
                "chmod o-rwx /a | ! chmod o-rwx /a",
                "df -h /a | ! df -h /a",
                "check what it is, then remove it: rm a | check what it is, then remove it: ! rm a",
                "name a new directory, or move this one away: mv /a /b | name a new directory, or move this one away:"
                        + " ! mv /a /b",
                "copy it: cp -a a b && rm -r a && mv b a | copy it: ! cp -a a b && rm -r a && mv b a",
                "metash rollback --raft-dir a   (undoes it), or rm -r a | rollback --raft-dir a   (undoes it), or ! rm"
                        + " -r a",
                "did you mean rm or mv? | did you mean rm or mv?"
            })
    void commandsAreWrittenForTheReadersPrompt(String advice, String atPrompt) throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Io io = new Io(null, nowhere, nowhere, false, false, false, () -> 80);
        try (CommandContext prompt = new CommandContext(Commands.table(), io, true, false);
                CommandContext oneShot = new CommandContext(Commands.table(), io, false, false)) {
            assertEquals(atPrompt, Advice.forContext(prompt, advice));
            assertEquals(advice, Advice.forContext(oneShot, advice));
        }
    }
}
