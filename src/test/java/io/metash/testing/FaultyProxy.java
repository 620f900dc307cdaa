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

    /** How many bytes of answers pass a second; 0 for all at once. */
    public volatile int bytesPerSecond;
    /** After how many bytes of answers on a connection nothing comes any more, though it stays open; -1 for never. */
    public volatile long silentAfter = -1;
    /** After how many bytes of answers a connection is cut; -1 for never. */
    public volatile long cutAfter = -1;
    /** Of so many connections all but the last are dropped at once; 1 drops none. */
    public volatile int oneOf = 1;

    /** A way to a port. */
    public FaultyProxy(int port) throws IOException {
        this.port = port;
        door = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    /** Where it is. */
    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** How many connections came. */
    public int connections() {
        return connections.get();
    }

    /** How many bytes of answers passed. */
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
                // Whoever asks finds nobody.
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
            // That is what it is for.
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
