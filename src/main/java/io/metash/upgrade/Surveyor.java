package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a legacy store once for its {@link Survey}, and copies it when it cannot be read again. */
final class Surveyor {
    private static final Set<LineKind> ROWS = EnumSet.of(LineKind.LOGS, LineKind.EXPIRE, LineKind.GENERIC_KV);
    private static final int LINES_BETWEEN_REPORTS = 1000;
    /** Limit on single records: stores have a few nodes and one or two state machines. */
    private static final int MAX_FACTS = 100_000;

    private static final byte[] COMMAND = "\"cmd\":{\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NORMAL = "\"Normal\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OLD_LOG_ID = "\"log_id\":{\"term\"".getBytes(StandardCharsets.US_ASCII);

    private final NdjsonSource in;
    private final Optional<ScratchText> copy;
    private final boolean anyForm;
    private final LineScanner scanner = new LineScanner();
    private final RowKey key = new RowKey();
    private final ExpiryScanner expiry = new ExpiryScanner();
    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, Long> factLines = new HashMap<>();
    private final Map<LineKind, RowRange> ranges = new EnumMap<>(LineKind.class);
    private final TreeMap<Long, Long> stateMachines = new TreeMap<>();
    private final Map<String, Long> catalog = new TreeMap<>();
    private final Map<String, Long> commands = new TreeMap<>();
    private final ExpirySums expiries = new ExpirySums();
    private final VersionSpan span;
    private long catalogLine;
    private boolean oldForm;
    private long copied;
    private long copiedEnds;

    /**
     * Creates a surveyor.
     *
     * @param copy the copy to write, if any
     * @param anyForm whether records may have another form than the header implies, as in a mislabeled directory
     */
    Surveyor(NdjsonSource in, Optional<ScratchText> copy, boolean anyForm) {
        this.in = in;
        this.copy = copy;
        this.anyForm = anyForm;
        this.span = new VersionSpan();
    }

    Survey run(Progress progress, Cancel cancel) throws IOException {
        long lines = 0;
        while (in.nextLine()) {
            try {
                line(in.buffer(), in.lineFrom(), in.lineTo());
            } catch (BadText bad) {
                throw in.failure(bad);
            }
            if (copy.isPresent()) {
                copy(copy.get());
            }
            if (++lines % LINES_BETWEEN_REPORTS == 0) {
                cancel.check();
                progress.moved(lines, in.bytesRead(), in.bytesTotal());
            }
        }
        if (copy.isPresent()) {
            copy.get().append(new byte[] {'\n'}, 0, 1);
            copy.get().flush();
        }
        DataVersion version = span.version(oldForm);
        if (!catalog.isEmpty()) {
            commands.forEach((command, count) -> catalog.merge(command, count, Long::sum));
        }
        Survey.Catalog left = new Survey.Catalog(catalog, catalogLine);
        try {
            return new Survey(version, anyForm, span.firstLine(), facts, ranges, stateMachines, left, expiries);
        } catch (BadText bad) {
            throw Lift.unreadable(in.name(), bad);
        }
    }

    /** Copies the text with the same lines and positions: blank lines stay, other bytes between lines become spaces. */
    private void copy(ScratchText to) throws IOException {
        long textAt = in.textOffset();
        byte[] between = new byte[(int) (textAt - copied)];
        long ends = in.line() - 1 - copiedEnds;
        Arrays.fill(between, (byte) ' ');
        Arrays.fill(between, (int) Math.max(0, between.length - ends), between.length, (byte) '\n');
        to.append(between, 0, between.length);
        int length = in.lineTo() - in.lineFrom();
        to.append(in.buffer(), in.lineFrom(), length);
        copied = textAt + length;
        copiedEnds = in.line() - 1;
    }

    private void line(byte[] text, int from, int to) {
        if (!scanner.scan(text, from, to)) {
            parseLine(text, from, to);
            return;
        }
        LineKind kind = scanner.kind();
        span.admit(kind, scanner.stateMachine(), in.line(), from);
        if (kind.catalog()) {
            catalog(kind.label());
            count(scanner.stateMachine(), from);
        } else if (!ROWS.contains(kind)) {
            fact(StoreLine.parse(text, from, to), from);
        } else if (key.read(kind, text, scanner.contentAt(), to)) {
            row(kind, scanner.stateMachine(), text, from, to, true);
        } else {
            parseLine(text, from, to);
        }
    }

    private void parseLine(byte[] text, int from, int to) {
        StoreLine line = StoreLine.parse(text, from, to);
        span.admit(line.kind(), line.stateMachine(), in.line(), from);
        if (line.kind().catalog()) {
            catalog(line.kind().label());
            count(line.stateMachine(), from);
        } else if (ROWS.contains(line.kind())) {
            key.read(line, from);
            row(line.kind(), line.stateMachine(), text, from, to, false);
        } else {
            fact(line, from);
        }
    }

    private void row(LineKind kind, long stateMachine, byte[] text, int from, int to, boolean usual) {
        if (kind == LineKind.LOGS) {
            command(text, from, to);
        } else {
            count(stateMachine, from);
            expiry(kind, stateMachine, text, from, to, usual);
        }
        ranges.computeIfAbsent(kind, any -> new RowRange()).add(key, in.line(), in.byteOffset(), in.nextOffset());
    }

    private void expiry(LineKind kind, long stateMachine, byte[] text, int from, int to, boolean usual) {
        if (kind == LineKind.EXPIRE) {
            ByteBuffer row = ByteBuffer.wrap(key.bytes());
            expiries.row(stateMachine, row.getLong(0), row.getLong(Long.BYTES));
        } else if (usual && expiry.scan(text, scanner.contentAt(), key.length(), to)) {
            if (expiry.expires()) {
                expiries.key(stateMachine, expiry.expireAt(), expiry.seq());
            }
        } else {
            StoreLine.parse(text, from, to).value().ifPresent(value -> expiring(stateMachine, value, from));
        }
    }

    private void expiring(long stateMachine, JsonObject value, int at) {
        JsonObject meta = value.object("meta");
        if (meta != null && !meta.isEmpty("expire_at") && value.has("seq")) {
            expiries.key(
                    stateMachine,
                    StoreLine.unsigned(meta.get("expire_at"), at),
                    StoreLine.unsigned(value.get("seq"), at));
        }
    }

    /** Counts the catalog commands of a log entry; only stores without a header can have them. */
    private void command(byte[] text, int from, int to) {
        if (span.declared().isPresent()) {
            return;
        }
        oldForm |= ByteSearch.find(OLD_LOG_ID, text, from, to) >= 0;
        int at = ByteSearch.find(COMMAND, text, from, to);
        String name = "log entry";
        if (at >= 0) {
            int start = at + COMMAND.length;
            int end = start;
            while (end < to && text[end] != '"') {
                end++;
            }
            name = new String(text, start, end - start, StandardCharsets.UTF_8);
        } else if (ByteSearch.find(NORMAL, text, from, to) >= 0) {
            name = commandOf(StoreLine.parse(text, from, to)).orElse(name);
        }
        if (Survey.CATALOG_COMMANDS.contains(name)) {
            catalog(name + " command");
            span.admitCatalogCommand(in.line(), from);
        } else {
            commands.merge("other log entry", 1L, Long::sum);
        }
    }

    private static Optional<String> commandOf(StoreLine line) {
        return line.value()
                .map(entry -> entry.object("payload"))
                .map(payload -> payload.object("Normal"))
                .map(normal -> normal.object("cmd"))
                .filter(command -> command.size() == 1)
                .map(command -> command.name(0));
    }

    private void catalog(String family) {
        catalog.merge(family, 1L, Long::sum);
        if (catalogLine == 0) {
            catalogLine = in.line();
        }
    }

    private void count(long stateMachine, int at) {
        if (stateMachines.merge(stateMachine, 1L, Long::sum) == 1 && stateMachines.size() > MAX_FACTS) {
            throw new BadText(at, "more than " + MAX_FACTS + " state machines");
        }
    }

    private void fact(StoreLine line, int at) {
        if (line.kind() == LineKind.DATA_HEADER && line.stateMachine() < 0) {
            span.header(line, at);
        }
        if (line.kind().place() == LineKind.Place.STATE) {
            count(line.stateMachine(), at);
        }
        Long before = factLines.putIfAbsent(line.kind() + "/" + line.stateMachine() + "/" + line.key(), in.line());
        if (before != null) {
            throw new BadText(
                    at,
                    "the record " + line.kind().label() + " of key " + line.key() + " is in line " + before + " too");
        }
        if (facts.size() == MAX_FACTS) {
            throw new BadText(at, "more than " + MAX_FACTS + " records that are not rows");
        }
        oldForm |= OldRaftTypes.in(line);
        facts.add(new Fact(line, in.line(), in.byteOffset()));
    }
}
