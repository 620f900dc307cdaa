package io.metash.raftdir.sled;

import io.metash.record.U64;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The parts of each page. Memory is bounded: both arrays move to scratch files when they grow large.
 *
 * <p>A part is {@code WORDS} longs: the previous part (0 for none), lsn, offset, and the pointer to a large item or
 * zeros.
 */
final class PageTable implements Closeable {
    private static final long FREE = -1;
    private static final int WORDS = 5;

    private final LongStore heads = new LongStore();
    private final LongStore parts = new LongStore();
    private final long maxPages;
    private long freeParts;

    /** Creates a table; {@code maxPages} exceeds the number of pages that the database's files can describe. */
    PageTable(long maxPages) {
        this.maxPages = maxPages;
    }

    /** The number of pages: the highest pid plus 1. */
    long pages() {
        return heads.length();
    }

    /** Whether a page has parts. */
    boolean present(long pid) {
        return heads.get(pid) > 0;
    }

    /** Whether the state of a page is known: its parts, or that it is free. */
    boolean known(long pid) {
        return heads.get(pid) != 0;
    }

    /** Returns the lsn of the last part of a page with parts. */
    long lastLsn(long pid) {
        return parts.get(base(heads.get(pid)) + 1);
    }

    void free(long pid) throws IOException {
        recycle(pid);
        heads.set(checked(pid), FREE);
    }

    void replace(long pid, PagePart part) throws IOException {
        recycle(pid);
        heads.set(checked(pid), store(0, part));
    }

    void link(long pid, PagePart part) throws IOException {
        heads.set(checked(pid), store(heads.get(pid), part));
    }

    /** Returns the parts of a page, the base first. */
    List<PagePart> parts(long pid) {
        Deque<PagePart> found = new ArrayDeque<>();
        for (long at = heads.get(pid); at > 0; at = parts.get(base(at))) {
            long from = base(at);
            long location = parts.get(from + 3);
            long lsn = parts.get(from + 4);
            LargePointer large;
            if (location == 0 && lsn == 0) {
                large = null;
            } else {
                large = new LargePointer(location, lsn);
            }
            found.addFirst(new PagePart(parts.get(from + 1), parts.get(from + 2), large));
        }
        return new ArrayList<>(found);
    }

    private long checked(long pid) {
        if (pid < 0 || pid >= maxPages) {
            throw new SledFormatException("page " + U64.text(pid) + " of a database of at most " + maxPages);
        }
        return pid;
    }

    /** Part numbers start at 1, so that 0 means none. */
    private static long base(long number) {
        return (number - 1) * WORDS;
    }

    private long store(long before, PagePart part) throws IOException {
        long number = freeParts;
        if (number == 0) {
            number = parts.length() / WORDS + 1;
        } else {
            freeParts = parts.get(base(number));
        }
        long from = base(number);
        parts.set(from, before);
        parts.set(from + 1, part.lsn());
        parts.set(from + 2, part.offset());
        if (part.large() == null) {
            parts.set(from + 3, 0);
            parts.set(from + 4, 0);
        } else {
            parts.set(from + 3, part.large().location());
            parts.set(from + 4, part.large().lsn());
        }
        return number;
    }

    private void recycle(long pid) throws IOException {
        long at = heads.get(checked(pid));
        while (at > 0) {
            long before = parts.get(base(at));
            parts.set(base(at), freeParts);
            freeParts = at;
            at = before;
        }
    }

    @Override
    public void close() throws IOException {
        heads.close();
        parts.close();
    }
}
