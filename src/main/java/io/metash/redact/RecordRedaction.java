package io.metash.redact;

import io.metash.catalog.KeyRedaction;
import io.metash.catalog.RedactionCount;
import io.metash.catalog.Substitutes;
import io.metash.catalog.ValueRedaction;
import io.metash.record.Bytes;
import io.metash.record.Endpoint;
import io.metash.record.Entry;
import io.metash.record.KvMeta;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.SeqV;
import io.metash.record.StoredMembership;
import io.metash.record.UnknownFields;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Rewrites records with pseudonyms and without secrets. Drops and counts unknown fields of records. */
final class RecordRedaction implements MetaRecord.Visitor<RuntimeException> {
    private static final String SEQUENCE = "generic-kv";

    private final Substitutes substitutes;
    private final KeyRedaction keys;
    private final ValueRedaction values;
    private final RedactionTally tally;
    private final CommandRedaction commands;
    private @Nullable MetaRecord result;

    RecordRedaction(Substitutes substitutes, RedactionTally tally) {
        this.substitutes = substitutes;
        this.tally = tally;
        keys = new KeyRedaction(substitutes);
        values = new ValueRedaction(substitutes, tally);
        commands = new CommandRedaction(this);
    }

    @Nullable
    MetaRecord rewrite(MetaRecord record) {
        record.visit(this);
        return result;
    }

    Bytes key(Bytes key) {
        return keys.key(key);
    }

    Bytes prefix(Bytes prefix) {
        if (KeyRedaction.isCut(prefix)) {
            tally.accept(RedactionCount.CUT_PREFIX);
        }
        return keys.prefix(prefix);
    }

    Bytes value(Bytes key, Bytes value) {
        return values.value(key, value);
    }

    UnknownFields without(UnknownFields extra) {
        for (int i = 0; i < extra.fields().size(); i++) {
            tally.accept(RedactionCount.UNKNOWN_FIELD);
        }
        return UnknownFields.NONE;
    }

    Node node(Node node) {
        String name;
        if (node.name().matches("\\d{1,20}")) {
            name = node.name();
        } else {
            name = substitutes.name(node.name());
        }
        Endpoint endpoint = node.endpoint();
        return new Node(
                name,
                new Endpoint(substitutes.host(endpoint.addr()), endpoint.port(), without(endpoint.extra())),
                node.grpcApiAdvertiseAddress() == null ? null : address(node.grpcApiAdvertiseAddress()),
                without(node.extra()));
    }

    private String address(String address) {
        int colon = address.lastIndexOf(':');
        boolean port = colon >= 0 && address.substring(colon + 1).matches("\\d{1,5}");
        if (port) {
            return substitutes.host(address.substring(0, colon)) + address.substring(colon);
        }
        return substitutes.host(address);
    }

    Membership membership(Membership membership) {
        NavigableMap<Long, Membership.Member> nodes = Membership.byId();
        membership.nodes().forEach((id, member) -> nodes.put(id, new Membership.Member(without(member.extra()))));
        return new Membership(membership.configs(), nodes, without(membership.extra()));
    }

    @Override
    public void header(MetaRecord.Header record) {
        result =
                new MetaRecord.Header(record.version(), record.upgrading(), record.cleaning(), without(record.extra()));
    }

    @Override
    public void nodeId(MetaRecord.NodeId record) {
        result = record;
    }

    @Override
    public void voted(MetaRecord.Voted record) {
        result = record;
    }

    @Override
    public void committed(MetaRecord.Committed record) {
        result = record;
    }

    @Override
    public void purged(MetaRecord.Purged record) {
        result = record;
    }

    @Override
    public void log(MetaRecord.Log record) {
        Entry entry = record.entry();
        result =
                new MetaRecord.Log(new Entry(entry.logId(), commands.payload(entry.payload()), without(entry.extra())));
    }

    @Override
    public void sequences(MetaRecord.Sequences record) {
        String key;
        if (record.key().equals(SEQUENCE)) {
            key = record.key();
        } else {
            key = substitutes.name(record.key());
        }
        result = new MetaRecord.Sequences(key, record.value());
    }

    @Override
    public void lastApplied(MetaRecord.LastApplied record) {
        result = record;
    }

    @Override
    public void lastMembership(MetaRecord.LastMembership record) {
        StoredMembership stored = record.membership();
        result = new MetaRecord.LastMembership(
                new StoredMembership(stored.logId(), membership(stored.membership()), without(stored.extra())));
    }

    @Override
    public void nodes(MetaRecord.Nodes record) {
        result = new MetaRecord.Nodes(record.id(), node(record.node()));
    }

    @Override
    public void expire(MetaRecord.Expire record) {
        result = new MetaRecord.Expire(record.timeMs(), record.seq(), record.valueSeq(), key(record.key()));
    }

    @Override
    public void kv(MetaRecord.Kv record) {
        SeqV stored = record.value();
        result = new MetaRecord.Kv(
                key(record.key()),
                new SeqV(
                        stored.seq(),
                        meta(stored.meta()),
                        value(record.key(), stored.data()),
                        without(stored.extra())));
    }

    private @Nullable KvMeta meta(@Nullable KvMeta meta) {
        if (meta == null) {
            return null;
        }
        return new KvMeta(meta.expireAt(), meta.proposedAtMs(), without(meta.extra()));
    }
}
