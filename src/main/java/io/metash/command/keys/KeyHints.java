package io.metash.command.keys;

import io.metash.command.NearestNames;
import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Suggests keys for a missing key: follows its segments from the root, and uses the nearest segments where there is no
 * match. On a running service, only the last segment is varied.
 */
final class KeyHints {
    private static final int SEGMENTS = 2000;
    private static final int MAX = 3;

    private KeyHints() {}

    /** At most three keys or prefixes, nearest first. */
    static List<String> near(Session session, Bytes missing) {
        String key = missing.text();
        try {
            if (session.kind() == SessionKind.ENDPOINT) {
                int slash = key.lastIndexOf('/', key.length() - 2);
                // Only siblings of the key, which a service can list quickly.
                if (slash < 0 || key.indexOf('/') == slash) {
                    return List.of();
                }
                return at(session, key, key.substring(0, slash + 1));
            }
            String parent = "";
            for (int slash = key.indexOf('/');
                    slash >= 0 && slash < key.length() - 1;
                    slash = key.indexOf('/', slash + 1)) {
                String deeper = key.substring(0, slash + 1);
                if (Segments.complete(session::scan, Bytes.utf8(deeper), 1).isEmpty()) {
                    break;
                }
                parent = deeper;
            }
            return at(session, key, parent);
        } catch (IOException | Failure e) {
            return List.of();
        }
    }

    private static List<String> at(Session session, String key, String parent) throws IOException {
        List<String> names = new ArrayList<>();
        for (Segment segment : Segments.complete(session::scan, Bytes.utf8(parent), SEGMENTS)) {
            names.add(segment.text().text());
        }
        int end = key.indexOf('/', parent.length());
        String typed = key;
        if (end >= 0) {
            typed = key.substring(0, end + 1);
        }
        String rest = "";
        if (end >= 0) {
            rest = key.substring(end + 1);
        }
        List<String> found = new ArrayList<>();
        for (String name : NearestNames.to(typed, names)) {
            String whole = name + rest;
            boolean exists = !rest.isEmpty() && session.get(Bytes.utf8(whole)) != null;
            found.add(exists ? whole : name);
        }
        return found.subList(0, Math.min(MAX, found.size()));
    }
}
