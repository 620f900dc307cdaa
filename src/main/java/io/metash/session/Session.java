package io.metash.session;

import io.metash.history.PastState;
import io.metash.integrity.StoreCheck;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A meta store held open for reading. Not safe for several threads. */
public interface Session extends Closeable {
    /** The name of the session in the shell. */
    String name();

    /** What the store is kept in. */
    SessionKind kind();

    /** Where the store is: what it was connected with. */
    String place();

    /**
     * The state in a word or two, for the prompt: {@code leader 2}, {@code log 1042}, {@code not reached}; sends no request,
     * may be empty.
     */
    default String standing() {
        return "";
    }

    /** Remarks for the user, one sentence each. */
    List<String> notes();

    /** What of a damaged store is not shown, one sentence each; there is nothing of the kind unless it was salvaged. */
    default List<String> losses() {
        return List.of();
    }

    /** Checks that the store may fail: those accepted when it was opened, and those that a part of an old export fails. */
    default Set<StoreCheck> accepted() {
        return Set.of();
    }

    /** The points of its log that it can move to; empty for a running service and for a salvaged store. */
    default Optional<SessionPast> past() throws IOException {
        return Optional.empty();
    }

    /** The earlier state that is shown instead of the latest one. */
    default Optional<PastState> shownPast() {
        return Optional.empty();
    }

    /** The value of a key, or null when there is no such key or it has expired. */
    SeqV get(Bytes key) throws IOException;

    /** The live keys of a range, ascending; {@code toExclusiveOrNull} is null for no end. */
    KvCursor scan(Bytes fromInclusive, Bytes toExclusiveOrNull) throws IOException;

    /** The status of the store, without its keys. */
    StoreStatus status() throws IOException;

    /** All records of the store in export order; to be closed by the caller. */
    RecordSource export() throws IOException;
}
