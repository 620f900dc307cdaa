package io.metash.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.catalog.SecretPolicy;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A search on two threads finds the same keys in the same order as a sequential one. */
class ParallelSearchProperties {
    private static final List<String> PREFIXES = List.of(
            "plain/", "__fd_database_by_id/", "__fd_table_by_id/", "__fd_clusters_v6/t/", "__fd_object_owners/t/");

    private record Row(Bytes key, Bytes data) {}

    /** Keys of several families; values are numbers, texts, damaged messages and sometimes a large one. */
    private static List<Row> rows(Random random, int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = PREFIXES.get(random.nextInt(PREFIXES.size())) + (1000 + i);
            byte[] data;
            switch (random.nextInt(4)) {
                case 0 -> data = Integer.toString(random.nextInt(10_000)).getBytes(StandardCharsets.UTF_8);
                case 1 -> data = ("text ünd " + random.nextInt(100)).getBytes(StandardCharsets.UTF_8);
                default -> {
                    data = new byte[random.nextInt(400)];
                    random.nextBytes(data);
                }
            }
            if (random.nextInt(500) == 0) {
                data = "large 77 ".repeat(80_000).getBytes(StandardCharsets.UTF_8);
            }
            if (random.nextInt(20) == 0 && data.length > 0) {
                data[0] = 0x0f;
            }
            rows.add(new Row(Bytes.utf8(key), Bytes.of(data)));
        }
        return rows;
    }

    @Property(tries = 60)
    void equalsASequentialSearch(
            @ForAll long seed,
            @ForAll @IntRange(max = 3000) int count,
            @ForAll @IntRange(max = 5) int which,
            @ForAll boolean keysOnly)
            throws IOException {
        Pattern wanted = Pattern.compile(
                List.of("7", "ext .*9$", "nowhere", "_by_id", "[0-9a-f]{9}", "").get(which));
        Supplier<KeySearch> searches = () -> new KeySearch(wanted, SecretPolicy.HIDE, keysOnly);
        List<Row> rows = rows(new Random(seed), count);
        List<KeySearch.Hit> want = new ArrayList<>();
        KeySearch one = searches.get();
        rows.forEach(row -> one.search(row.key, row.data).ifPresent(want::add));
        List<KeySearch.Hit> found = new ArrayList<>();
        try (ParallelSearch search = new ParallelSearch(searches, found::add, new Cancel())) {
            for (Row row : rows) {
                search.add(row.key, row.data);
            }
            search.finish();
            assertEquals(want, found);
            search.finish();
            assertEquals(want, found);
        }
    }

    @Example
    void ctrlCEndsIt() throws IOException {
        Cancel cancel = new Cancel();
        Supplier<KeySearch> searches = () -> new KeySearch(Pattern.compile("x"), SecretPolicy.HIDE, false);
        try (ParallelSearch search = new ParallelSearch(searches, hit -> {}, cancel)) {
            cancel.ask();
            Failure stopped = assertThrows(Failure.class, () -> {
                for (Row row : rows(new Random(1), 20_000)) {
                    search.add(row.key, row.data);
                }
            });
            assertEquals(ExitStatus.INTERRUPTED, stopped.status());
        }
    }

    /** An exception on a search thread is thrown by the caller's thread. */
    @Example
    void failuresReachTheCaller() throws IOException {
        Supplier<KeySearch> searches = () -> new KeySearch(Pattern.compile("(a|b)*c"), SecretPolicy.HIDE, false);
        Bytes deep = Bytes.utf8("a".repeat(300_000));
        try (ParallelSearch search = new ParallelSearch(searches, hit -> {}, new Cancel())) {
            assertThrows(StackOverflowError.class, () -> {
                search.add(Bytes.utf8("plain/1"), deep);
                search.finish();
            });
        }
    }
}
