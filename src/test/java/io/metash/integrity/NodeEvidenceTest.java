package io.metash.integrity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Cmd;
import io.metash.record.Endpoint;
import io.metash.record.Entry;
import io.metash.record.LeaderId;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The nodes of a state against the log, in a cluster that was rebuilt from a backup. */
class NodeEvidenceTest {
    private static final Node OF_THE_BACKUP = node("old", 28103, "old:9191");
    private static final Node OF_THE_IMPORT = node("new", 28103, null);
    private static final Node REGISTERED = node("new", 28103, "new:9191");

    private final NodeEvidence evidence = new NodeEvidence();

    private static Node node(String host, int port, String client) {
        return new Node("1", new Endpoint(host, port), client);
    }

    private static LogId at(long index) {
        return new LogId(new LeaderId(1, 1), index);
    }

    private void add(long index, Node node) {
        evidence.entry(new Entry(at(index), new Entry.Normal(null, new Cmd.AddNode(1, node, true))));
    }

    @BeforeEach
    void aStoreIsImportedAndItsServerStartedTwice() {
        add(0, OF_THE_BACKUP);
        evidence.entry(new Entry(at(1), new Entry.Blank()));
        add(2, OF_THE_IMPORT);
        add(3, REGISTERED);
        add(4, node("new", 28103, "new:9192"));
    }

    /** The import adds the new node to the state, and each start of the server logs it again. */
    @Test
    void aNodeFromALaterEntryIsValid() {
        evidence.row(new MetaRecord.Nodes(1, OF_THE_IMPORT), 7);
        assertEquals(List.of(), evidence.finish(at(1)));
    }

    @Test
    void aNodeReplacedEarlierIsInvalid() {
        evidence.row(new MetaRecord.Nodes(1, OF_THE_BACKUP), 7);
        assertEquals(List.of(), evidence.finish(at(1)));
        assertEquals(
                List.of("node 1 contradicts the log: log entry T1-N1.2 gives it " + OF_THE_IMPORT),
                evidence.finish(at(2)).stream().map(Finding::what).toList());
    }

    @Test
    void aNodeWithoutAnEntryIsInvalid() {
        evidence.row(new MetaRecord.Nodes(1, node("else", 28103, null)), 7);
        assertEquals(
                List.of("node 1 contradicts the log: log entry T1-N1.0 gives it " + OF_THE_BACKUP),
                evidence.finish(at(1)).stream().map(Finding::what).toList());
    }
}
