package io.metash.upgrade;

import java.util.List;

/**
 * The Databend releases that write and read a data version (legacy-versions §1).
 *
 * @param meaning the description of the version
 * @param writtenBy the releases that write it
 * @param startsToday the releases that start on such a directory
 * @param importsToday the releases whose databend-metactl imports such an export
 * @param directorySteps the releases needed to upgrade a directory without metash, one step each; empty when
 *     current ones start on it
 * @param exportSteps the releases needed to upgrade an export; empty when current ones import it
 */
public record ReleaseHistory(
        String meaning,
        String writtenBy,
        String startsToday,
        String importsToday,
        List<String> directorySteps,
        List<String> exportSteps) {
    private static final String TO_V002 = "any of v1.2.53 to v1.2.360, such as v1.2.300";
    private static final String V001_TO_V002 = "any of v1.2.53 to v1.2.527, such as v1.2.300";
    private static final String TO_V004 = "any of v1.2.655 to v1.2.768, such as v1.2.700";
    private static final String TODAY = "a current release";
    private static final String NO_WAY = "none: no release converts databases and tables from before v0.7.40";

    /** Returns the history of a version. */
    public static ReleaseHistory of(DataVersion version) {
        return switch (version) {
            case V0_A ->
                new ReleaseHistory(
                        "no header; databases and tables are records of their own",
                        "v0.6.71 (2022-02-22) to v0.7.39",
                        "none; v0.6.71 to v0.7.39 did",
                        "none; v0.6.71 to v0.7.39 did",
                        List.of(NO_WAY),
                        List.of(NO_WAY));
            case V0_B -> v0("no header; raft types of openraft 0.7", "v0.7.40 (2022-05-07) to v1.0.6", "v0.7.40");
            case V0_C -> v0("no header; raft types of openraft 0.8", "v1.0.7 (2023-03-07) to v1.1.12", "v1.0.7");
            case V0_H -> v0("a header with V0", "v1.1.13 (2023-04-21) to v1.1.39", "v1.0.7");
            case V001 ->
                new ReleaseHistory(
                        "only raft types of openraft 0.8",
                        "v1.1.40 (2023-05-18) to v1.2.52",
                        "none; v1.1.40 to v1.2.527 did",
                        "none; v1.1.40 to v1.2.527 did",
                        directories(V001_TO_V002, TO_V004),
                        exports(V001_TO_V002));
            case V002 ->
                new ReleaseHistory(
                        "state machine in memory, snapshot as NDJSON",
                        "v1.2.53 (2023-08-08) to v1.2.546",
                        "none; v1.2.53 to v1.2.768 did",
                        "v1.2.53 and later, including current ones",
                        List.of("start " + TO_V004 + ", on it: it becomes V004", "start " + TODAY + " on it"),
                        List.of());
            case V003 ->
                new ReleaseHistory(
                        "snapshot as rotbl, raft log in sled",
                        "v1.2.547 (2024-06-27) to v1.2.654",
                        "v1.2.547 and later, including current ones",
                        "v1.2.547 and later, including current ones",
                        List.of(),
                        List.of());
            case V004 ->
                new ReleaseHistory(
                        "snapshot as rotbl, raft log in a write-ahead log",
                        "v1.2.655 (2024-11-10) and later",
                        "v1.2.655 and later, including current ones",
                        "v1.2.655 and later, including current ones",
                        List.of(),
                        List.of());
        };
    }

    private static ReleaseHistory v0(String meaning, String writtenBy, String from) {
        String did = "none; " + from + " to v1.2.360 did";
        return new ReleaseHistory(meaning, writtenBy, did, did, directories(TO_V002, TO_V004), exports(TO_V002));
    }

    private static List<String> directories(String first, String second) {
        return List.of(
                "start " + first + ", on it: it becomes V002",
                "start " + second + ", on it: it becomes V004",
                "start " + TODAY + " on it");
    }

    private static List<String> exports(String first) {
        return List.of(
                "import it with the databend-metactl of " + first + ", and export it there: that is V002",
                "import that with the databend-metactl of " + TODAY);
    }
}
