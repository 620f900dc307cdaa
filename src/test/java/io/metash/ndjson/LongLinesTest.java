package io.metash.ndjson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.Failure;
import io.metash.record.Heap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that is too long for the heap is found before a text is read. */
class LongLinesTest {
    @TempDir
    Path scratch;

    private String said(String text, long limit) throws IOException {
        Path file = Files.writeString(scratch.resolve("text"), text);
        try {
            LongLines.refuse(file, limit);
            return "fine";
        } catch (Failure refused) {
            assertEquals("the heap of metash has " + Heap.mib() + " MiB; nothing was changed", refused.why());
            return refused.status().code() + " " + refused.what() + " at "
                    + refused.where().replace(file + " ", "");
        }
    }

    @Test
    void aLongLineIsReadAtAnyPosition() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int limit = 1 + random.nextInt(200_000);
            StringBuilder text = new StringBuilder();
            String expected = "fine";
            for (int line = random.nextInt(5); line >= 0; line--) {
                int length = random.nextInt(2 * limit);
                if (length > limit && expected.equals("fine")) {
                    expected =
                            "7 a line of " + length + " bytes does not fit into memory at (byte " + text.length() + ")";
                }
                text.append("x".repeat(length));
                if (line > 0 || random.nextBoolean()) {
                    text.append('\n');
                }
            }
            assertEquals(expected, said(text.toString(), limit), "round " + round);
        }
    }

    @Test
    void theLimitFollowsTheHeap() throws IOException {
        Path file = Files.writeString(scratch.resolve("text"), "short\n");
        LongLines.refuse(file);
        Path large = Files.write(scratch.resolve("large"), new byte[(int) Math.min(1 << 30, Heap.longestLine() + 1)]);
        assertThrows(Failure.class, () -> LongLines.refuse(large));
    }
}
