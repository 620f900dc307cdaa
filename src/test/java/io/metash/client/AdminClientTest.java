package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.command.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The admin API of a server that answers wrongly. */
class AdminClientTest {
    private ServerSocket server;
    private volatile String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "odd-admin");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                int blank = 0;
                while (blank < 4) {
                    int c = socket.getInputStream().read();
                    blank = c == '\r' || c == '\n' ? blank + 1 : 0;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private String run(String command) {
        CommandRun run = new CommandRun();
        int status = run.status(command + " --admin-api-address 127.0.0.1:" + server.getLocalPort());
        return status + " " + run.out() + run.err().replace(":" + server.getLocalPort(), ":PORT");
    }

    /** The first lines of a truncated answer look like a complete answer. */
    @Test
    void anAnswerThatIsCutOffIsNotPrinted() {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nmeta_up 1\n";
        for (String command : new String[] {"metrics", "health"}) {
            assertEquals(
                    "5 metash: the answer of the admin API was cut off\n  where  127.0.0.1:PORT\n"
                            + "  why    it ended after 10 of 100 bytes\n  next   run the same command again\n",
                    run(command));
        }
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nmeta_up 1\n";
        assertEquals("0 meta_up 1\n\n", run("metrics"));
    }
}
