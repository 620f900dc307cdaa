package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.command.ScriptedPrompter;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.output.MessageStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialogueTest {
    /** The text of a choice is wrapped with a hanging indent. */
    @Test
    void choicesAreWrappedBelowTheirText() throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        PrintStream err = new MessageStream(seen);
        Io io = new Io(null, err, err, true, true, true, () -> 40, Display.PLAIN);
        Dialogue dialogue = new Dialogue(io, new ScriptedPrompter(List.of("2"), err::print));
        String choice = dialogue.ask(
                "What happened to the only node of this cluster?\n  1  I want a new cluster\n"
                        + "  2  The same cluster moves to new addresses",
                null,
                "",
                answer -> answer);
        assertEquals("2", choice);
        assertEquals(
                """

                What happened to the only node of this
                cluster?
                  1  I want a new cluster
                  2  The same cluster moves to new
                     addresses
                > 2
                """,
                seen.toString(StandardCharsets.UTF_8));
    }
}
