package io.metash.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.metash.testing.Await;
import io.metash.testing.Exchange;
import io.metash.testing.RawCalls;
import io.metash.wire.ClientInfo;
import io.metash.wire.ClusterStatus;
import io.metash.wire.ExportedChunk;
import io.metash.wire.HandshakeResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers of a real server, compared byte for byte with those of the embedded one to the same requests. For each
 * entry the clock of the embedded server is set to the time that the real server logged, so only the token, the
 * version, the client's port and the size of a cache are masked.
 */
class RecordedExchangesTest {
    private static final Pattern TIME =
            Pattern.compile("\"index\":(\\d+)\\},\"payload\":\\{\"Normal\":\\{\"time_ms\":(\\d+)");
    /** Exchanges 54 and 57 reset the stream of a real server; the embedded one refuses them with a reason. */
    private static final Set<Integer> RESETS = Set.of(54, 57);

    private final AtomicLong clockMs = new AtomicLong();
    private final Map<Integer, RawCalls.Running> watches = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private byte[] token;
    private int nextEntry = 4;

    @Test
    void answersLikeARealServer(@TempDir Path dir) throws Exception {
        List<Exchange> all =
                Exchange.all().stream().filter(e -> e.number() <= 58).toList();
        Map<Integer, Long> times = times(all);
        clockMs.set(times.get(2));
        ServiceOptions local = ServiceOptions.local(dir.resolve("service"));
        ServiceOptions options =
                new ServiceOptions(local.dir(), local.listen(), null, "localhost", 41004, null, null, clockMs::get);
        try (EmbeddedService service = EmbeddedService.start(options);
                RawCalls calls = new RawCalls(service.port())) {
            for (Exchange exchange : all) {
                if (exchange.number() == 43) {
                    for (int watch : List.of(47, 48)) {
                        RawCalls.Running running = begin(calls, all.get(watch - 1));
                        running.headers.get(60, TimeUnit.SECONDS);
                        watches.put(watch, running);
                    }
                }
                boolean logs = exchange.status().equals("OK")
                        && Set.of("KvApi", "Transaction", "KvTransaction").contains(exchange.method());
                if (logs) {
                    clockMs.set(times.get(nextEntry++));
                }
                check(exchange, calls);
            }
        }
        assertEquals("", String.join("\n", differences));
        assertEquals(27, nextEntry);
    }

    private static Map<Integer, Long> times(List<Exchange> all) throws Exception {
        Map<Integer, Long> times = new HashMap<>();
        for (byte[] response : all.get(51).responses()) {
            for (var line : ExportedChunk.parseFrom(response).getDataList()) {
                Matcher matcher = TIME.matcher(line.toStringUtf8());
                if (matcher.find()) {
                    times.put(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
                }
            }
        }
        return times;
    }

    private RawCalls.Running begin(RawCalls calls, Exchange exchange) {
        byte[] given =
                switch (exchange.token()) {
                    case "good" -> token;
                    case "none" -> null;
                    default -> HexFormat.of().parseHex(exchange.token().substring("hex:".length()));
                };
        return calls.call(exchange.method(), given, exchange.requests());
    }

    private void check(Exchange exchange, RawCalls calls) throws Exception {
        RawCalls.Running running =
                watches.containsKey(exchange.number()) ? watches.get(exchange.number()) : begin(calls, exchange);
        if (RESETS.contains(exchange.number())) {
            assertEquals(Status.Code.INVALID_ARGUMENT, running.await().getCode(), exchange.name());
            return;
        }
        if (exchange.status().equals("CANCELLED")) {
            Await.until(
                    exchange.name() + " has all its answers",
                    () -> running.responses.size() >= exchange.responses().size());
            running.cancel();
        }
        Status status = running.await();
        List<byte[]> responses = new ArrayList<>(running.responses);
        String want = exchange.status() + " " + exchange.message() + " "
                + texts(exchange, exchange.responses()).toString();
        String got = status.getCode() + " " + (status.getDescription() == null ? "" : status.getDescription()) + " "
                + texts(exchange, responses);
        if (!want.equals(got)) {
            differences.add(exchange.name() + "\n  want " + want + "\n  got  " + got);
        }
        if (exchange.number() == 1) {
            token = HandshakeResponse.parseFrom(responses.get(0)).getPayload().toByteArray();
            assertTrue(token.length > 20);
        }
    }

    /** The messages as bytes; where they cannot be equal, as text without the varying parts. */
    private static List<String> texts(Exchange exchange, List<byte[]> messages) throws Exception {
        List<String> texts = new ArrayList<>();
        for (byte[] message : messages) {
            texts.add(
                    switch (exchange.method()) {
                        case "Handshake" ->
                            HandshakeResponse.parseFrom(message).getPayload().isEmpty() ? "no token" : "a token";
                        case "GetClientInfo" -> {
                            ClientInfo info = ClientInfo.parseFrom(message);
                            yield info.getClientAddr().replaceAll(":\\d+$", ":PORT") + " " + info.hasServerTime();
                        }
                        case "GetClusterStatus" -> {
                            ClusterStatus.Builder cluster = ClusterStatus.newBuilder()
                                    .mergeFrom(message)
                                    .setBinaryVersion("VERSION");
                            cluster.getRaftLogStatusBuilder().setCacheUsedSize(1);
                            yield cluster.build().toString();
                        }
                        default -> HexFormat.of().formatHex(message);
                    });
        }
        return texts;
    }
}
