package io.metash.raftdir.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.LeaderId;
import io.metash.record.Shapes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Objects in msgpack whose fields are in any order or occur twice. */
class MsgpackInTest {
    private static MsgpackIn object(Object... namesAndNumbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80 | namesAndNumbers.length / 2);
        for (Object part : namesAndNumbers) {
            if (part instanceof Integer number) {
                out.write(number);
            } else {
                byte[] name = part.toString().getBytes(StandardCharsets.UTF_8);
                out.write(0xa0 | name.length);
                out.writeBytes(name);
            }
        }
        MsgpackIn in = new MsgpackIn();
        in.begin(out.toByteArray(), 0, out.size());
        return in;
    }

    @Test
    void fieldsComeInAnyOrder() {
        LeaderId leader = new LeaderId(3, 2);
        assertEquals(leader, object("term", 3, "node_id", 2).read(Shapes.LEADER_ID));
        assertEquals(leader, object("node_id", 2, "term", 3).read(Shapes.LEADER_ID));
    }

    @Test
    void aFieldThatOccursTwiceIsRefused() {
        MsgpackIn in = object("node_id", 2, "term", 3, "node_id", 4);
        UndecodableRecord twice = assertThrows(UndecodableRecord.class, () -> in.read(Shapes.LEADER_ID));
        assertEquals("16: the field 'node_id' occurs twice", twice.at() + ": " + twice.getMessage());
        MsgpackIn unknown = object("x", 1, "x", 1);
        twice = assertThrows(UndecodableRecord.class, () -> unknown.read(Shapes.LEADER_ID));
        assertEquals("4: the field 'x' occurs twice", twice.at() + ": " + twice.getMessage());
    }
}
