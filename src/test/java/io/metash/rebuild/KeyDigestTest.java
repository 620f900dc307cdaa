package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import org.junit.jupiter.api.Test;

/** What makes two states equal for {@code init-cluster check}. */
class KeyDigestTest {
    private static String of(SeqV value) {
        KeyDigest digest = new KeyDigest();
        digest.add(Bytes.utf8("a"), value);
        return digest.finish();
    }

    /** A release of 2025 applies the same log and stores no time of proposal. */
    @Test
    void theTimeOfProposalIsIgnored() {
        SeqV without = new SeqV(7, null, Bytes.utf8("v"));
        assertEquals(of(without), of(new SeqV(7, new KvMeta(null, 1_795_479_865_071L), Bytes.utf8("v"))));
        assertEquals(of(without), of(new SeqV(7, new KvMeta(null, null), Bytes.utf8("v"))));
        assertNotEquals(of(without), of(new SeqV(8, null, Bytes.utf8("v"))));
        assertNotEquals(of(without), of(new SeqV(7, null, Bytes.utf8("w"))));
        SeqV late = new SeqV(7, new KvMeta(5L, 6L), Bytes.utf8("v"));
        assertEquals(new SeqV(7, new KvMeta(5L, null), Bytes.utf8("v")), KeyDigest.plain(late));
    }
}
