package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import java.io.IOException;

/** Filters the keys of another cursor. */
abstract class FilteredCursor implements KvCursor {
    final KvCursor all;

    FilteredCursor(KvCursor all) {
        this.all = all;
    }

    @Override
    public final Bytes key() {
        return all.key();
    }

    @Override
    public final SeqV value() {
        return all.value();
    }

    @Override
    public final void close() throws IOException {
        all.close();
    }
}
