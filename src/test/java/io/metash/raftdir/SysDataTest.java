package io.metash.raftdir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.Endpoint;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SysDataTest {
    private static final String FULL = "{\"last_applied\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":1023},"
            + "\"last_membership\":{\"log_id\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":114},"
            + "\"membership\":{\"configs\":[[0]],\"nodes\":{\"0\":{}}}},"
            + "\"nodes\":{\"2\":{\"name\":\"2\",\"endpoint\":{\"addr\":\"b\",\"port\":2},\"grpc_api_advertise_address\":null},"
            + "\"10\":{\"name\":\"10\",\"endpoint\":{\"addr\":\"a\",\"port\":1},\"grpc_api_advertise_address\":\"a:2\"}},"
            + "\"sequence\":18446744073709551615,\"data_seq\":6,\"key_counts\":{\"exp-\":7,\"kv--\":227},"
            + "\"sm_features\":[\"a\",\"b\"],\"later\":{\"x\":[1,null,true]}}";

    @Test
    void everyKeyRoundTrips() {
        SysData data = SysData.parse(FULL, "here");
        assertEquals(LogId.of(1, 0, 1023), data.lastApplied());
        assertEquals(new Node("2", new Endpoint("b", 2), null), data.nodes().get(2L));
        assertEquals(-1L, data.sequence());
        assertEquals(6L, data.dataSeq());
        assertEquals(Map.of("exp-", 7L, "kv--", 227L), data.keyCounts());
        assertEquals(List.of("a", "b"), data.features());
        assertEquals(FULL, data.toJson());
    }

    @Test
    void anEmptyStateRoundTrips() {
        String text = "{\"last_applied\":null,\"last_membership\":{\"log_id\":null,"
                + "\"membership\":{\"configs\":[],\"nodes\":{}}},\"nodes\":{},\"sequence\":0}";
        assertEquals(text, SysData.EMPTY.toJson());
        assertEquals(SysData.EMPTY, SysData.parse(text, "here"));
    }

    @Test
    void damageIsRefused() {
        assertThrows(Failure.class, () -> SysData.parse("{\"last_applied\":null", "here"));
        assertThrows(Failure.class, () -> SysData.parse("{}", "here"));
    }
}
