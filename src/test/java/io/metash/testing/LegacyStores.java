package io.metash.testing;

import io.metash.record.U64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Raft directories of V0 to V003, made from the lines that programs of that release exported (legacy-versions §5, §6).
 */
public final class LegacyStores {
    private static final Pattern LINE =
            Pattern.compile("\\[\"([^\"]+)\",\\{\"(\\w+)\":\\{\"key\":(.*?),\"value\":(.*)}}]", Pattern.DOTALL);
    private static final Pattern NUMBERS = Pattern.compile("\\d+");
    private static final Map<String, Integer> SPACES = Map.ofEntries(
            Map.entry("Logs", 1),
            Map.entry("Nodes", 2),
            Map.entry("StateMachineMeta", 3),
            Map.entry("RaftStateKV", 4),
            Map.entry("Expire", 5),
            Map.entry("GenericKV", 6),
            Map.entry("Sequences", 7),
            Map.entry("Databases", 8),
            Map.entry("Tables", 9),
            Map.entry("DataHeader", 11),
            Map.entry("TableLookup", 11),
            Map.entry("DatabaseLookup", 12),
            Map.entry("LogMeta", 13));
    private static final Map<String, Integer> NAMES = Map.of(
            "LastApplied", 1,
            "Initialized", 2,
            "LastMembership", 3,
            "Id", 1,
            "HardState", 2,
            "StateMachineId", 3,
            "Committed", 4,
            "LastPurged", 1);

    private LegacyStores() {}

    /** Makes a V0 or V001 directory: everything is in sled. */
    public static Path inSled(List<String> lines, Path raftDir) throws IOException {
        write(trees(lines, ""), raftDir);
        return raftDir;
    }

    /** Makes a V002 directory: the state machine is in a snapshot file of text. */
    public static Path v002(List<String> lines, Path raftDir, String snapshotId) throws IOException {
        List<String> sled = new ArrayList<>();
        StringBuilder snapshot = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith("[\"state_machine/0\",")) {
                snapshot.append(line, "[\"state_machine/0\",".length(), line.length() - 1)
                        .append('\n');
            } else {
                sled.add(line);
            }
        }
        write(trees(sled, ""), raftDir);
        if (snapshot.length() > 0) {
            Path directory = Files.createDirectories(raftDir.resolve("df_meta/V002/snapshot"));
            Files.writeString(directory.resolve(snapshotId + ".snap"), snapshot);
        }
        return raftDir;
    }

    /** Makes a V003 directory: the state machine is in a table. */
    public static Path v003(List<String> lines, Path raftDir, String snapshotId, Path table) throws IOException {
        List<String> sled = lines.stream()
                .filter(line -> !line.startsWith("[\"state_machine/"))
                .toList();
        write(trees(sled, ""), raftDir);
        Path directory = Files.createDirectories(raftDir.resolve("df_meta/V003/snapshot"));
        Files.copy(table, directory.resolve(snapshotId + ".snap"));
        return raftDir;
    }

    /** A text of V004 like the newest golden file, whose input had purged the log up to index 1. */
    public static String purged(String text) {
        StringBuilder purged = new StringBuilder();
        text.lines()
                .filter(line -> !line.matches("\\[\"raft_log\",\\{\"LogEntry\":\\{\"log_id\":.*?,\"index\":[01]}.*"))
                .map(line -> line.replace(
                        "{\"Purged\":null}", "{\"Purged\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":1}}"))
                .forEach(line -> purged.append(line).append('\n'));
        return purged.toString();
    }

    /** The items of sled by tree; every tree name gets a prefix. */
    public static Map<String, TreeMap<byte[], byte[]>> trees(List<String> lines, String prefix) {
        Map<String, TreeMap<byte[], byte[]>> trees = new TreeMap<>();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException(line);
            }
            trees.computeIfAbsent(prefix + parts.group(1), tree -> new TreeMap<>(Arrays::compareUnsigned))
                    .put(key(parts.group(2), parts.group(3)), parts.group(4).getBytes(StandardCharsets.UTF_8));
        }
        return trees;
    }

    /** Writes a sled database. */
    public static void write(Map<String, TreeMap<byte[], byte[]>> trees, Path directory) throws IOException {
        try (SledWriter writer = new SledWriter(directory)) {
            for (Map.Entry<String, TreeMap<byte[], byte[]>> tree : trees.entrySet()) {
                writer.begin(tree.getKey());
                for (Map.Entry<byte[], byte[]> item : tree.getValue().entrySet()) {
                    writer.put(item.getKey(), item.getValue());
                }
                writer.end(tree.getKey());
            }
        }
    }

    /** The sled key for a key in a line. */
    static byte[] key(String space, String json) {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        key.write(SPACES.get(space));
        switch (space) {
            case "Logs", "Nodes", "Databases", "Tables" -> key.writeBytes(u64(json));
            case "StateMachineMeta", "RaftStateKV", "LogMeta" ->
                key.write(NAMES.get(json.substring(1, json.length() - 1)));
            case "Expire" -> {
                Matcher numbers = NUMBERS.matcher(json);
                while (numbers.find()) {
                    key.writeBytes(u64(numbers.group()));
                }
            }
            case "TableLookup" -> {
                Matcher parts = Pattern.compile("\\{\"database_id\":(\\d+),\"table_name\":\"(.*)\"}")
                        .matcher(json);
                parts.matches();
                varint(key, Long.parseLong(parts.group(1)));
                varint(key, parts.group(2).length());
                key.writeBytes(parts.group(2).getBytes(StandardCharsets.UTF_8));
            }
            case "DatabaseLookup" -> {
                Matcher parts = Pattern.compile(
                                "\\{\"tenant\":\"(.*)\",\"delimiter\":\"/\",\"database_name\":\"(.*)\"}")
                        .matcher(json);
                parts.matches();
                key.writeBytes((parts.group(1) + "/" + parts.group(2)).getBytes(StandardCharsets.UTF_8));
            }
            default -> key.writeBytes(json.substring(1, json.length() - 1).getBytes(StandardCharsets.UTF_8));
        }
        return key.toByteArray();
    }

    private static byte[] u64(String digits) {
        return ByteBuffer.allocate(8).putLong(U64.parse(digits)).array();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        while (value > 127) {
            out.write((int) (value & 127 | 128));
            value >>>= 7;
        }
        out.write((int) value);
    }
}
