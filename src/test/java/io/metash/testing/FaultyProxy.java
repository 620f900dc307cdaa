package io.metash.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A proxy on loopback that is slow, breaks, or goes silent. Set the fault before a client connects. */
public final class FaultyProxy implements AutoCloseable {
    private final ServerSocket door;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong answered = new AtomicLong();

    /** Bytes of answers per second; 0 for no limit. */
    public volatile int bytesPerSecond;
    /** Bytes of answers on a connection after which it falls silent but stays open; -1 for never. */
    public volatile long silentAfter = -1;
    /** Bytes of answers after which a connection is closed; -1 for never. */
    public volatile long cutAfter = -1;
    /** The number of connections of which all but the last are dropped at once; 1 drops none. */
    public volatile int oneOf = 1;

    /** A proxy to a port. */
    public FaultyProxy(int port) throws IOException {
        this.port = port;
        door = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    /** The address. */
    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** The number of accepted connections. */
    public int connections() {
        return connections.get();
    }

    /** The number of forwarded bytes of answers. */
    public long answered() {
        return answered.get();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                if (connections.incrementAndGet() % oneOf != 0) {
                    client.close();
                    continue;
                }
                join(client);
            } catch (IOException closed) {
                // Clients see a closed connection.
            }
        }
    }

    private void join(Socket client) throws IOException {
        try {
            Socket service = new Socket(InetAddress.getLoopbackAddress(), port);
            open.add(service);
            thread(() -> copy(client, service, false));
            thread(() -> copy(service, client, true));
        } catch (IOException gone) {
            client.close();
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] piece = new byte[answers && bytesPerSecond > 0 ? Math.max(1, bytesPerSecond / 20) : 16 << 10];
        long passed = 0;
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                passed += answers ? got : 0;
                if (cutAfter >= 0 && passed > cutAfter) {
                    return;
                }
                while (silentAfter >= 0 && passed > silentAfter) {
                    Thread.sleep(50);
                    if (from.isClosed()) {
                        return;
                    }
                }
                if (answers && bytesPerSecond > 0) {
                    Thread.sleep(50);
                }
                out.write(piece, 0, got);
                out.flush();
                answered.addAndGet(answers ? got : 0);
            }
        } catch (IOException broken) {
            // The fault that the test requested.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
