package io.metash.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.testing.Programs;
import io.metash.testing.RawCalls;
import io.metash.testing.Service;
import io.metash.wire.BasicAuth;
import io.metash.wire.HandshakeRequest;
import io.metash.wire.HandshakeResponse;
import io.metash.wire.KvListRequest;
import io.metash.wire.TxnGetRequest;
import io.metash.wire.TxnOp;
import io.metash.wire.TxnPutRequest;
import io.metash.wire.TxnRequest;
import io.metash.wire.Versions;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service with the launcher's heap, and clients that need more memory: it refuses their requests and keeps running.
 */
class ServiceMemoryTest {
    private static final int MB = 1_000_000;

    @TempDir
    Path scratch;

    private Service service;
    private final List<RawCalls> connections = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        service = Service.startWith(
                List.of("-Xmx512m", "-XX:+UseG1GC"),
                scratch,
                "--dir",
                scratch.resolve("dir").toString());
    }

    @AfterEach
    void checkServiceRuns() throws Exception {
        connections.forEach(RawCalls::close);
        try (Service ended = service;
                MetaClient client = client()) {
            assertEquals(ended, service);
            assertNull(
                    client.upsert(Bytes.utf8("alive"), Bytes.utf8("yes"), null).before());
            assertEquals("yes", client.get(Bytes.utf8("alive")).data().toString());
        }
    }

    private MetaClient client() {
        return new MetaClient(
                List.of(Address.parse(service.address())), ClientOptions.STANDARD.within(60_000, 60_000), Cancel::new);
    }

    private RawCalls connection() {
        RawCalls raw = new RawCalls(service.port());
        connections.add(raw);
        return raw;
    }

    private byte[] token(RawCalls raw) throws Exception {
        byte[] request = HandshakeRequest.newBuilder()
                .setProtocolVersion(Versions.METASH)
                .setPayload(BasicAuth.newBuilder()
                        .setUsername("root")
                        .setPassword("xxx")
                        .build()
                        .toByteString())
                .build()
                .toByteArray();
        RawCalls.Running call = raw.call("Handshake", null, List.of(request));
        assertEquals(Status.Code.OK, call.await().getCode());
        return HandshakeResponse.parseFrom(call.responses.poll()).getPayload().toByteArray();
    }

    private static byte[] put(String key, int bytes) {
        TxnOp op = TxnOp.newBuilder()
                .setPut(TxnPutRequest.newBuilder()
                        .setKeyBytes(ByteString.copyFromUtf8(key))
                        .setPrevValue(true)
                        .setValue(ByteString.copyFrom(new byte[bytes])))
                .build();
        return TxnRequest.newBuilder().addIfThen(op).build().toByteArray();
    }

    private static Map<Status.Code, Integer> codes(List<RawCalls.Running> calls) throws Exception {
        Map<Status.Code, Integer> codes = new EnumMap<>(Status.Code.class);
        for (RawCalls.Running call : calls) {
            codes.merge(call.status.get(60, TimeUnit.SECONDS).getCode(), 1, Integer::sum);
        }
        return codes;
    }

    @Test
    void acceptsValuesOfThirtyMegabytesInSequence() throws Exception {
        RawCalls raw = connection();
        byte[] token = token(raw);
        for (int i = 0; i < 5; i++) {
            Status status = raw.call("Transaction", token, List.of(put("k" + i, 30 * MB)))
                    .await();
            assertEquals(Status.Code.OK, status.getCode(), status.toString());
        }
        // The answer would contain both values.
        assertEquals(
                Status.OUT_OF_RANGE
                        .withDescription("Error, encoded message length too large: found 60000064 bytes,"
                                + " the limit is: 33554432 bytes")
                        .toString(),
                raw.call("Transaction", token, List.of(put("k1", 30 * MB)))
                        .await()
                        .toString());
    }

    @Test
    void refusesMoreThanItCanHoldOnOneConnectionAndOnMany() throws Exception {
        RawCalls raw = connection();
        byte[] token = token(raw);
        List<RawCalls.Running> calls = new ArrayList<>();
        byte[] large = put("k", 15 * MB);
        for (int i = 0; i < 20; i++) {
            calls.add(raw.call("Transaction", token, List.of(large)));
        }
        for (int i = 0; i < 20; i++) {
            calls.add(connection().call("Transaction", token, List.of(large)));
        }
        Map<Status.Code, Integer> codes = codes(calls);
        assertEquals(
                40,
                codes.getOrDefault(Status.Code.OK, 0) + codes.getOrDefault(Status.Code.RESOURCE_EXHAUSTED, 0),
                codes.toString());
        // How many fit depends on their order; a single one fits.
        assertEquals(
                Status.Code.OK,
                raw.call("Transaction", token, List.of(large)).await().getCode());
    }

    @Test
    void refusesATransactionThatReadsMoreThanMemory() throws Exception {
        RawCalls raw = connection();
        byte[] token = token(raw);
        assertEquals(
                Status.Code.OK,
                raw.call("Transaction", token, List.of(put("k", 10 * MB)))
                        .await()
                        .getCode());
        TxnRequest.Builder gets = TxnRequest.newBuilder();
        for (int i = 0; i < 300; i++) {
            gets.addIfThen(
                    TxnOp.newBuilder().setGet(TxnGetRequest.newBuilder().setKeyBytes(ByteString.copyFromUtf8("k"))));
        }
        assertEquals(
                "Status{code=RESOURCE_EXHAUSTED, description=not enough memory for the values that it reads"
                        + " (3000013200 bytes): start the service with a larger METASH_HEAP, cause=null}",
                raw.call("Transaction", token, List.of(gets.build().toByteArray()))
                        .await()
                        .toString());
    }

    @Test
    void unreadListsHoldLittleMemory() throws Exception {
        RawCalls raw = connection();
        byte[] token = token(raw);
        for (int i = 0; i < 4; i++) {
            assertEquals(
                    Status.Code.OK,
                    raw.call("Transaction", token, List.of(put("k" + i, 20 * MB)))
                            .await()
                            .getCode());
        }
        byte[] list = KvListRequest.newBuilder().setPrefix("k").build().toByteArray();
        List<RawCalls.Running> calls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            calls.add((i % 2 == 0 ? raw : connection()).begin("KvList", token, List.of(list), 0));
        }
        for (RawCalls.Running call : calls) {
            call.headers.get(60, TimeUnit.SECONDS);
        }
        try (MetaClient client = client()) {
            client.upsert(Bytes.utf8("other"), Bytes.utf8("1"), null);
        }
        calls.forEach(RawCalls.Running::cancel);
    }

    /** Frames that require an answer, from a client that reads no answers. */
    @Test
    void endlessPingsAndSettingsAreCutOff() throws Exception {
        for (byte[] frame : List.of(
                new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8},
                new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0})) {
            byte[] many = new byte[frame.length * 10_000];
            for (int i = 0; i < many.length; i++) {
                many[i] = frame[i % frame.length];
            }
            String ended = "not at all";
            try (Socket socket = new Socket("127.0.0.1", service.port())) {
                socket.setSoTimeout(10_000);
                OutputStream out = socket.getOutputStream();
                out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
                long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (System.nanoTime() < endNs) {
                    out.write(many);
                }
            } catch (java.net.SocketException cut) {
                ended = "cut";
            }
            assertEquals("cut", ended);
        }
    }

    @Test
    void exportsValuesThatFitAMessageAndReportsOthers() throws Exception {
        try (MetaClient client = client()) {
            client.upsert(Bytes.utf8("k"), Bytes.of(new byte[8 * MB]), null);
            long lines = 0;
            try (var all = client.export(1)) {
                while (all.next()) {
                    lines++;
                }
            }
            assertEquals(10, lines);
            client.upsert(Bytes.utf8("l"), Bytes.of(new byte[20 * MB]), null);
            Failure failure = org.junit.jupiter.api.Assertions.assertThrows(Failure.class, () -> {
                try (var records = client.exportRecords(32)) {
                    while (records.next() != null) {
                        continue;
                    }
                }
            });
            assertEquals("a line of the export is larger than a message may be", failure.what());
        }
    }

    private String export(String heap) throws Exception {
        List<String> command = new ArrayList<>(Programs.metash(
                "export",
                "--grpc-api-address",
                service.address(),
                "--db",
                scratch.resolve("x.ndjson").toString()));
        command.add(1, heap);
        command.remove("-Xmx256m");
        Path err = scratch.resolve("export.err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(scratch.resolve("export.out").toFile())
                .redirectError(err.toFile())
                .start();
        int status = process.waitFor();
        return Files.readString(err).replaceAll("^exported ([0-9]+ records, [0-9.]+ MB) (.|\n)*", "exported $1\n")
                + "status " + status;
    }

    @Tag("slow")
    @Test
    void anExportFitsOrReportsTheRequiredSize() throws Exception {
        try (MetaClient client = client()) {
            client.upsert(Bytes.utf8("k"), Bytes.of(new byte[3 * MB]), null);
            assertEquals("exported 10 records, 6.00 MB\nstatus 0", export("-Xmx64m"));
            byte[] digits = new byte[8 * MB];
            java.util.Arrays.fill(digits, (byte) 'x');
            client.upsert(Bytes.utf8("k"), Bytes.of(digits), null);
            assertEquals(
                    """
                    metash: not enough memory
                      why    the heap of metash has N MiB
                      next   set METASH_HEAP=512m and try again
                    status 7""",
                    export("-Xmx64m").replaceFirst("has [0-9]+ MiB", "has N MiB"));
            assertEquals("exported 11 records, 38.0 MB\nstatus 0", export("-Xmx512m"));
            client.upsert(Bytes.utf8("k"), Bytes.of(new byte[20 * MB]), null);
            assertEquals(
                    """
                    metash: a line of the export is larger than a message may be
                      where  ADDRESS
                      why    Error, encoded message length too large: found N bytes, the limit is: 33554432 bytes.\
                     A value of 10 MiB suffices for that; it cannot be exported over gRPC.
                      next   on the node's machine: metash export --raft-dir DIR --db FILE
                    status 7""",
                    export("-Xmx512m")
                            .replace(service.address(), "ADDRESS")
                            .replaceFirst("found [0-9]+ bytes", "found N bytes"));
        }
    }
}
