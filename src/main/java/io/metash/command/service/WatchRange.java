package io.metash.command.service;

import io.metash.record.Bytes;

/**
 * A range of keys to watch. The service needs an end as text, and has no value for an open end.
 *
 * @param from the first key
 * @param to the end, exclusive
 */
record WatchRange(Bytes from, Bytes to) {
    /** A text above every key. */
    private static final String LAST = "\uDBFF\uDFFF".repeat(16);

    /** The keys that start with a text. */
    static WatchRange ofPrefix(String prefix) {
        int[] points = prefix.codePoints().toArray();
        for (int i = points.length - 1; i >= 0; i--) {
            if (points[i] < Character.MAX_CODE_POINT) {
                int next;
                if (points[i] + 1 == Character.MIN_SURROGATE) {
                    next = Character.MAX_SURROGATE + 1;
                } else {
                    next = points[i] + 1;
                }
                String end = new String(points, 0, i) + Character.toString(next);
                return new WatchRange(Bytes.utf8(prefix), Bytes.utf8(end));
            }
        }
        return new WatchRange(Bytes.utf8(prefix), Bytes.utf8(LAST));
    }

    /** The keys of a directory, as metactl watches it: trailing slashes are ignored. */
    static WatchRange ofDirectory(String directory) {
        String bare = directory.replaceAll("/+$", "");
        return new WatchRange(Bytes.utf8(bare + "/"), Bytes.utf8(bare + "0"));
    }
}
