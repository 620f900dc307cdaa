package io.metash.tenant;

import io.metash.catalog.KeyEscape;
import io.metash.ndjson.BadText;
import io.metash.ndjson.JsonText;
import io.metash.ndjson.LineReader;
import io.metash.ndjson.NdjsonSource;
import io.metash.ndjson.ReadNotes;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.U64;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Filters an export by tenant in two passes: the first reads keys and references and decides, the second copies
 * lines. Memory grows with the keys, not with the values. Writes nothing before all keys are decided.
 */
public final class TenantFilter {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LINES_BETWEEN_CHECKS = 1000;
    private static final String STATE_MACHINE = "state_machine/";

    private final Path file;
    private final String name;
    private final FilterOptions options;
    private final Consumer<String> notes;
    private final Cancel cancel;
    private final StoreIndex index = new StoreIndex();
    private final List<byte[]> headers = new ArrayList<>();
    private final NavigableSet<String> tenants = new TreeSet<>();
    private final KeyTable expiring = new KeyTable();
    private long firstPassLines;
    private Optional<LogId> lastApplied = Optional.empty();
    private Optional<LogId> lastLogged = Optional.empty();

    /**
     * Creates a filter.
     *
     * @param file the export, read twice
     * @param name its name in errors
     * @param notes receives notes for the user, one line each
     */
    public TenantFilter(Path file, String name, FilterOptions options, Consumer<String> notes, Cancel cancel) {
        this.file = file;
        this.name = name;
        this.options = options;
        this.notes = notes;
        this.cancel = cancel;
    }

    /** Receives lines. */
    private interface Lines {
        /** Receives a line and its record, or null when V004 has no such record. */
        void line(NdjsonSource at, @Nullable MetaRecord record) throws IOException;
    }

    /** Runs the first pass: reads the keys and decides about each. */
    public void decide() throws IOException {
        firstPassLines = eachLine(this::remember);
        index.keys().sort(name);
        TenantName tenant = TenantName.of(options.tenant(), tenants);
        nameTenant(tenant);
        nameLogTail();
        new Marking(name, index, tenant, options, notes, cancel).run();
        reportUnpairedExpiries();
    }

    /** Runs the second pass: writes the header lines, then the kept lines. */
    public FilterReport write(OutputStream to) throws IOException {
        OutputStream out = new BufferedOutputStream(to, BUFFER_BYTES);
        for (byte[] header : headers) {
            out.write(header);
            out.write('\n');
        }
        long[] counts = new long[Count.values().length];
        long lines = eachLine((at, record) -> {
            Count count = count(at, record);
            counts[count.ordinal()]++;
            if (count == Count.KEPT) {
                out.write(at.buffer(), at.lineFrom(), at.lineTo() - at.lineFrom());
                out.write('\n');
            }
        });
        if (lines != firstPassLines) {
            throw changed();
        }
        out.flush();
        return new FilterReport(
                counts[Count.HEADER.ordinal()],
                counts[Count.RAFT_LOG.ordinal()],
                counts[Count.KEPT.ordinal()],
                counts[Count.DROPPED.ordinal()]);
    }

    /** Categories of a line. */
    private enum Count {
        HEADER,
        RAFT_LOG,
        KEPT,
        DROPPED
    }

    private Failure changed() {
        return Failure.of(ExitStatus.IO, "the file changed while it was read")
                .at(name)
                .next("run the command again when nothing writes to the file");
    }

    private long eachLine(Lines lines) throws IOException {
        LineReader reader = new LineReader(new ReadNotes());
        long count = 0;
        try (NdjsonSource source = NdjsonSource.open(file)) {
            while (source.nextLine()) {
                lines.line(source, read(reader, source));
                if (++count % LINES_BETWEEN_CHECKS == 0) {
                    cancel.check();
                }
            }
        }
        return count;
    }

    private @Nullable MetaRecord read(LineReader reader, NdjsonSource source) {
        try {
            return reader.read(source.buffer(), source.lineFrom(), source.lineTo());
        } catch (Failure failure) {
            if (!(failure.getCause() instanceof BadText bad)) {
                throw failure;
            }
            Failure invalid = source.failure(bad).at(name + ":" + source.line());
            if (headers.isEmpty()) {
                throw invalid.next("for an export of V0, which has no header: connect FILE; export V004.ndjson;"
                        + " then filter V004.ndjson");
            }
            throw invalid;
        }
    }

    private void remember(NdjsonSource at, @Nullable MetaRecord record) {
        int line = Math.toIntExact(at.line());
        if (record instanceof MetaRecord.Header) {
            headers.add(Arrays.copyOfRange(at.buffer(), at.lineFrom(), at.lineTo()));
        } else if (record instanceof MetaRecord.Kv kv) {
            index.add(kv.key(), kv.value().data(), line);
            TenantRoots.of(kv.key().text().split("/", -1))
                    .filter(root -> root.rule() == TenantRoots.Root.Rule.TENANT)
                    .ifPresent(root -> tenants.add(root.tenant()));
        } else if (record instanceof MetaRecord.Expire expire) {
            expiring.add(expire.key(), line, 0);
        } else if (record instanceof MetaRecord.LastApplied applied) {
            lastApplied = Optional.of(applied.logId());
        } else if (record instanceof MetaRecord.Log log) {
            lastLogged = Optional.of(log.entry().logId());
        }
    }

    private void nameTenant(TenantName tenant) {
        if (tenants.isEmpty()) {
            warn("the state machine of the export holds no tenant");
        } else if (tenants.stream().noneMatch(stored -> tenant.isNamedBy(stored, options.strict()))) {
            warn("no key belongs to tenant '" + options.tenant() + "'; the tenants in the export are: "
                    + tenants.stream()
                            .map(stored -> KeyEscape.unescape(stored).orElse(stored))
                            .distinct()
                            .collect(Collectors.joining(", ")));
        } else if (!tenant.plain().equals(options.tenant())) {
            notes.accept(
                    "filter-tenant: '" + options.tenant() + "' is the stored form of tenant '" + tenant.plain() + "'");
        }
    }

    private void warn(String text) {
        notes.accept("filter-tenant: warning: " + text);
    }

    /** Notes the entries of the dropped log after the snapshot, which the output lacks. */
    private void nameLogTail() {
        if (lastLogged.isEmpty() || (lastApplied.isPresent() && !isAfter(lastLogged.get(), lastApplied.get()))) {
            return;
        }
        String covered = lastApplied
                .map(applied -> "ends at entry " + U64.text(applied.index()))
                .orElse("holds no applied entry");
        warn("the log ends at entry " + U64.text(lastLogged.get().index()) + ", the state machine "
                + covered
                + "; what was written after that is not in the output: run 'trigger-snapshot' before the export");
    }

    private static boolean isAfter(LogId left, LogId right) {
        return U64.compare(left.index(), right.index()) > 0;
    }

    private void reportUnpairedExpiries() {
        for (int i = 0; i < expiring.size(); i++) {
            Bytes key = expiring.key(i);
            if (index.keys().find(key) == KeyTable.MISSING) {
                if (options.strict()) {
                    throw Failure.of(
                                    ExitStatus.REFUSED,
                                    "did not mark all state machine entries; an Expire line has no key in the export")
                            .at(name + ":" + expiring.line(i))
                            .because("it is the expiry of " + key)
                            .next("run the command without --strict: the line is named and dropped");
                }
                notes.accept("filter-tenant: drop Expire line at line " + expiring.line(i) + ": " + key
                        + " is not in the export");
            }
        }
    }

    private Count count(NdjsonSource at, @Nullable MetaRecord record) {
        if (record == null) {
            if (isStateMachine(at)) {
                return Count.KEPT;
            }
            return Count.RAFT_LOG;
        }
        return switch (record.kind()) {
            case HEADER -> Count.HEADER;
            case NODE_ID, VOTE, COMMITTED, PURGED, LOG -> Count.RAFT_LOG;
            case SEQUENCES, LAST_APPLIED, LAST_MEMBERSHIP, NODES -> Count.KEPT;
            case EXPIRE -> counted(((MetaRecord.Expire) record).key());
            case KV -> counted(((MetaRecord.Kv) record).key());
        };
    }

    private Count counted(Bytes key) {
        int rank = index.keys().find(key);
        if (rank != KeyTable.MISSING && index.keys().mark(rank) == Mark.KEEP) {
            return Count.KEPT;
        }
        return Count.DROPPED;
    }

    /** Whether a line without a record belongs to the state machine, by its tree. */
    private boolean isStateMachine(NdjsonSource at) {
        byte[] line = Arrays.copyOfRange(at.buffer(), at.lineFrom(), at.lineTo());
        return JsonText.readAny(line, name) instanceof List<?> parts
                && parts.get(0) instanceof String tree
                && tree.startsWith(STATE_MACHINE);
    }
}
