package io.metash.command.keys;

import io.metash.catalog.CompactJson;
import io.metash.catalog.SecretPolicy;
import io.metash.catalog.StoredValue;
import io.metash.catalog.ValueKind;
import io.metash.catalog.ValueKind.Encoding;
import io.metash.ndjson.JsonOut;
import io.metash.record.Bytes;

/** The searchable text of values: decoded, on one line; values of unknown keys as stored. */
final class SearchText {
    private final SecretPolicy policy;
    private final JsonOut buffer = new JsonOut(4096);

    SearchText(SecretPolicy policy) {
        this.policy = policy;
    }

    String text(ValueKind kind, Bytes data) {
        if (kind.encoding() == Encoding.UNKNOWN) {
            return data.text();
        }
        buffer.reset();
        StoredValue.of(kind, data).write(policy, new CompactJson(buffer));
        return buffer.toString();
    }
}
