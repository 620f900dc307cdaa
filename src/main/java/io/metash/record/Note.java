package io.metash.record;

import java.util.List;
import java.util.Optional;

/**
 * A remark about a store that is not an error. Code decides by the code; the text is for people.
 *
 * @param code the subject of the remark
 * @param text one clause without a full stop
 * @param about the file or log id concerned; empty for the whole store
 */
public record Note(Code code, String text, Optional<String> about) {
    /** A note about the whole store. */
    public Note(Code code, String text) {
        this(code, text, Optional.empty());
    }

    /** A note about one part of the store. */
    public static Note about(Code code, Object part, String text) {
        return new Note(code, text, Optional.of(part.toString()));
    }

    /** The subjects of notes. */
    public enum Code {
        /** The log directory holds a file that is not a chunk. */
        STRAY_LOG_FILE,
        /** The last log record is truncated. */
        TORN_LOG,
        /** The log has no entries and there is no snapshot. */
        EMPTY_STORE,
        /** The file VERSION is missing. */
        VERSION_MISSING,
        /** The header reports an upgrade that is running or was interrupted. */
        UPGRADE_UNDER_WAY,
        /** An upgrade is complete except for removing the old data. */
        UPGRADE_UNCLEANED,
        /** A snapshot file whose name is not a snapshot id. */
        SNAPSHOT_NAME,
        /** A server holds the lock of the directory. */
        SERVER_RUNNING,
        /** The header names a later version than that of the records. */
        VERSION_LABEL,
        /** The database holds more than one state machine. */
        STATE_MACHINES,
        /** An unfinished snapshot. */
        UNFINISHED_SNAPSHOT,
        /** A file that does not belong to the store. */
        FOREIGN_FILE,
        /** A snapshot that no server opens is damaged. */
        OLD_SNAPSHOT_DAMAGED,
        /** A check that was performed. */
        CHECKED,
        /** The last log entry is below the last applied one. */
        LOG_BEHIND,
        /** Log entries not known to be committed. */
        UNCOMMITTED,
        /** Some references were not checked. */
        REFERENCES_UNCHECKED,
        /** References to objects that do not exist. */
        DANGLING,
        /** The known and unknown parts of an earlier state. */
        EARLIER_STATE,
        /** A remark about the lines of an export. */
        READING,
        /** A remark about the upgrade of older data. */
        LIFTED,
        /** A file with a correct checksum that cannot be read. */
        UNREADABLE
    }

    /** The texts of notes. */
    public static List<String> texts(List<Note> notes) {
        return notes.stream().map(Note::text).toList();
    }
}
