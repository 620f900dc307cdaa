package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.record.ExitStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Narrows down the data version of a text by its header and the kinds of its records; rejects a text that mixes
 * versions.
 */
final class VersionSpan {
    private @Nullable DataVersion declared;
    private long firstLine;
    private @Nullable LineKind earliest;
    private long earliestLine;
    private @Nullable LineKind latest;
    private long latestLine;

    /** The version named in the header; empty without one. */
    Optional<DataVersion> declared() {
        return Optional.ofNullable(declared);
    }

    /** The number of the first line that is not blank, or 0 before it. */
    long firstLine() {
        return firstLine;
    }

    /** Returns the version of the text; valid after the last record. */
    DataVersion version(boolean oldForm) {
        if (declared != null) {
            return declared;
        }
        if (earliest != null && earliest.last() == DataVersion.V0_A) {
            return DataVersion.V0_A;
        }
        if (oldForm) {
            return DataVersion.V0_B;
        }
        return DataVersion.V0_C;
    }

    /**
     * Adds a record.
     *
     * @param stateMachine the number of its state machine, or -1
     * @throws BadText when the version has no such records
     */
    void admit(LineKind kind, long stateMachine, long line, int at) {
        boolean first = firstLine == 0;
        if (first) {
            firstLine = line;
        }
        if (kind == LineKind.DATA_HEADER) {
            // The first line is checked once its version is known; another header may only be inside a snapshot of
            // V002.
            if (!first && (stateMachine < 0 || declared == null)) {
                throw secondHeader(line, at);
            }
            return;
        }
        if (declared != null) {
            if (!kind.in(declared)) {
                throw mixed(
                        "the header in line " + firstLine + " says " + declared.label() + ", but the record "
                                + kind.label() + " is from " + versions(kind),
                        at);
            }
            return;
        }
        headerless(kind, line, at);
    }

    private BadText secondHeader(long line, int at) {
        String what;
        if (declared == null) {
            what = "a header in line " + line + ", but line " + firstLine + " begins the text without one";
        } else {
            what = "a second header; the first one is in line " + firstLine;
        }
        return mixed(what, at);
    }

    private void headerless(LineKind kind, long line, int at) {
        if (kind.first().compareTo(DataVersion.V0_C) > 0) {
            throw mixed(
                    "line " + firstLine + " begins the text without a header, which is V0, but the record "
                            + kind.label() + " is from " + versions(kind),
                    at);
        }
        if (earliest == null || kind.last().compareTo(earliest.last()) < 0) {
            earliest = kind;
            earliestLine = line;
        }
        if (latest == null || kind.first().compareTo(latest.first()) > 0) {
            latest = kind;
            latestLine = line;
        }
        if (latest.first().compareTo(earliest.last()) > 0) {
            throw mixed(
                    "line " + earliestLine + " holds the record " + earliest.label() + " of " + versions(earliest)
                            + ", line " + latestLine + " the record " + latest.label() + " of " + versions(latest),
                    at);
        }
    }

    /** Adds a log entry with a command on the V0-a catalog. */
    void admitCatalogCommand(long line, int at) {
        headerless(LineKind.DATABASES, line, at);
    }

    private static BadText mixed(String what, int at) {
        return new BadText(at, what + ": two files may have been concatenated", ExitStatus.VERSION);
    }

    private static String versions(LineKind kind) {
        if (kind.first() == kind.last()) {
            return kind.first().label();
        }
        return kind.first().label() + " to " + kind.last().label();
    }

    /** Reads the header line. */
    void header(StoreLine line, int at) {
        String version = line.value()
                .map(value -> String.valueOf(value.get("version")).replace("\"", ""))
                .orElse("");
        declared = DataVersion.ofHeader(version)
                .filter(known -> known != DataVersion.V004)
                .orElseThrow(() -> new BadText(
                        at, "the data version " + version + " is not one of V0 to V003", ExitStatus.VERSION));
    }
}
