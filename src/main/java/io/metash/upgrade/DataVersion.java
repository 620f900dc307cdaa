package io.metash.upgrade;

import java.util.Optional;

/**
 * The data versions of the meta service, oldest first (legacy-versions §1). The first four share the name V0
 * upstream.
 */
public enum DataVersion {
    /** No header; separate records for databases and tables; openraft 0.6 and 0.7 types. */
    V0_A("V0-a", "V0"),
    /** No header; openraft 0.7 types. */
    V0_B("V0-b", "V0"),
    /** No header; openraft 0.8 types. */
    V0_C("V0-c", "V0"),
    /** A header with V0; openraft 0.8 types. */
    V0_H("V0-h", "V0"),
    /** Only openraft 0.8 types. */
    V001("V001", "V001"),
    /** State machine in memory; snapshot in an NDJSON file. */
    V002("V002", "V002"),
    /** Snapshot in a rotbl file. */
    V003("V003", "V003"),
    /** Raft log in a write-ahead log. */
    V004("V004", "V004");

    private final String label;
    private final String header;

    DataVersion(String label, String header) {
        this.label = label;
        this.header = header;
    }

    /** The name for users. */
    public String label() {
        return label;
    }

    /** The name in a header line. */
    public String header() {
        return header;
    }

    /** Returns the version named in a header line. */
    public static Optional<DataVersion> ofHeader(String version) {
        for (DataVersion known : values()) {
            if (known.compareTo(V0_H) >= 0 && known.header.equals(version)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
