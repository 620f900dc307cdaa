package io.metash.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Generated texts of every version: upgrading at once equals upgrading step by step; no upgrade crashes. */
class LiftProperties {
    private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"), "metash-lift-properties");

    @Provide
    Arbitrary<DataVersion> versions() {
        return Arbitraries.of(DataVersion.values()).filter(version -> version.compareTo(DataVersion.V004) < 0);
    }

    @Property(tries = 400)
    void upgradingAtOnceEqualsStepByStep(@ForAll("versions") DataVersion from, @ForAll long seed) throws IOException {
        String text = LegacyTexts.generate(from, seed);
        String stepped = text;
        for (DataVersion next : DataVersion.values()) {
            if (next.compareTo(from) > 0 && next.compareTo(DataVersion.V004) < 0) {
                stepped = Lifts.to(next, stepped, SCRATCH);
            }
        }
        assertEquals(Lifts.toV004(text, SCRATCH), Lifts.toV004(stepped, SCRATCH), text);
    }

    @Property(tries = 300)
    void anUpgradedTextStaysUnchanged(@ForAll("versions") DataVersion from, @ForAll long seed) throws IOException {
        String text = LegacyTexts.generate(from, seed);
        String v003 = Lifts.to(DataVersion.V003, text, SCRATCH);
        assertEquals(v003, Lifts.to(DataVersion.V003, v003, SCRATCH), text);
    }

    /** Lines that are moved, removed, repeated or taken from another version, and bytes that change. */
    @Property(tries = 1500)
    void damageIsAFailureWithoutSideEffects(@ForAll("versions") DataVersion from, @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        List<String> lines =
                new ArrayList<>(LegacyTexts.generate(from, seed).lines().toList());
        int at = random.nextInt(lines.size());
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), lines.get(at));
            case 2 -> Collections.shuffle(lines, random);
            case 3 ->
                lines.addAll(LegacyTexts.generate(DataVersion.values()[random.nextInt(7)], seed + 1)
                        .lines()
                        .toList());
            case 4 ->
                lines.set(
                        at,
                        lines.get(at).substring(0, random.nextInt(lines.get(at).length())));
            default -> {
                char[] line = lines.get(at).toCharArray();
                line[random.nextInt(line.length)] = "\"{}[]:,0 9a\\".charAt(random.nextInt(12));
                lines.set(at, new String(line));
            }
        }
        String text = String.join("\n", lines) + "\n";
        try {
            Lifts.toV004(text, SCRATCH);
            Lifts.to(DataVersion.V003, text, SCRATCH);
        } catch (Failure refused) {
            assertEquals(true, refused.where() != null && refused.where().startsWith("store"), text + refused);
        }
    }

    static {
        try {
            Files.createDirectories(SCRATCH);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
