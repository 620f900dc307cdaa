package io.metash.raftdir.sled;

import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Replays the log of a database into a page table, as sled does when it opens one (sled-0.34 §8), and adds checks
 * that sled omits: whether intact messages follow the end of the log, and whether a skipped part is needed.
 */
final class Recovery implements LogScan.Visitor {
    private final Path file;
    private final FileWindow window;
    private final SledMessageReader reader;
    private final int segmentSize;
    private final PageTable table;
    private final OptionalLong stable;
    private final Consumer<Failure> damage;
    /** Pages whose newest part is missing, by pid; a later part of the page clears the entry. */
    private final Map<Long, Message> gone = new HashMap<>();

    private LogEnd end = new LogEnd(LogEnd.How.CLEAN, -1, "");

    Recovery(
            Path file,
            FileWindow window,
            SledMessageReader reader,
            int segmentSize,
            PageTable table,
            OptionalLong stable,
            Consumer<Failure> damage) {
        this.file = file;
        this.window = window;
        this.reader = reader;
        this.segmentSize = segmentSize;
        this.table = table;
        this.stable = stable;
        this.damage = damage;
    }

    /** The end of the log. */
    LogEnd end() {
        return end;
    }

    void run() throws IOException {
        long from = stable.orElse(0) - Math.floorMod(stable.orElse(0), segmentSize);
        LogSegments segments = LogSegments.scan(window, segmentSize, from, file);
        OptionalLong headless = segments.withoutHeader(window, reader, from);
        if (headless.isPresent()) {
            damage.accept(SledDamage.at(
                    file, headless.getAsLong(), "the header of this segment is damaged; its messages are skipped"));
        }
        OptionalLong gap = segments.gap();
        LogScan tail = new LogScan(reader, gap.orElse(Long.MAX_VALUE), true);
        tail.run(segments.tail(), message -> {});
        long last = -1;
        if (tail.anySegment()) {
            last = tail.position() - 1;
        }
        LogScan replay = new LogScan(reader, last, false);
        replay.run(segments.all(), this);
        checkStable(replay);
        if (tail.anySegment()) {
            end = ending(tail, replay, segments, gap);
        }
        checkPages();
    }

    @Override
    public void good(Message message) throws IOException {
        if (stable.isPresent() && message.lsn() < stable.getAsLong()) {
            return;
        }
        try {
            apply(message);
        } catch (SledFormatException bad) {
            throw SledDamage.at(file, message.offset(), bad.getMessage());
        }
    }

    private void apply(Message message) throws IOException {
        long pid = message.pid();
        MessageKind kind = message.kind();
        if (kind.replaces()) {
            table.replace(pid, part(message));
            gone.remove(pid);
        } else if (kind == MessageKind.FREE) {
            table.free(pid);
            gone.remove(pid);
        } else if (kind.links() && table.present(pid) && table.lastLsn(pid) < message.lsn()) {
            table.link(pid, part(message));
        }
    }

    private PagePart part(Message message) {
        LargePointer pointer = null;
        if (message.kind().large()) {
            pointer = reader.pointer(message);
        }
        return new PagePart(message.lsn(), message.offset(), pointer);
    }

    @Override
    public void dangling(Message message) {
        boolean counts = stable.isEmpty() || message.lsn() >= stable.getAsLong();
        boolean newer = !table.present(message.pid()) || table.lastLsn(message.pid()) < message.lsn();
        if (counts && newer) {
            gone.put(message.pid(), message);
        }
    }

    @Override
    public void skipped(Message corrupt) throws IOException {
        if (!reader.zeroFrom(corrupt.lsn(), corrupt.offset())) {
            damage.accept(
                    SledDamage.at(file, corrupt.offset(), corrupt.why() + "; the rest of this segment is skipped"));
        }
    }

    /** Checks that the log reaches the end of its snapshot. */
    private void checkStable(LogScan replay) {
        if (!replay.anySegment() || stable.isEmpty()) {
            return;
        }
        long position = replay.position();
        long inSegment = Math.floorMod(position, segmentSize);
        long tip = position;
        if (inSegment + SledMessageReader.LONGEST_HEADER_BYTES >= segmentSize) {
            tip = position - inSegment + segmentSize;
        }
        if (tip < stable.getAsLong()) {
            throw SledDamage.at(
                    file,
                    window.size(),
                    "the log ends at lsn " + tip + ", before lsn " + stable.getAsLong()
                            + " of its snapshot: a part of it is missing");
        }
    }

    private LogEnd ending(LogScan tail, LogScan replay, LogSegments segments, OptionalLong gap) throws IOException {
        if (gap.isPresent()) {
            damage.accept(SledDamage.at(
                    file,
                    segments.offsetAfter(gap.getAsLong()),
                    "this segment has a later lsn than the end of the log: the segment with lsn " + gap.getAsLong()
                            + " is missing"));
        }
        Optional<Message> stop = tail.stop();
        OptionalLong later;
        if (stop.isPresent()) {
            later = nextValid(stop.get(), segments);
        } else {
            later = OptionalLong.empty();
        }
        if (later.isPresent()) {
            damage.accept(SledDamage.at(
                    file,
                    stop.get().offset(),
                    stop.get().why() + "; intact messages follow from byte " + later.getAsLong()));
            return new LogEnd(
                    LogEnd.How.DAMAGED, stop.get().offset(), stop.get().why());
        }
        if (replay.tornBatch().isPresent()) {
            return new LogEnd(
                    LogEnd.How.TORN_BATCH,
                    replay.tornBatch().get().offset(),
                    "the last batch was not completely written");
        }
        if (stop.isEmpty()) {
            return new LogEnd(LogEnd.How.CLEAN, segments.offset(tail.position() - 1) + 1, "");
        }
        return new LogEnd(
                unreadable(stop.get()), stop.get().offset(), stop.get().why());
    }

    /** Classifies the bytes after the end of the log. */
    private LogEnd.How unreadable(Message stop) throws IOException {
        if (stop.offset() >= window.size() || reader.zeroFrom(stop.lsn(), stop.offset())) {
            return LogEnd.How.CLEAN;
        }
        if (reader.holdsEarlier(stop.lsn(), stop.offset())) {
            return LogEnd.How.REUSED;
        }
        return LogEnd.How.TORN_MESSAGE;
    }

    /** Returns the first byte of a message or segment after the unreadable one. */
    private OptionalLong nextValid(Message stop, LogSegments segments) throws IOException {
        long sound = reader.findValid(stop.lsn() + 1, stop.offset() + 1);
        if (sound >= 0) {
            return OptionalLong.of(stop.offset() + sound - stop.lsn());
        }
        return segments.tail().stream()
                .filter(segment -> segment.lsn() > stop.lsn())
                .mapToLong(LogSegments.Segment::offset)
                .findFirst();
    }

    private void checkPages() throws IOException {
        for (Message message : gone.values()) {
            damage.accept(SledDamage.at(
                    file,
                    message.offset(),
                    "the newest part of page " + U64.text(message.pid()) + " is lost: " + message.why()));
        }
        for (long pid = 0; pid < table.pages(); pid++) {
            if (!table.known(pid)) {
                damage.accept(SledDamage.at(
                        file, 0, "the log has no page " + pid + ", but pages up to " + (table.pages() - 1)));
            }
        }
    }
}
