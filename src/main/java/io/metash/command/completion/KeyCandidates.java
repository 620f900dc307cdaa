package io.metash.command.completion;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.KeyEscape;
import io.metash.catalog.SecretKeys;
import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.ValueOption;
import io.metash.output.Printable;
import io.metash.record.Bytes;
import io.metash.session.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Suggests keys by segment. */
final class KeyCandidates {
    /** The maximum number of candidates; the shell asks before it shows more than 200. */
    static final int MAX = 1000;

    private final CommandContext context;
    private final Store store;
    private final String directory;
    private final List<Bytes> listed;

    /** A source of keys. */
    @FunctionalInterface
    interface Store {
        /** The segments below a prefix; at least {@link #MAX} plus one if there are as many. */
        List<Segment> segments(Bytes prefix) throws IOException;
    }

    /** Creates candidates for a store outside of a session. */
    KeyCandidates(CommandContext context, Store store) {
        this(context, store, "", List.of());
    }

    /** Creates candidates relative to a prefix; recently listed keys come first. */
    KeyCandidates(CommandContext context, Store store, String directory, List<Bytes> listed) {
        this.context = context;
        this.store = store;
        this.directory = directory;
        this.listed = listed;
    }

    /** The candidates; {@code typed} is relative to the current prefix. */
    List<Completion.Candidate> of(String typed) throws IOException {
        String prefix = KeyPath.resolve(directory, typed);
        Set<Completion.Candidate> found = new LinkedHashSet<>();
        if (typed.isEmpty()) {
            listed.forEach(key -> offer(found, typed, key.text(), !key.text().endsWith("/")));
        }
        List<Segment> segments = segments(prefix);
        if (segments.isEmpty()) {
            // Names may be typed without escapes; keys have their bytes escaped.
            segments = segments(escaped(prefix));
        }
        for (Segment segment : segments) {
            offer(found, typed, segment.text().text(), segment.leaf());
        }
        if (found.isEmpty()) {
            guess(typed, prefix, found);
        }
        return new ArrayList<>(found);
    }

    /** Adds guesses if no key has this prefix: recent keys with the text in their last part, then similar siblings. */
    private void guess(String typed, String prefix, Set<Completion.Candidate> found) throws IOException {
        List<String> shown = listed.stream().map(Bytes::text).toList();
        for (String key : CandidateRanking.of(typed, shown, KeyCandidates::lastPart, all -> true)) {
            offer(found, "", key, !key.endsWith("/"));
        }
        int slash = prefix.lastIndexOf('/') + 1;
        if (!found.isEmpty() || slash == prefix.length()) {
            return;
        }
        String part = prefix.substring(slash);
        List<Segment> neighbours = segments(prefix.substring(0, slash));
        for (Segment near : CandidateRanking.of(
                part, neighbours, segment -> segment.text().text().substring(slash), all -> true)) {
            offer(found, typed, near.text().text(), near.leaf());
        }
    }

    /** Adds a key. Keys with a secret are not offered, since the list would show the secret. */
    private void offer(Set<Completion.Candidate> found, String typed, String key, boolean leaf) {
        if (SecretKeys.has(Bytes.utf8(key))
                && ValueOption.policy(context, false).hides()) {
            return;
        }
        found.add(new Completion.Candidate(KeyPath.showLike(typed, directory, key), lastPart(key), plain(key), leaf));
    }

    /** The description of a complete key, if it adds information; else null. */
    private static @Nullable String plain(String key) {
        CatalogKey parsed = CatalogKey.parse(Bytes.utf8(key));
        boolean named = parsed.form().isPresent() && key.indexOf('%') >= 0;
        if (named) {
            return Printable.text(parsed.plain());
        }
        return null;
    }

    /** Escapes the segments of a key after the first as programs do; existing escapes are kept. */
    private static String escaped(String key) {
        String[] segments = key.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            segments[i] = KeyEscape.escape(KeyEscape.unescape(segments[i]).orElse(segments[i]));
        }
        return String.join("/", segments);
    }

    /** The part after the last slash; for a prefix, includes its closing slash. */
    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('/', Math.max(0, key.length() - 2)) + 1);
    }

    private List<Segment> segments(String prefix) throws IOException {
        return store.segments(Bytes.utf8(prefix));
    }
}
