package io.metash.command.completion;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.KeyEscape;
import io.metash.catalog.SecretKeys;
import io.metash.command.CommandContext;
import io.metash.command.KeyCache;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.ValueOption;
import io.metash.output.Printable;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.Segment;
import io.metash.session.Segments;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Suggests keys by segment. A store at rest is read for the shown candidates only; a running service is never queried: its
 * keys come from the {@link KeyCache}.
 */
final class KeyCandidates {
    /** The maximum number of candidates; the shell asks before it shows more than 200. */
    static final int MOST = 1000;

    private final CommandContext context;
    private final Session session;
    private final Cancel cancel;

    KeyCandidates(CommandContext context, Session session, Cancel cancel) {
        this.context = context;
        this.session = session;
        this.cancel = cancel;
    }

    /** The candidates; {@code typed} is relative to the current prefix. */
    List<Completion.Candidate> of(String typed) throws IOException {
        String folder = context.state(session).folder();
        String prefix = KeyPath.resolve(folder, typed);
        Set<Completion.Candidate> found = new LinkedHashSet<>();
        List<Bytes> listed = context.lastListed(session);
        if (typed.isEmpty()) {
            listed.forEach(
                    key -> offer(found, typed, folder, key.text(), !key.text().endsWith("/")));
        }
        List<Segment> segments = segments(prefix);
        if (segments.isEmpty()) {
            // Names may be typed as they are: their bytes are escaped in keys.
            segments = segments(escaped(prefix));
        }
        for (Segment segment : segments) {
            offer(found, typed, folder, segment.text().text(), segment.leaf());
        }
        if (found.isEmpty()) {
            guess(typed, folder, prefix, listed, found);
        }
        return new ArrayList<>(found);
    }

    /** When no key has this prefix: recent keys with this text in their last part, then similar siblings. */
    private void guess(String typed, String folder, String prefix, List<Bytes> listed, Set<Completion.Candidate> found)
            throws IOException {
        List<String> shown = listed.stream().map(Bytes::text).toList();
        for (String key : CandidateRanking.of(typed, shown, KeyCandidates::lastPart, all -> true)) {
            offer(found, "", folder, key, !key.endsWith("/"));
        }
        int slash = prefix.lastIndexOf('/') + 1;
        if (!found.isEmpty() || slash == prefix.length()) {
            return;
        }
        String part = prefix.substring(slash);
        List<Segment> neighbours = segments(prefix.substring(0, slash));
        for (Segment near : CandidateRanking.of(
                part, neighbours, segment -> segment.text().text().substring(slash), all -> true)) {
            offer(found, typed, folder, near.text().text(), near.leaf());
        }
    }

    /** Keys with a secret are not offered: the list would show it. */
    private void offer(Set<Completion.Candidate> found, String typed, String folder, String key, boolean leaf) {
        if (SecretKeys.has(Bytes.utf8(key))
                && ValueOption.policy(context, false).hides()) {
            return;
        }
        found.add(new Completion.Candidate(KeyPath.showLike(typed, folder, key), lastPart(key), plain(key), leaf));
    }

    /** A description of a whole key, if it adds information; else null. */
    private static String plain(String key) {
        CatalogKey parsed = CatalogKey.parse(Bytes.utf8(key));
        boolean named = parsed.form().isPresent() && key.indexOf('%') >= 0;
        return named ? Printable.text(parsed.plain()) : null;
    }

    /** A key whose segments but the first are escaped as programs escape them; what is an escape already stays. */
    private static String escaped(String key) {
        String[] segments = key.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            segments[i] = KeyEscape.escape(KeyEscape.unescape(segments[i]).orElse(segments[i]));
        }
        return String.join("/", segments);
    }

    /** The part after the last slash; for a prefix, including its closing slash. */
    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('/', Math.max(0, key.length() - 2)) + 1);
    }

    private List<Segment> segments(String prefix) throws IOException {
        if (session.kind() == SessionKind.ENDPOINT) {
            KeyCache cache = context.state(session).keys();
            return Segments.complete(cache::scan, Bytes.utf8(prefix), MOST + 1);
        }
        ReentrantLock busy = context.state(session).busy();
        try {
            while (!busy.tryLock(20, TimeUnit.MILLISECONDS)) {
                cancel.check();
            }
        } catch (InterruptedException wished) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        try {
            return Segments.complete(this::watched, Bytes.utf8(prefix), MOST + 1);
        } finally {
            busy.unlock();
        }
    }

    private KvCursor watched(Bytes from, Bytes to) throws IOException {
        KvCursor cursor = session.scan(from, to);
        return new KvCursor() {
            @Override
            public boolean next() throws IOException {
                cancel.check();
                return cursor.next();
            }

            @Override
            public Bytes key() {
                return cursor.key();
            }

            @Override
            public SeqV value() {
                return cursor.value();
            }

            @Override
            public void close() throws IOException {
                cursor.close();
            }
        };
    }
}
