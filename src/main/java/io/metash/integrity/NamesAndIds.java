package io.metash.integrity;

import io.metash.catalog.FirstSegments;
import io.metash.catalog.KeyText;
import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a catalog's keys for consistency (keyspace §6): a name's id leads to the object itself, and the object leads
 * back to its name. One transaction writes all three, so in a snapshot or a running store none exists without the
 * others.
 */
final class NamesAndIds {
    private static final int NAMED = 3;

    private final FirstSegments<Place> places = new FirstSegments<>();
    private final List<Sort> sorts = List.of(
            sort("database", "__fd_database", "__fd_database_by_id", "__fd_database_id_to_name"),
            sort("table", "__fd_table", "__fd_table_by_id", "__fd_table_id_to_name"),
            sort("catalog", "__fd_catalog", "__fd_catalog_by_id", "__fd_catalog_id_to_name"),
            sort("index", "__fd_index", "__fd_index_by_id", "__fd_index_id_to_name"),
            sort("procedure", "__fd_procedure", "__fd_procedure_by_id", "__fd_procedure_id_to_name"),
            sort("tag", "__fd_tag", "__fd_tag_by_id", "__fd_tag_id_to_name"),
            // Databend added the references back to names for these two after the objects.
            sort("masking policy", "__fd_datamask", "__fd_datamask_by_id", null),
            sort("row access policy", "__fd_row_access_policy", "__fd_row_access_policy_by_id", null),
            sort("dictionary", "__fd_dictionaries", "__fd_dictionary_by_id", null));

    /** Position of an id in a key. */
    private enum Part {
        NAME,
        OBJECT,
        BACK
    }

    /** An object type: the ids in names, in objects, and in references back to names. */
    private record Sort(
            String word, String objects, @Nullable String back, IdSet named, IdSet present, IdSet leadingBack) {}

    /** Role of a key's first segment. */
    private record Place(Part part, Sort sort) {}

    private Sort sort(String word, String names, String objects, @Nullable String back) {
        Sort sort = new Sort(word, objects, back, new IdSet(), new IdSet(), new IdSet());
        places.put(names, new Place(Part.NAME, sort));
        places.put(objects, new Place(Part.OBJECT, sort));
        if (back != null) {
            places.put(back, new Place(Part.BACK, sort));
        }
        return sort;
    }

    /** Adds a key. */
    void add(MetaRecord.Kv kv) {
        byte[] key = kv.key().array();
        Place place = places.of(key);
        if (place == null) {
            return;
        }
        switch (place.part) {
            case NAME -> add(place.sort.named, kv.value().data().array(), 0);
            case OBJECT -> add(place.sort.present, key, lastSegment(key));
            case BACK -> add(place.sort.leadingBack, key, lastSegment(key));
        }
    }

    private static int lastSegment(byte[] key) {
        int at = key.length;
        while (at > 0 && key[at - 1] != '/') {
            at--;
        }
        return at;
    }

    /** Adds a decimal number; ignores other text. */
    private static void add(IdSet to, byte[] text, int from) {
        Long id = KeyText.id(text, from);
        if (id != null) {
            to.add(id);
        }
    }

    /** Returns the findings; complete after the last key. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        // Databend of early 2022 wrote no references back to names, and later releases did not add them.
        boolean hasReverseRecords = sorts.stream().anyMatch(sort -> !sort.leadingBack.isEmpty());
        for (Sort sort : sorts) {
            if (sort.named.full() || sort.present.full() || sort.leadingBack.full()) {
                findings.add(Finding.of(
                        Note.Code.REFERENCES_UNCHECKED,
                        "the ids of " + sort.word + "s are too far apart to be compared"));
                continue;
            }
            missing(findings, sort, sort.named, sort.present, "has a name, but no ", sort.objects);
            if (sort.back != null && hasReverseRecords) {
                missing(findings, sort, sort.named, sort.leadingBack, "has a name, but no ", sort.back);
            }
        }
        return findings;
    }

    private static void missing(List<Finding> to, Sort sort, IdSet of, IdSet in, String has, String prefix) {
        List<String> first = new ArrayList<>();
        long[] count = {0};
        of.eachNotIn(in, id -> {
            if (count[0]++ < NAMED) {
                first.add(sort.word + " " + U64.text(id) + " " + has + prefix + "/"
                        + (sort.word.equals("tag") || sort.word.startsWith("row") ? "…/" : "")
                        + U64.text(id));
            }
        });
        if (count[0] > 0) {
            to.add(Finding.missing(
                    StoreCheck.CATALOG,
                    String.join("; ", first) + (count[0] > NAMED ? "; and " + (count[0] - NAMED) + " more" : ""),
                    "both are written in one step, so keys are missing here"));
        }
    }
}
