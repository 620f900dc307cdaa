package io.metash.catalog;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Determines which message types can contain a secret. */
final class SecretTypes {
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private SecretTypes() {}

    /** Whether a message of this type, or a nested one, can contain a secret. */
    static boolean has(MessageType type) {
        Boolean known = KNOWN.get(type.name());
        if (known == null) {
            known = search(type, new HashSet<>());
            KNOWN.put(type.name(), known);
        }
        return known;
    }

    private static boolean search(MessageType type, Set<String> seen) {
        if (!seen.add(type.name())) {
            return false;
        }
        for (FieldType field : type.fields()) {
            boolean secret =
                    switch (field.form()) {
                        case SECRET, SECRET_VALUES, SECRET_NAMES, ADDRESS -> true;
                        default -> false;
                    };
            if (secret || (field.wire() == FieldType.Wire.MESSAGE && search(field.message(), seen))) {
                return true;
            }
        }
        return false;
    }
}
