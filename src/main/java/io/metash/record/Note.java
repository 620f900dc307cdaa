package io.metash.record;

import java.util.List;
import java.util.Optional;

/**
 * A remark on a store that is no fault. Programs decide by the code; the text is for people.
 *
 * @param code what the remark is about
 * @param text one clause without a full stop
 * @param about the file or log id that the note is about; empty when it is about the whole
 */
public record Note(Code code, String text, Optional<String> about) {
    /** A note on the whole store. */
    public Note(Code code, String text) {
        this(code, text, Optional.empty());
    }

    /** A note on one part of the store. */
    public static Note about(Code code, Object part, String text) {
        return new Note(code, text, Optional.of(part.toString()));
    }

    /** What a note is about. */
    public enum Code {
        /** The directory of the log holds a file that is not a chunk. */
        STRAY_LOG_FILE,
        /** The last record of the log was cut. */
        TORN_LOG,
        /** The log has no entries and there is no snapshot. */
        EMPTY_STORE,
        /** The file VERSION is missing. */
        VERSION_MISSING,
        /** The header says that an upgrade runs or was interrupted. */
        UPGRADE_UNDER_WAY,
        /** An upgrade is complete except for the removal of the old data. */
        UPGRADE_UNCLEANED,
        /** A snapshot file has a name that is not an id. */
        SNAPSHOT_NAME,
        /** A server holds the lock of the directory. */
        SERVER_RUNNING,
        /** The header names a later version than the data has. */
        VERSION_LABEL,
        /** The database holds more than one state machine. */
        STATE_MACHINES,
        /** A snapshot that was not finished. */
        UNFINISHED_SNAPSHOT,
        /** A file that does not belong to the store. */
        FOREIGN_FILE,
        /** A snapshot that no server opens is damaged. */
        OLD_SNAPSHOT_DAMAGED,
        /** What was checked. */
        CHECKED,
        /** The last log entry is below the last applied one. */
        LOG_BEHIND,
        /** Log entries that are not known to be committed. */
        UNCOMMITTED,
        /** Some references were not checked. */
        REFERENCES_UNCHECKED,
        /** References to objects that do not exist. */
        DANGLING,
        /** A remark on lines that were read. */
        READING,
        /** A remark on the upgrade of older data. */
        LIFTED,
        /** The file has the right checksum, and cannot be read. */
        UNREADABLE
    }

    /** The texts of some notes. */
    public static List<String> texts(List<Note> notes) {
        return notes.stream().map(Note::text).toList();
    }
}
