package io.metash.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.client.Address;
import io.metash.client.AdminClient;
import io.metash.record.Cancel;
import io.metash.testing.LiveService;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin API, and clients that misbehave. */
class AdminServerTest {
    private static final int HALF_OPEN = 3000;

    @TempDir
    Path scratch;

    private LiveService live;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        live = new LiveService(scratch);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        live.close();
    }

    private Socket open(String request) throws IOException {
        Address admin = Address.parse(live.admin());
        Socket socket = new Socket(admin.host(), admin.port());
        sockets.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String health() {
        return new AdminClient(Address.parse(live.admin()), 5000, Cancel::new).health();
    }

    @Test
    void halfOpenRequestsDoNotBlockTheServer() throws IOException {
        for (int i = 0; i < HALF_OPEN; i++) {
            open(i % 3 == 0 ? "" : "GET /v1/health HTTP/1.1\r\nhost: x\r\n");
            if (i % 500 == 0) {
                assertEquals("{\"status\":\"pass\"}", health());
            }
        }
        assertEquals("{\"status\":\"pass\"}", health());
    }

    @Test
    void malformedRequestsAreRefusedOrDropped() throws IOException {
        for (String odd : List.of(
                "\0\0\0\r\n\r\n",
                "GET\r\n\r\n",
                "GET /v1/health HTTP/9.9\r\n\r\n",
                "POST /v1/health HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n",
                "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n",
                "GET /v1/features/set?feature=%zz&enable=true HTTP/1.1\r\n\r\n")) {
            open(odd).getInputStream().read();
            assertEquals("{\"status\":\"pass\"}", health());
        }
    }

    @Test
    void severalRequestsOnOneConnectionAreAnsweredInOrder() throws IOException {
        Socket socket = open("GET /v1/health HTTP/1.1\r\n"
                + "host: x\r\n\r\n"
                + "GET /v1/none HTTP/1.1\r\n"
                + "host: x\r\n"
                + "connection: close\r\n\r\n");
        String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(
                List.of("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"),
                answers.lines()
                        .map(line -> line.replaceFirst("^.*(HTTP/1.1 [0-9]+)", "$1"))
                        .filter(line -> line.startsWith("HTTP/"))
                        .toList());
    }
}
