package io.metash.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An object storage server on loopback, in a separate process, whose objects are files in a directory. */
public final class StorageServer implements AutoCloseable {
    /** The access key for S3. */
    public static final String IDENTITY = "local-identity";
    /** The secret key for S3 and the password for WebDAV. */
    public static final String SECRET = "local-credential/+x";

    private static final int INSTALL_SECONDS = 600;
    private static final int START_SECONDS = 90;

    private final Process process;
    private final int port;
    private final Path root;

    private StorageServer(Process process, int port, Path root) {
        this.process = process;
        this.port = port;
        this.root = root;
    }

    /** S3Proxy, which checks signatures, with a bucket. */
    public static StorageServer s3(Path scratch, String bucket) throws IOException, InterruptedException {
        String classPath = installed(scratch, "s3");
        Path root = Files.createDirectories(scratch.resolve("s3/" + bucket)).getParent();
        int port = freePort();
        Path settings = Files.writeString(
                scratch.resolve("s3proxy.properties"),
                """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                jclouds.provider=filesystem-nio2
                jclouds.identity=unused
                jclouds.credential=unused
                jclouds.filesystem.basedir=%s
                """
                        .formatted(port, IDENTITY, SECRET, root));
        Path logging = Files.writeString(
                scratch.resolve("logback.xml"), "<configuration><root level=\"OFF\"/></configuration>");
        return started(
                scratch,
                port,
                root.resolve(bucket),
                Java.command(
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=" + logging,
                        "-cp",
                        classPath,
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString()));
    }

    /** WsgiDAV with a user {@code metash}. */
    public static StorageServer webDav(Path scratch) throws IOException, InterruptedException {
        String python = installed(scratch, "webdav");
        Path root = Files.createDirectories(scratch.resolve("dav"));
        int port = freePort();
        Path settings = Files.writeString(
                scratch.resolve("wsgidav.yaml"),
                """
                host: 127.0.0.1
                port: %d
                provider_mapping:
                  "/": "%s"
                http_authenticator:
                  domain_controller: null
                  accept_basic: true
                  accept_digest: false
                  default_to_digest: false
                simple_dc:
                  user_mapping:
                    "*":
                      metash:
                        password: "%s"
                verbose: 0
                """
                        .formatted(port, root, SECRET));
        return started(
                scratch,
                port,
                root,
                List.of(python, "-m", "wsgidav.server.server_cli", "-c", settings.toString(), "-q"));
    }

    /** The output of scripts/object-storage; the test is skipped where it cannot be installed. */
    private static String installed(Path scratch, String what) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scratch, "installed", null);
        Process script = new ProcessBuilder("scripts/object-storage", what)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = script.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
        script.destroy();
        Assumptions.assumeTrue(
                ended && script.exitValue() == 0, "scripts/object-storage " + what + " cannot install its server here");
        return Files.readString(out).strip();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static StorageServer started(Path scratch, int port, Path root, List<String> command)
            throws IOException, InterruptedException {
        Path log = scratch.resolve("server.log");
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Await.until("the server answers", () -> answers(port) || !process.isAlive(), () -> Files.readString(log));
        } catch (AssertionError silent) {
            process.destroyForcibly();
            throw silent;
        }
        if (!process.isAlive()) {
            throw new IOException("the server does not start: " + Files.readString(log));
        }
        return new StorageServer(process, port, root);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The port on loopback. */
    public int port() {
        return port;
    }

    /** The directory that contains the objects. */
    public Path root() {
        return root;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
