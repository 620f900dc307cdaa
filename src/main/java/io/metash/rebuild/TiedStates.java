package io.metash.rebuild;

import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.KvCursor;
import io.metash.record.Progress;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Checks that directories that end at the same log entry hold the same state. Skips expiring keys. */
public final class TiedStates {
    private static final int NAMED = 3;

    private TiedStates() {}

    /** Returns the directories that end at the same entry as the first one, including it. */
    public static List<DirectoryProgress> tied(List<DirectoryProgress> ordered) {
        DirectoryProgress best = ordered.get(0);
        return ordered.stream()
                .filter(one -> one.unreadable() == null && Objects.equals(best.last(), one.last()))
                .toList();
    }

    /** Returns the difference between two directories' states as a clause; empty when they are equal. */
    public static Optional<String> difference(DirectoryProgress a, DirectoryProgress b, Cancel cancel)
            throws IOException {
        try (Session one = open(a.directory(), cancel);
                Session other = open(b.directory(), cancel);
                KvCursor left = one.scan(Bytes.EMPTY, null);
                KvCursor right = other.scan(Bytes.EMPTY, null)) {
            List<String> names = new ArrayList<>();
            long count = 0;
            boolean more = KeyComparison.permanent(left);
            boolean others = KeyComparison.permanent(right);
            while (more || others) {
                cancel.check();
                int order;
                if (!more) {
                    order = 1;
                } else if (!others) {
                    order = -1;
                } else {
                    order = left.key().compareTo(right.key());
                }
                boolean same = order == 0 && KeyDigest.plain(left.value()).equals(KeyDigest.plain(right.value()));
                if (!same && count++ < NAMED) {
                    names.add((order <= 0 ? left : right).key().toString());
                }
                if (order <= 0) {
                    more = KeyComparison.permanent(left);
                }
                if (order >= 0) {
                    others = KeyComparison.permanent(right);
                }
            }
            if (count == 0) {
                return Optional.empty();
            }
            return Optional.of(words(count, names));
        }
    }

    private static String words(long count, List<String> names) {
        String differ = " keys differ: ";
        if (count == 1) {
            differ = " key differs: ";
        }
        String more = "";
        if (count > names.size()) {
            more = ", ...";
        }
        return count + differ + String.join(", ", names) + more;
    }

    private static Session open(Path directory, Cancel cancel) throws IOException {
        ConnectOptions whole = ConnectOptions.standard().withWholeLog(true).withNowMs(0L);
        return Sessions.standard().connect(directory.toString(), "it", whole.watched(Progress.NONE, cancel));
    }
}
