package io.metash.command.backup;

import io.metash.catalog.FieldValues;
import io.metash.catalog.SecretPolicy;
import io.metash.catalog.StoredValue;
import io.metash.output.ValueCell;
import io.metash.record.Bytes;
import io.metash.record.SeqV;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Formats a value, or its change, on one line. */
final class ValueChange {
    private final ValueCell.Form form;
    private final SecretPolicy policy;

    ValueChange(ValueCell.Form form, SecretPolicy policy) {
        this.form = form;
        this.policy = policy;
    }

    /** A cell with the only value, or with the changed fields; null when only the metadata differs. */
    @Nullable
    Object cell(Bytes key, Optional<SeqV> before, Optional<SeqV> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return before.or(() -> after)
                    .map(value -> valueCell(key, value.data()))
                    .orElse(null);
        }
        Bytes one = before.get().data();
        Bytes other = after.get().data();
        if (one.equals(other)) {
            return null;
        }
        if (form == ValueCell.Form.DECODED) {
            return fields(key, one, other);
        }
        return valueCell(key, one) + " -> " + valueCell(key, other);
    }

    private ValueCell valueCell(Bytes key, Bytes value) {
        return ValueCell.of(key, value, form, policy);
    }

    /** Compares the original fields, and prints them according to the secret policy. */
    private String fields(Bytes key, Bytes one, Bytes other) {
        StoredValue a = StoredValue.of(key, one);
        StoredValue b = StoredValue.of(key, other);
        Map<String, String> inA = FieldValues.of(a, SecretPolicy.SHOW);
        Map<String, String> inB = FieldValues.of(b, SecretPolicy.SHOW);
        Map<String, String> shownA = FieldValues.of(a, policy);
        Map<String, String> shownB = FieldValues.of(b, policy);
        Set<String> paths = new LinkedHashSet<>(inA.keySet());
        paths.addAll(inB.keySet());
        StringJoiner changes = new StringJoiner("; ");
        for (String path : paths) {
            if (!Optional.ofNullable(inA.get(path)).equals(Optional.ofNullable(inB.get(path)))) {
                changes.add((path.isEmpty() ? "" : path + ": ") + shown(inA, shownA, path) + " -> "
                        + shown(inB, shownB, path));
            }
        }
        if (changes.length() == 0) {
            return "other bytes";
        }
        return changes.toString();
    }

    private static String shown(Map<String, String> all, Map<String, String> shown, String path) {
        if (!all.containsKey(path)) {
            return "none";
        }
        return shown.getOrDefault(path, "<redacted>");
    }
}
