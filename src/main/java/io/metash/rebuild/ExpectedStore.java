package io.metash.rebuild;

import io.metash.record.Shape;
import io.metash.record.UnknownFields;
import java.util.List;

/**
 * The required content of every node after the plan is applied.
 *
 * @param digest the digest of all rows and entries of the backup
 * @param newLogId the log id of the new membership; the nodes' addresses follow it
 * @param keys the number of keys without expiry after the whole log is applied
 * @param expiring the number of keys with an expiry
 * @param keySha256 the SHA-256 over the export lines of the keys without expiry, in order, in hexadecimal
 * @param facts named facts of the store, as read back
 * @param extra unknown fields
 */
public record ExpectedStore(
        long digest,
        String newLogId,
        long keys,
        long expiring,
        String keySha256,
        List<Fact> facts,
        UnknownFields extra) {
    /**
     * A fact of a store.
     *
     * @param what its name
     * @param value its value as text
     * @param extra unknown fields
     */
    public record Fact(String what, String value, UnknownFields extra) {
        static final Shape.Struct<Fact> SHAPE = new Shape.Struct<>(
                Fact.class,
                List.of(
                        PlanShapes.<Fact>field("what", Shape.Plain.TEXT, Fact::what),
                        PlanShapes.field("value", Shape.Plain.TEXT, Fact::value)),
                Fact::extra,
                a -> new Fact(a.get(0), a.get(1), a.unknown()));
    }

    static final Shape.Struct<ExpectedStore> SHAPE = new Shape.Struct<>(
            ExpectedStore.class,
            List.of(
                    PlanShapes.<ExpectedStore>field("digest", Shape.Plain.U64, ExpectedStore::digest),
                    PlanShapes.field("new_log_id", Shape.Plain.TEXT, ExpectedStore::newLogId),
                    PlanShapes.field("keys", Shape.Plain.U64, ExpectedStore::keys),
                    PlanShapes.field("expiring", Shape.Plain.U64, ExpectedStore::expiring),
                    PlanShapes.field("key_sha256", Shape.Plain.TEXT, ExpectedStore::keySha256),
                    PlanShapes.field("facts", new Shape.ListOf(Fact.SHAPE), ExpectedStore::facts)),
            ExpectedStore::extra,
            a -> new ExpectedStore(
                    a.get(0),
                    a.get(1),
                    a.get(2),
                    a.get(3),
                    a.get(4),
                    PlanShapes.list(a.get(5), Fact.class),
                    a.unknown()));
}
