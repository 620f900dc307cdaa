package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.metash.testing.FakeService;
import io.metash.testing.RunResult;
import io.metash.wire.ClusterStatus;
import io.metash.wire.ExportedChunk;
import io.metash.wire.KeysCount;
import io.metash.wire.KvTransactionReply;
import io.metash.wire.SeqV;
import io.metash.wire.StreamItem;
import io.metash.wire.TxnDeleteResponse;
import io.metash.wire.TxnGetResponse;
import io.metash.wire.TxnOpResponse;
import io.metash.wire.TxnPutResponse;
import io.metash.wire.TxnReply;
import io.metash.wire.WatchResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Unexpected answers of a service are not reported as bugs of metash; the outcome of a write is reported. */
class OddServersTest {
    private static final ByteString OTHER = ByteString.copyFromUtf8("other");
    private static final List<StreamItem> ITEMS = List.of(
            StreamItem.getDefaultInstance(),
            StreamItem.newBuilder()
                    .setKeyBytes(OTHER)
                    .setValue(SeqV.newBuilder().setSeq(-1))
                    .build(),
            StreamItem.newBuilder()
                    .setKeyBytes(ByteString.copyFromUtf8("\0\u001b[31m"))
                    .build());
    private static final List<TxnReply> REPLIES = List.of(
            TxnReply.getDefaultInstance(),
            TxnReply.newBuilder()
                    .setSuccess(true)
                    .addResponses(TxnOpResponse.getDefaultInstance())
                    .build(),
            TxnReply.newBuilder()
                    .setSuccess(true)
                    .setExecutionPath("\u001b]0;x\u0007")
                    .addResponses(TxnOpResponse.newBuilder()
                            .setPut(TxnPutResponse.newBuilder().setKeyBytes(OTHER)))
                    .build(),
            TxnReply.newBuilder()
                    .addResponses(TxnOpResponse.newBuilder().setGet(TxnGetResponse.getDefaultInstance()))
                    .addResponses(TxnOpResponse.newBuilder().setDelete(TxnDeleteResponse.getDefaultInstance()))
                    .build());
    private static final List<String> READS = List.of(
            "get k",
            "get --raw k",
            "ls",
            "ls k",
            "scan k",
            "du",
            "tree",
            "find x",
            "grep x",
            "status",
            "status -o json",
            "members",
            "keys-layout",
            "watch k --for 100ms",
            "export > /dev/null",
            "doctor l",
            "verify l",
            "explain-membership l",
            "databases",
            "users");
    private static final List<String> WRITES = List.of(
            "upsert k v", "delete k --yes-i-mean l", "txn '{\"if_then\":[{\"put\":{\"key\":\"k\",\"value\":\"v\"}}]}'");

    private FakeService service;

    /** The kinds of unexpected answers. */
    static IntStream oddities() {
        return IntStream.range(0, 6);
    }

    @BeforeEach
    void start() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private static <Q, A> BiConsumer<Q, StreamObserver<A>> odd(int how, List<A> answers) {
        return (request, to) -> {
            List<A> sent = new ArrayList<>();
            if (how > 0) {
                sent.add(answers.get(how % answers.size()));
            }
            if (how > 3) {
                sent.addAll(answers);
                sent.addAll(answers);
            }
            sent.forEach(to::onNext);
            to.onCompleted();
        };
    }

    private void be(int how) {
        service.onRead = odd(how, ITEMS);
        service.onList = odd(how, ITEMS);
        service.onGetMany = odd(how, ITEMS);
        service.onTransaction = odd(how, REPLIES);
        service.onBranches = odd(
                how,
                List.of(
                        KvTransactionReply.getDefaultInstance(),
                        KvTransactionReply.newBuilder().setExecutedBranch(-1).build()));
        service.onLayout = odd(
                how,
                List.of(
                        KeysCount.getDefaultInstance(),
                        KeysCount.newBuilder()
                                .setPrefix("\u001b[31m")
                                .setCount(-1)
                                .build()));
        service.onExport = odd(
                how,
                List.of(
                        ExportedChunk.getDefaultInstance(),
                        ExportedChunk.newBuilder()
                                .addData(ByteString.copyFromUtf8("null"))
                                .build(),
                        ExportedChunk.newBuilder()
                                .addData(ByteString.copyFromUtf8("[\"header\",[]]"))
                                .build()));
        service.onWatch = odd(how, List.of(WatchResponse.getDefaultInstance()));
        service.onStatus = odd(
                how,
                List.of(
                        ClusterStatus.getDefaultInstance(),
                        ClusterStatus.newBuilder()
                                .setLastApplied("x\u001b[31m")
                                .setSnapshotLastLogId("T-1")
                                .setPurged(".")
                                .setLeader("id= raft=")
                                .addVoters("")
                                .addVoters("id=99999999999999999999 raft=:")
                                .addNonVoters("\u202e")
                                .setRaftLogSize(-1)
                                .build()));
        service.members = List.of("", ":", "a..b:1", "127.0.0.1:99999");
    }

    private RunResult run(String command) {
        RunResult result = InProcess.run("-c", "connect " + service.address() + " as l; rw on; " + command);
        String output = command + "\n" + result.out() + result.err();
        assertTrue(result.status() != 70, output);
        assertTrue(!output.contains("internal error"), output);
        assertTrue(!output.contains("\u001b") && !output.contains("\u202e"), output);
        return result;
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void noAnswerIsReportedAsABug(int how) {
        var status = service.onStatus;
        be(how);
        List.of("status", "members", "doctor l").forEach(this::run);
        service.onStatus = status;
        READS.forEach(this::run);
        WRITES.forEach(this::run);
    }

    @Test
    void anEmptyAnswerIsNotAMissingKey() {
        service.onRead = odd(0, ITEMS);
        assertEquals(
                """
                metash: unexpected answer from the meta service
                  where  ADDRESS
                  why    the call ended well, without an answer
                  next   check that it is a meta service: metash status --grpc-api-address ADDRESS
                """,
                last(run("get k")));
        service.onRead = odd(1, ITEMS);
        assertEquals(
                """
                metash: unexpected answer from the meta service
                  where  ADDRESS
                  why    it is for another key than requested
                  next   check that it is a meta service: metash status --grpc-api-address ADDRESS
                """,
                last(run("get k")));
    }

    @Test
    void theOutcomeOfAWriteIsReported() {
        for (int how = 0; how < 4; how++) {
            service.onTransaction = odd(how, REPLIES);
            String output = last(run("upsert k v"));
            assertTrue(
                    output.startsWith("metash: unknown whether the write was applied\n  where  ADDRESS\n") || how == 1,
                    output);
        }
    }

    private String last(RunResult result) {
        String err = result.err().replace(service.address(), "ADDRESS").replaceAll("metash: stopped at [^\n]*\n", "");
        return err.substring(Math.max(0, err.lastIndexOf("metash: ")));
    }
}
