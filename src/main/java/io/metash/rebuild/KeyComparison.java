package io.metash.rebuild;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.Sessions;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Compares the keys of a backup with those of a running service, both ascending: missing, changed and added keys. */
final class KeyComparison {
    private static final int NAMED = 5;

    private final StoredFile backup;
    private final ClientOptions options;
    private final Address leader;
    private final Cancel cancel;
    private final List<String> names = new ArrayList<>();
    private long missing;
    private long older;
    private long written;
    private long added;

    KeyComparison(StoredFile backup, ClientOptions options, Address leader, Cancel cancel) {
        this.backup = backup;
        this.options = options;
        this.leader = leader;
        this.cancel = cancel;
    }

    PreflightFinding find() throws IOException {
        ConnectOptions whole = ConnectOptions.standard().withWholeLog(true).withNowMs(0L);
        long sequence;
        try (Session session = Sessions.open(backup, "backup", whole)) {
            sequence = session.status().state().sequence();
            try (KvCursor ours = session.scan(Bytes.utf8(""), null);
                    MetaClient client = new MetaClient(List.of(leader), options, () -> cancel);
                    KvCursor theirs = client.list(Bytes.utf8(""), -1)) {
                compare(ours, theirs, sequence);
            }
        }
        String what = "missing: " + missing + ", different from the backup: " + older + "; written since the start: "
                + (written + added) + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")");
        if (missing + older > 0) {
            return PreflightFinding.bad(
                    ExitStatus.NO,
                    "keys",
                    what,
                    "check whether a client deleted keys since the start; if not: init-cluster verify PLAN with the nodes stopped");
        }
        return PreflightFinding.note("keys", "all keys of the backup exist; " + what);
    }

    private void compare(KvCursor ours, KvCursor theirs, long sequence) throws IOException {
        boolean more = permanent(ours);
        boolean live = permanent(theirs);
        while (more || live) {
            cancel.check();
            int order;
            if (!more) {
                order = 1;
            } else if (!live) {
                order = -1;
            } else {
                order = ours.key().compareTo(theirs.key());
            }
            if (order < 0) {
                missing++;
                name("missing", ours.key());
                more = permanent(ours);
            } else if (order > 0) {
                added++;
                name("new", theirs.key());
                live = permanent(theirs);
            } else {
                SeqV a = KeyDigest.plain(ours.value());
                SeqV b = KeyDigest.plain(theirs.value());
                if (!a.equals(b)) {
                    // Later writes have sequence numbers that the backup had not assigned yet.
                    boolean since = U64.compare(b.seq(), sequence) > 0;
                    if (since) {
                        written++;
                    }
                    if (!since) {
                        older++;
                    }
                    name(since ? "changed" : "differs", ours.key());
                }
                more = permanent(ours);
                live = permanent(theirs);
            }
        }
    }

    /** Advances to the next key without expiry; false at the end. */
    static boolean permanent(KvCursor cursor) throws IOException {
        while (cursor.next()) {
            if (!KeyDigest.expires(cursor.value())) {
                return true;
            }
        }
        return false;
    }

    private void name(String how, Bytes key) {
        if (names.size() < NAMED) {
            names.add(how + " " + key);
        } else if (names.size() == NAMED) {
            names.add("...");
        }
    }
}
