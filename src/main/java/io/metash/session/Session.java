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
import org.jspecify.annotations.Nullable;

/** An open meta store, for reading. Not thread-safe. */
public interface Session extends Closeable {
    /** The name of the session in the shell. */
    String name();

    /** The kind of the store. */
    SessionKind kind();

    /** The place from which the store was opened. */
    String place();

    /**
     * The state in a word or two, for the prompt: {@code leader 2}, {@code log 1042}, {@code not reached}; possibly
     * empty. Sends no request.
     */
    default String promptState() {
        return "";
    }

    /** Notes for the user, one sentence each. */
    List<String> notes();

    /** Missing parts of a salvaged store, one sentence each; empty for other stores. */
    default List<String> losses() {
        return List.of();
    }

    /**
     * The checks that the store is allowed to fail: those accepted when it was opened, and those that a part of an
     * old export fails.
     */
    default Set<StoreCheck> accepted() {
        return Set.of();
    }

    /** The log positions that the session can move to; empty for a running service and for a salvaged store. */
    default Optional<SessionPast> past() throws IOException {
        return Optional.empty();
    }

    /** The earlier state shown in place of the latest one. */
    default Optional<PastState> shownPast() {
        return Optional.empty();
    }

    /** Returns the value of a key, or null when it is absent or expired. */
    @Nullable
    SeqV get(Bytes key) throws IOException;

    /** Returns the live keys of a range, ascending; {@code toExclusive} is null for no end. */
    KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) throws IOException;

    /** Returns the status of the store, without its keys. */
    StoreStatus status() throws IOException;

    /** Returns all records of the store in export order. The caller closes the source. */
    RecordSource export() throws IOException;
}
