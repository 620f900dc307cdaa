package io.metash.testing;

import io.metash.record.Bytes;
import io.metash.record.Endpoint;
import io.metash.record.Entry;
import io.metash.record.KvMeta;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.SeqV;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** An export like that of a query cluster: databases, tables, users, settings, nodes with heartbeats, a purged log. */
public final class GeneratedCatalog {
    private final Random random;
    private final TreeMap<Bytes, SeqV> keys = new TreeMap<>();
    private final List<MetaRecord.Expire> expires = new ArrayList<>();
    private long seq;

    /** A catalog; the same seed makes the same. */
    public GeneratedCatalog(long seed) {
        random = new Random(seed);
    }

    private void put(String key, byte[] value, Long expireAtMs) {
        put(key, value, expireAtMs, ++seq);
    }

    private void put(String key, byte[] value, Long expireAtMs, long at) {
        keys.put(Bytes.utf8(key), new SeqV(at, new KvMeta(expireAtMs, 1763812345678L), Bytes.of(value)));
        if (expireAtMs != null) {
            expires.add(new MetaRecord.Expire(expireAtMs, at, at, Bytes.utf8(key)));
        }
    }

    private byte[] message(int length) {
        byte[] bytes = new byte[length + random.nextInt(length)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] digits(long id) {
        return Long.toString(id).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** The records, in the order of an export. */
    public List<MetaRecord> records() {
        int databases = 1 + random.nextInt(8);
        for (int d = 0; d < databases; d++) {
            long database = ++seq;
            String name = d == 0 ? "default" : "db" + d;
            put("__fd_database/t1/" + name, digits(database), null);
            put("__fd_database_by_id/" + database, message(40), null);
            put("__fd_database_id_to_name/" + database, message(10), null);
            put("__fd_db_id_list/t1/" + name, message(4), null);
            for (int t = random.nextInt(30); t > 0; t--) {
                long table = ++seq;
                put("__fd_table/" + database + "/tab" + t, digits(table), null);
                put("__fd_table_by_id/" + table, message(150), null);
                put("__fd_table_id_to_name/" + table, message(12), null);
                put("__fd_table_id_list/" + database + "/tab" + t, message(4), null);
                put("__fd_object_owners/t1/table-by-id/" + table, message(12), null);
            }
        }
        put("__fd_id_gen/database_id", new byte[0], null);
        put("__fd_id_gen/table_id", new byte[0], null);
        for (int u = 1 + random.nextInt(5); u > 0; u--) {
            put("__fd_users/t1/%27u" + u + "%27%40%27%25%27", message(80), null);
            put("__fd_roles/t1/role" + u, message(40), null);
        }
        put("__fd_settings/t1/max_threads", message(20), null);
        for (int n = random.nextInt(4); n > 0; n--) {
            put("__fd_clusters_v6/t1/online_nodes/node" + n, message(100), 1763812400000L + n);
        }
        return stream();
    }

    private List<MetaRecord> stream() {
        List<MetaRecord> records = new ArrayList<>();
        long applied = 2000 + random.nextInt(1000);
        long purged = applied - 1 - random.nextInt(50);
        LogId last = LogId.of(3, 1, applied + random.nextInt(20));
        records.add(MetaRecord.Header.V004);
        records.add(new MetaRecord.NodeId(1L));
        records.add(new MetaRecord.Voted(new Vote(last.leaderId(), true)));
        records.add(new MetaRecord.Committed(last));
        records.add(new MetaRecord.Purged(LogId.of(3, 1, purged)));
        for (long i = purged + 1; i <= last.index(); i++) {
            records.add(new MetaRecord.Log(new Entry(LogId.of(3, 1, i), new Entry.Blank())));
        }
        records.add(new MetaRecord.Sequences("generic-kv", seq));
        records.add(new MetaRecord.LastApplied(LogId.of(3, 1, applied)));
        records.add(new MetaRecord.LastMembership(
                new StoredMembership(LogId.of(1, 1, 8), Membership.ofVoters(List.of(1L, 2L, 3L)))));
        for (long id = 1; id <= 3; id++) {
            records.add(new MetaRecord.Nodes(
                    id, new Node(Long.toString(id), new Endpoint("meta-" + id, 28103), "meta-" + id + ":9191")));
        }
        expires.sort((a, b) -> Long.compare(a.timeMs(), b.timeMs()));
        records.addAll(expires);
        keys.forEach((key, value) -> records.add(new MetaRecord.Kv(key, value)));
        return records;
    }
}
