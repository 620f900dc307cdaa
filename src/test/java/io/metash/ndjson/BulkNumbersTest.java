package io.metash.ndjson;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.MetaRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bulk parser of numbers agrees with the single parser, on valid and invalid text. */
class BulkNumbersTest {
    private static final String BEFORE =
            "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"k\",\"value\":{\"seq\":1,\"meta\":null,\"data\":";
    private static final String[] ODD = {
        "256",
        "999",
        "1000",
        "00",
        "01",
        "007",
        "-1",
        "-0",
        "1.0",
        "1e1",
        " 7",
        "7 ",
        "",
        "a",
        "]",
        "[",
        "\t12",
        ":",
        ";",
        "/",
        "3:",
        "?",
        "<5",
        "\"",
        "{",
        "4294967296",
        "2234",
        "1255",
        "é"
    };

    private static String output(byte[] line, boolean bulk) {
        try {
            MetaRecord record = new LineReader(new ReadNotes(), bulk).readLine(line, 0, line.length);
            return record.toString();
        } catch (BadText bad) {
            return bad.at() + " " + bad.what();
        }
    }

    @Test
    void allOneAndTwoNumbersAgree() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                byte[] text = (a + "," + b + ",7]").getBytes(StandardCharsets.US_ASCII);
                JsonIn in = new JsonIn(new ReadNotes(), true);
                in.begin(text, 0, text.length);
                EightBytes eights = new EightBytes();
                int at = eights.read(text, 0, text.length);
                assertEquals(text.length < 8 ? 0 : text.length - 2, at);
                byte[] want = text.length < 8 ? new byte[0] : new byte[] {(byte) a, (byte) b};
                assertArrayEquals(want, Arrays.copyOf(eights.numbers(), eights.count()));
            }
        }
    }

    /** Of all texts of four of these characters it parses exactly the canonical numbers. */
    @Test
    void oneNumberAtATimeParsesCanonicalNumbersOnly() {
        String characters = "0125679,-] /:";
        Pattern canonical = Pattern.compile("(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]),");
        FourBytes fours = new FourBytes();
        for (int i = 0; i < Math.pow(characters.length(), 4); i++) {
            String text = "";
            for (int rest = i, k = 0; k < 4; k++, rest /= characters.length()) {
                text += characters.charAt(rest % characters.length());
            }
            Matcher number = canonical.matcher(text);
            int end = 0;
            String value = "[]";
            if (number.lookingAt()) {
                end = number.end();
                value = "[" + (byte) Integer.parseInt(number.group(1)) + "]";
            }
            int at = fours.read(text.getBytes(StandardCharsets.US_ASCII), 0, 4);
            assertEquals(end, at, text);
            assertEquals(value, Arrays.toString(Arrays.copyOf(fours.numbers(), fours.count())), text);
        }
    }

    @Test
    void allParsersAgreeOnAnyText() {
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(BEFORE).append('[');
            int count = random.nextInt(20);
            int oddAt = random.nextInt(40);
            for (int k = 0; k < count; k++) {
                text.append(k == 0 ? "" : ",");
                text.append(k == oddAt ? ODD[random.nextInt(ODD.length)] : String.valueOf(random.nextInt(256)));
            }
            byte[] line = text.append("]}}}]").toString().getBytes(StandardCharsets.UTF_8);
            String want = output(line, false);
            assertEquals(want, output(line, true), text.toString());
            refused += Character.isDigit(want.charAt(0)) ? 1 : 0;
        }
        assertEquals(true, refused > 1000 && refused < 10_000, refused + " of them were refused");
    }

    @Test
    void longValuesGrowTheBuffer() {
        StringBuilder text = new StringBuilder(BEFORE).append('[');
        byte[] want = new byte[100_000];
        new Random(8).nextBytes(want);
        for (int i = 0; i < want.length; i++) {
            text.append(i == 0 ? "" : ",").append(want[i] & 0xff);
        }
        byte[] line = text.append("]}}}]").toString().getBytes(StandardCharsets.US_ASCII);
        MetaRecord.Kv kv = (MetaRecord.Kv) new LineReader(new ReadNotes(), true).readLine(line, 0, line.length);
        assertArrayEquals(want, kv.value().data().array());
    }
}
