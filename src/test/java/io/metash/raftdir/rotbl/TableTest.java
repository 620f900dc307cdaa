package io.metash.raftdir.rotbl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.testing.MemoryChannel;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableTest {
    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(TestData.file(name));
    }

    private static TableReader open(byte[] bytes) throws IOException {
        return TableReader.open(new MemoryChannel(bytes), "x.snap");
    }

    private static List<Row> rows(TableReader table) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (RowCursor cursor = table.scan(null, null)) {
            while (cursor.next()) {
                rows.add(new Row(cursor.key(), cursor.seq(), cursor.value()));
            }
        }
        return rows;
    }

    private static byte[] write(List<Row> rows, int rowsPerBlock, int spill, long seq, String userData)
            throws IOException {
        MemoryChannel channel = new MemoryChannel();
        TableWriter writer = new TableWriter(channel, rowsPerBlock, spill);
        for (Row row : rows) {
            writer.add(row.key(), row.seq(), row.value());
        }
        writer.finish(seq, userData);
        return channel.toByteArray();
    }

    @Test
    void aRealSnapshotIsWrittenAgainByteForByte() throws IOException {
        byte[] real = file("peer/want_snapshot_v004");
        TableReader table = open(real);
        assertEquals(74, rows(table).size());
        assertArrayEquals(real, write(rows(table), 8000, 1 << 20, table.metaSeq(), table.userData()));
        assertArrayEquals(real, write(rows(table), 8000, 1, table.metaSeq(), table.userData()));
    }

    @Test
    void tombstonesAndManyBlocks() throws IOException {
        byte[] real = file("peer/rotbl-0.2.6-x.rot");
        TableReader table = open(real);
        table.verify();
        assertEquals(26, table.blocks().size());
        assertEquals("hello", table.userData());
        assertEquals(5, table.metaSeq());
        assertEquals(true, rows(table).stream().anyMatch(Row::tombstone));
        byte[] again = write(rows(table), 20, 1 << 20, 5, "hello");
        assertEquals(rows(table), rows(open(again)));
        BlockEntry first = table.blocks().get(0);
        assertArrayEquals(
                Arrays.copyOfRange(real, 36, 36 + (int) first.size()),
                Arrays.copyOfRange(again, 36, 36 + (int) first.size()));
    }

    @Test
    void compressedBlocksReadAlike() throws IOException {
        TableReader plain = open(file("peer/want_snapshot_v004"));
        TableReader packed = open(file("peer/want_snapshot_v004.block-version-2"));
        packed.verify();
        assertEquals(rows(plain), rows(packed));
        assertEquals(plain.userData(), packed.userData());
    }

    @Test
    void everyCutAndEveryFlippedBitIsFound() throws IOException {
        byte[] real = file("peer/want_snapshot_v004");
        for (int length = 0; length < real.length; length++) {
            byte[] cut = Arrays.copyOf(real, length);
            assertThrows(Failure.class, () -> open(cut).verify(), "cut at " + length);
        }
        Random random = new Random(7);
        for (int at = 0; at < real.length; at++) {
            byte[] flipped = real.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            int place = at;
            Failure failure = assertThrows(Failure.class, () -> open(flipped).verify(), () -> "flipped at " + place);
            assertEquals(true, failure.status() == ExitStatus.DAMAGED || failure.status() == ExitStatus.VERSION);
        }
    }

    @Test
    void largeBlocksAreWrittenDirectly() throws IOException {
        List<Row> rows = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] value = new byte[random.nextInt(5000)];
            random.nextBytes(value);
            byte[] key = String.format("key/%05d", i).getBytes(StandardCharsets.UTF_8);
            rows.add(new Row(key, i == 7 ? -1L : i, i % 10 == 3 ? null : value));
        }
        for (int perBlock : new int[] {1, 100, 251, 260, 8000}) {
            byte[] inMemory = write(rows, perBlock, Integer.MAX_VALUE, 0, "u");
            assertArrayEquals(inMemory, write(rows, perBlock, 3000, 0, "u"), "rows per block " + perBlock);
            open(inMemory).verify();
            assertEquals(rows, rows(open(inMemory)));
        }
    }

    @Test
    void blocksBeyondTheWindowAreReadThroughIt() throws IOException {
        List<Row> rows = new ArrayList<>();
        Random random = new Random(2);
        for (int i = 0; i < 40; i++) {
            byte[] value = new byte[1 << 20];
            random.nextBytes(value);
            rows.add(new Row(String.format("%03d", i).getBytes(StandardCharsets.UTF_8), i, value));
        }
        byte[] table = write(rows, 8000, 8 << 20, 0, "");
        assertEquals(rows, rows(open(table)));
        table[table.length / 2] ^= 1;
        assertThrows(Failure.class, () -> open(table).get("000".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void lookUpsAndRangesMatchATreeMap() throws IOException {
        TreeMap<String, Row> model = new TreeMap<>();
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            String key = "k" + Integer.toString(random.nextInt(100_000), 36);
            model.put(key, new Row(key.getBytes(StandardCharsets.UTF_8), i, new byte[] {(byte) i}));
        }
        TableReader table = open(write(new ArrayList<>(model.values()), 17, 1 << 20, 0, ""));
        TableReader oneBlock = open(write(new ArrayList<>(model.values()), 8000, 1 << 20, 0, ""));
        for (String key : model.keySet()) {
            assertEquals(Optional.of(model.get(key)), oneBlock.get(key.getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < 2000; i++) {
            String a = "k" + Integer.toString(random.nextInt(100_000), 36);
            String b = "k" + Integer.toString(random.nextInt(100_000), 36);
            assertEquals(
                    model.get(a), table.get(a.getBytes(StandardCharsets.UTF_8)).orElse(null));
            assertEquals(
                    model.get(a),
                    oneBlock.get(a.getBytes(StandardCharsets.UTF_8)).orElse(null));
            List<Row> found = new ArrayList<>();
            try (RowCursor cursor =
                    table.scan(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8))) {
                while (cursor.next()) {
                    found.add(new Row(cursor.key(), cursor.seq(), cursor.value()));
                }
            }
            List<Row> expected =
                    a.compareTo(b) < 0 ? new ArrayList<>(model.subMap(a, b).values()) : List.of();
            assertEquals(expected, found);
        }
    }

    @Test
    void unorderedRowsAreRefused() throws IOException {
        TableWriter writer = new TableWriter(new MemoryChannel(), 10);
        writer.add(new byte[] {'b'}, 1, new byte[0]);
        Failure failure = assertThrows(Failure.class, () -> writer.add(new byte[] {'b'}, 2, new byte[0]));
        assertEquals("'b' is followed by 'b'", failure.why());
    }
}
