package io.metash.upgrade;

import org.jspecify.annotations.Nullable;

/** Detects Raft types of openraft 0.7 (record-stream §4). */
final class OldRaftTypes {
    private OldRaftTypes() {}

    /** Whether a record of the Raft state or the state machine has one of these types. */
    static boolean in(StoreLine line) {
        return line.value().map(OldRaftTypes::in).orElse(false);
    }

    private static boolean in(JsonObject value) {
        JsonObject vote = value.object("HardState");
        return isLogId(value.object("LogId"))
                || isLogId(value.object("Committed"))
                || vote != null && vote.has("current_term");
    }

    private static boolean isLogId(@Nullable JsonObject id) {
        return id != null && id.has("term");
    }
}
