package io.metash.command.option;

import io.metash.client.ClusterInfo;
import io.metash.client.WatchEvent;
import io.metash.command.CommandContext;
import io.metash.output.Printable;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats texts exactly as metactl does (meta-service-api §6), since scripts parse them. */
public final class MetactlText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private MetactlText() {}

    /** Prints lines: unchanged to a program; on a terminal, escaped so that they cannot move the cursor. */
    public static void print(String lines, CommandContext context) {
        if (context.io().outTerminal()) {
            lines.lines().forEach(line -> context.io().out().println(Printable.text(line)));
        } else {
            context.io().out().println(lines);
        }
    }

    /** Prints the lines of {@code status}. */
    public static void status(ClusterInfo info, CommandContext context) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        status(info, new PrintStream(lines, false, StandardCharsets.UTF_8));
        print(lines.toString(StandardCharsets.UTF_8).stripTrailing(), context);
    }

    private static void status(ClusterInfo info, PrintStream out) {
        out.println("BinaryVersion: " + info.binaryVersion());
        out.println("DataVersion: " + info.dataVersion());
        out.println("RaftLogSize: " + U64.text(info.raftLogBytes()));
        if (info.log() != null) {
            log(info.log(), out);
        }
        out.println("SnapshotKeyCount: " + U64.text(info.snapshotKeyCount()));
        out.println("Node: id=" + U64.text(info.id()) + " raft=" + info.endpoint());
        out.println("State: " + info.state());
        optional("Leader: ", info.leader(), out);
        out.println("CurrentTerm: " + U64.text(info.currentTerm()));
        out.println("LastSeq: " + U64.text(info.lastSeq()));
        out.println("LastLogIndex: " + U64.text(info.lastLogIndex()));
        out.println("LastApplied: " + info.lastApplied());
        optional("SnapshotLastLogID: ", info.snapshotLastLogId(), out);
        optional("Purged: ", info.purged(), out);
        if (!info.replication().isEmpty()) {
            out.println("Replication:");
            info.replication()
                    .forEach((id, at) -> out.println(
                            "  - [" + U64.text(id) + "] " + at + (at.equals(info.lastApplied()) ? "" : " *")));
        }
        nodes("Voters:", info.voters(), out);
        nodes("NonVoters:", info.nonVoters(), out);
        out.flush();
    }

    private static void log(ClusterInfo.Log log, PrintStream out) {
        out.println("RaftLog:");
        out.println("  - CacheItems: " + U64.text(log.cacheItems()));
        out.println("  - CacheUsedSize: " + U64.text(log.cacheUsedBytes()));
        out.println("  - WALTotalSize: " + U64.text(log.walTotalBytes()));
        out.println("  - WALOpenChunkSize: " + U64.text(log.walOpenChunkBytes()));
        out.println("  - WALOffset: " + U64.text(log.walOffset()));
        out.println("  - WALClosedChunkCount: " + U64.text(log.walClosedChunkCount()));
        out.println("  - WALClosedChunkTotalSize: " + U64.text(log.walClosedChunkTotalBytes()));
        out.println("  - WALClosedChunkSizes:");
        log.walClosedChunkBytes().forEach((id, bytes) -> out.println("    - " + id + ": " + U64.text(bytes)));
    }

    private static void optional(String label, @Nullable String text, PrintStream out) {
        if (text != null) {
            out.println(label + text);
        }
    }

    private static void nodes(String label, List<String> nodes, PrintStream out) {
        if (!nodes.isEmpty()) {
            out.println(label);
            nodes.forEach(node -> out.println("  - " + node));
        }
    }

    /** The line of {@code upsert}. The identifier after the label is always None. */
    public static String upsert(@Nullable SeqV before, @Nullable SeqV after) {
        return "upsert-result: None: " + debug(before) + " -> " + debug(after);
    }

    /** A value in Rust's debug format. */
    public static String debug(@Nullable SeqV value) {
        if (value == null) {
            return "None";
        }
        KvMeta meta = value.meta();
        String metaText = "None";
        if (meta != null) {
            metaText = "Some(KVMeta { expire_at: " + debug(meta.expireAt()) + ", proposed_at_ms: "
                    + debug(meta.proposedAtMs()) + " })";
        }
        return "Some(SeqV { seq: " + U64.text(value.seq()) + ", meta: " + metaText + ", data: \"[binary]\" })";
    }

    private static String debug(@Nullable Long number) {
        if (number == null) {
            return "None";
        }
        return "Some(" + U64.text(number) + ")";
    }

    /** The line of {@code watch} for an event. */
    public static String event(WatchEvent event) {
        String kind = "CHANGE:";
        if (event.initial()) {
            kind = "INIT:";
        }
        String text = "None";
        if (event.key() != null) {
            text = "(" + event.key() + ": " + shown(event.before()) + " -> " + shown(event.after()) + ")";
        }
        return "received-watch-event: " + kind + text;
    }

    private static String shown(@Nullable SeqV value) {
        if (value == null) {
            return "None";
        }
        List<String> times = new ArrayList<>();
        KvMeta meta = value.meta();
        if (meta != null) {
            time("expire", meta.expireAtMs(), times);
            time("proposed", meta.proposedAtMs(), times);
        }
        return "(seq=" + U64.text(value.seq()) + " [" + String.join(", ", times) + "] "
                + bytes(value.data().array()) + ")";
    }

    private static void time(String name, @Nullable Long ms, List<String> times) {
        if (ms != null) {
            times.add(name + "=" + TIME.format(Instant.ofEpochMilli(ms)));
        }
    }

    private static String bytes(byte[] data) {
        try {
            return "'" + StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)) + "'";
        } catch (CharacterCodingException noText) {
            StringBuilder list = new StringBuilder("[");
            for (int i = 0; i < data.length; i++) {
                list.append(i == 0 ? "" : ", ").append(data[i] & 0xFF);
            }
            return list.append(']').toString();
        }
    }
}
