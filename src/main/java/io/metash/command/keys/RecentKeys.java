package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.record.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Saves the first keys of a listing for completion. */
final class RecentKeys {
    private static final int MAX = 100;

    private final CommandContext context;
    private final List<Bytes> keys = new ArrayList<>();

    RecentKeys(CommandContext context) {
        this.context = context;
    }

    void add(Bytes key) {
        if (keys.size() < MAX) {
            keys.add(key);
        }
    }

    void remember() {
        if (context.interactive()) {
            context.shell().listed(keys);
        }
    }
}
