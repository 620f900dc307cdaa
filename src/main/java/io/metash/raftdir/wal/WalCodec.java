package io.metash.raftdir.wal;

import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.Vote;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes records: a type, a self-delimiting payload, a checksum (raft-dir-v004 §2.2). */
final class WalCodec {
    private static final int SAVE_VOTE = 0;
    private static final int APPEND = 1;
    private static final int COMMIT = 2;
    private static final int TRUNCATE_AFTER = 3;
    private static final int PURGE_UPTO = 4;
    private static final int STATE = 5;
    private static final int STATE_VERSION = 1;

    private final MsgpackIn in = new MsgpackIn();
    private final MsgpackOut out = new MsgpackOut();
    private final CRC32 crc = new CRC32();
    private int decodedEnd;

    /** Encodes a record; only the first {@link #encodedLength} bytes are valid, until the next call. */
    byte[] encode(WalRecord record) {
        out.reset();
        record.match(
                save -> out.raw(SAVE_VOTE, 4).write(Shapes.VOTE, save.vote()),
                append -> out.raw(APPEND, 4)
                        .write(Shapes.LOG_ID, append.entry().logId())
                        .write(Shapes.PAYLOAD, append.entry().payload()),
                commit -> out.raw(COMMIT, 4).write(Shapes.LOG_ID, commit.id()),
                truncate -> out.raw(TRUNCATE_AFTER, 4).option(Shapes.LOG_ID, truncate.id()),
                purge -> out.raw(PURGE_UPTO, 4).write(Shapes.LOG_ID, purge.id()),
                state -> state(state.state()));
        crc.reset();
        crc.update(out.array(), 0, out.length());
        out.raw(0, 4);
        out.raw((int) crc.getValue(), 4);
        return out.array();
    }

    int encodedLength() {
        return out.length();
    }

    private MsgpackOut state(LogState state) {
        return out.raw(STATE, 4)
                .raw(STATE_VERSION, 1)
                .option(Shapes.VOTE, state.vote())
                .option(Shapes.LOG_ID, state.last())
                .option(Shapes.LOG_ID, state.committed())
                .option(Shapes.LOG_ID, state.purged())
                .option(LogStoreMeta.SHAPE, state.userData());
    }

    /**
     * Decodes the record at a position of a buffer.
     *
     * @param last whether the file ends at {@code to}
     * @throws UndecodableRecord when there is no record; {@link UndecodableRecord#endsEarly} when more bytes may help
     */
    WalRecord decode(byte[] buffer, int from, int to, boolean last) {
        in.begin(buffer, from, to);
        int type = (int) in.raw(4);
        WalRecord record =
                switch (type) {
                    case SAVE_VOTE -> new WalRecord.SaveVote((Vote) value(Shapes.VOTE));
                    case APPEND -> {
                        LogId id = in.read(Shapes.LOG_ID);
                        yield new WalRecord.Append(
                                new Entry(id, (Entry.Payload) Objects.requireNonNull(in.read(Shapes.PAYLOAD))));
                    }
                    case COMMIT -> new WalRecord.Commit((LogId) value(Shapes.LOG_ID));
                    case TRUNCATE_AFTER -> new WalRecord.TruncateAfter((LogId) option(Shapes.LOG_ID));
                    case PURGE_UPTO -> new WalRecord.PurgeUpto((LogId) value(Shapes.LOG_ID));
                    case STATE -> state(last);
                    default ->
                        throw UndecodableRecord.wrong(
                                from, "unknown record type " + Integer.toUnsignedString(type) + ", expected 0 to 5");
                };
        int end = in.at();
        long stored = in.raw(8);
        crc.reset();
        crc.update(buffer, from, end - from);
        if (stored != crc.getValue()) {
            throw UndecodableRecord.wrong(
                    end,
                    String.format("the checksum of the record is %016x, the file has %016x", crc.getValue(), stored));
        }
        decodedEnd = in.at();
        return record;
    }

    /** The end of the last decoded record. */
    int decodedEnd() {
        return decodedEnd;
    }

    /** A value of a kind that is not optional. */
    private Object value(Shape kind) {
        return Objects.requireNonNull(in.read(kind));
    }

    private @Nullable Object option(Shape kind) {
        int from = in.at();
        return switch (in.mark()) {
            case 0 -> null;
            case 1 -> in.read(kind);
            default -> throw UndecodableRecord.wrong(from, "expected 00 or 01 before a value that may be missing");
        };
    }

    private WalRecord state(boolean last) {
        int from = in.at();
        int version = in.mark();
        if (version != STATE_VERSION) {
            throw UndecodableRecord.wrong(from, "a State record of version " + version + ", expected 1");
        }
        Vote vote = (Vote) option(Shapes.VOTE);
        LogId lastId = (LogId) option(Shapes.LOG_ID);
        LogId committed = (LogId) option(Shapes.LOG_ID);
        LogId purged = (LogId) option(Shapes.LOG_ID);
        LogStoreMeta meta;
        try {
            meta = (LogStoreMeta) option(LogStoreMeta.SHAPE);
        } catch (UndecodableRecord cut) {
            if (cut.endsEarly() && last) {
                // The service treats a State record truncated here as damaged (raft-dir-v004 §2.5).
                throw UndecodableRecord.wrong(cut.at(), "the bytes end inside the user data of a State record");
            }
            throw cut;
        }
        return new WalRecord.State(new LogState(vote, lastId, committed, purged, meta));
    }
}
