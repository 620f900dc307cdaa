package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every citation of a format or a decision names an existing section. */
class CitationsTest {
    private final Citations citations = new Citations();

    @Test
    void everyCitationResolves() {
        List<String> faults = new ArrayList<>();
        int found = 0;
        for (Path file : Repository.citing()) {
            if (Repository.name(file).startsWith("src/test/java/io/metash/documents/")) {
                continue;
            }
            String text = Repository.text(file);
            found += citations.in(text).size();
            citations.faults(text).forEach(fault -> faults.add(Repository.name(file) + ": " + fault));
            if (file.toString().endsWith(".java")) {
                citations.withoutPage(text).forEach(fault -> faults.add(Repository.name(file) + ": " + fault));
            }
        }
        assertEquals(List.of(), faults);
        assertTrue(found > 150, "only " + found + " citations found");
    }

    @Test
    void eachSectionIsACitation() {
        assertEquals(
                List.of("keyspace 3", "keyspace 5", "sled-0.34 7.2", "values 1", "decisions 8"),
                citations.in("/** All (keyspace §3 to §5; sled-0.34\n * §7.2), values §1 (decisions 8). */"));
    }

    @Test
    void aMissingSectionIsReported() {
        assertEquals(
                List.of("no such section: keyspace 99", "no such section: decisions 99"),
                citations.faults("// keyspace §99, decisions 99"));
    }

    @Test
    void otherFormsAreReported() {
        assertEquals(
                List.of("not a document: RULINGS", "not a document: must-know", "without §: raft-dir-v004 2.2"),
                citations.faults("// RULINGS 8, must-know 2, raft-dir-v004 2.2"));
        assertEquals(
                List.of("without a page: §2.4"), citations.withoutPage("/** A rule (see §2.4), RFC 1035 §2.3. */"));
    }
}
