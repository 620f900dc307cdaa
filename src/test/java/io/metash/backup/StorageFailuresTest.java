package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Await;
import io.metash.testing.HostileS3;
import io.metash.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The complete output when object storage refuses a request, with the next command. */
class StorageFailuresTest {
    @TempDir
    static Path scratch;

    private static HostileS3 server;
    private static Program metash;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = new HostileS3();
        metash = new Program(scratch);
        String sample = Path.of("src/examples/sample.ndjson").toAbsolutePath().toString();
        assertEquals(0, metash.run("import", "--raft-dir", "raft", "--db", sample), metash.err());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void answerNormally() {
        server.answering(request -> false);
    }

    private static void endpoint(String endpoint) throws IOException {
        Path file =
                Files.createDirectories(scratch.resolve(".xdg-config/metash")).resolve("metash.toml");
        Files.writeString(
                file,
                """
                [shelves.test]
                url = "s3://shelf"
                endpoint = "%s"
                region = "us-east-1"
                access_key_id = "AKIAEXAMPLE"
                secret_access_key = "example/secret"
                disable_ec2_metadata = true
                """
                        .formatted(endpoint));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String run(int status, String... words) throws IOException, InterruptedException {
        endpoint("http://127.0.0.1:" + server.port());
        int actual = metash.run(words);
        assertEquals(status, actual, metash.err());
        return output();
    }

    private static String output() {
        return metash.err()
                .replace("127.0.0.1:" + server.port(), "SERVER")
                .replaceAll("shelf\\?\\S*prod%2F", "LIST")
                // Printed after 5 s, which the retries may take.
                .replaceAll("(?m)^note: waiting for .*\n", "")
                .replaceAll("\\d{8}T\\d{6}Z", "TIME");
    }

    private static String list(int status) throws IOException, InterruptedException {
        return run(status, "backups", "s3://shelf/prod", "--quick");
    }

    private static String backup(int status) throws IOException, InterruptedException {
        return run(status, "backup", "--raft-dir", "raft", "--cluster", "prod", "--to", "s3://shelf/prod");
    }

    private static void refusing(int http, String code, String message) {
        server.answering(request -> request.is("GET", "") && request.error(http, code, message));
    }

    private static String error(int http, String code, String message) throws IOException, InterruptedException {
        refusing(http, code, message);
        return list(5);
    }

    @Test
    void theCredentialsPermitNothing() throws IOException, InterruptedException {
        assertEquals(
                """
                metash: the credentials do not permit this (403)
                  where  s3://shelf/prod/
                  why    AccessDenied: Access Denied.
                  next   grant list, read, write and delete on the prefix; 'backups' and 'verify' need list and read only
                """,
                error(403, "AccessDenied", "Access Denied."));
    }

    @Test
    void theBucketIsInAnotherRegion() throws IOException, InterruptedException {
        assertEquals(
                """
                metash: the bucket is in another region, or the endpoint is another region's
                  where  s3://shelf/prod/
                  why    AuthorizationHeaderMalformed: The region 'us-east-1' is wrong
                  next   set region and endpoint of that bucket in metash.toml under [shelves.NAME]
                """,
                error(400, "AuthorizationHeaderMalformed", "The region 'us-east-1' is wrong"));
    }

    @Test
    void theCredentialsHaveExpired() throws IOException, InterruptedException {
        assertEquals(
                """
                metash: the credentials have expired
                  where  s3://shelf/prod/
                  why    ExpiredToken: The provided token has expired.
                  next   renew them, then run the same command again
                """,
                error(400, "ExpiredToken", "The provided token has expired."));
    }

    @Test
    void aWrongClockIsReported() throws IOException, InterruptedException {
        assertEquals(
                """
                metash: the clock of this machine differs too much from the clock of the storage
                  where  s3://shelf/prod/
                  why    RequestTimeTooSkewed: The difference is too large.
                  next   set the clock (timedatectl set-ntp true), then run the same command again
                """,
                error(403, "RequestTimeTooSkewed", "The difference is too large."));
    }

    @Test
    void theBucketDoesNotExist() throws IOException, InterruptedException {
        refusing(404, "NoSuchBucket", "The specified bucket does not exist");
        assertEquals(
                """
                metash: no such bucket
                  where  s3://shelf
                  why    NoSuchBucket: The specified bucket does not exist
                  next   check the spelling of the URL; metash does not create buckets
                """,
                list(7));
    }

    @Test
    void noServerListens() throws IOException, InterruptedException {
        endpoint("http://127.0.0.1:1");
        assertEquals(5, metash.run("backups", "s3://shelf/prod", "--quick"), metash.err());
        assertEquals(
                """
                metash: the storage cannot be reached
                  where  s3://shelf/prod/
                  why    error sending request for url (http://127.0.0.1:1/LIST): client error (Connect): tcp connect error: Connection refused (os error 111)
                  next   check endpoint in metash.toml under [shelves.NAME], and the network
                """,
                output());
    }

    @Test
    void theServerHasNoTls() throws IOException, InterruptedException {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> answerInPlainText(plain));
            answers.setDaemon(true);
            answers.start();
            endpoint("https://127.0.0.1:" + plain.getLocalPort());
            assertEquals(5, metash.run("backups", "s3://shelf/prod", "--quick"), metash.err());
            assertEquals(
                    """
                    metash: the TLS connection failed
                      where  s3://shelf/prod/
                      why    error sending request for url (https://SERVER/LIST): client error (Connect): received corrupt message of type InvalidContentType
                      next   check that endpoint begins with the right http:// or https://, and that the system trusts its certificate
                    """,
                    output().replace("127.0.0.1:" + plain.getLocalPort(), "SERVER"));
        }
    }

    private static void answerInPlainText(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read();
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // The client disconnected, or the test has ended.
            }
        }
    }

    @Test
    void theConnectionIsCutInTheMiddle() throws IOException, InterruptedException {
        server.answering(request -> request.is("GET", "") && request.cut());
        assertEquals(
                """
                metash: the connection was cut, even after retries
                  where  s3://shelf/prod/
                  why    error decoding response body: error reading a body from connection: end of file before message length reached
                  next   check the network, then run the same command again
                """,
                list(5));
    }

    @Test
    void aBusyServerIsRetried() throws IOException, InterruptedException {
        AtomicInteger busy = new AtomicInteger(2);
        server.answering(request -> request.is("GET", "")
                && busy.decrementAndGet() >= 0
                && request.error(503, "SlowDown", "Please reduce your request rate."));
        assertEquals("0 records\nnote: there are no backups here; 'backup --to' makes the first one\n", list(0));
        assertTrue(busy.get() < 0, "it was not asked again");
        busy.set(1_000);
        assertEquals(
                """
                metash: the storage is overloaded or fails, even after retries
                  where  s3://shelf/prod/
                  why    SlowDown: Please reduce your request rate.
                  next   run the same command again later
                """,
                list(5));
    }

    @Test
    void theQuotaIsExceeded() throws IOException, InterruptedException {
        server.answering(request ->
                request.is("PUT", ".ndjson") && request.error(507, "XMinioStorageFull", "The drives are full."));
        assertEquals(
                """
                done: 0 of 2 steps; not done, starting with: 1. export to s3://shelf/prod/prod-TIME.ndjson
                metash: the storage is full: its quota is exhausted
                  where  s3://shelf/prod/prod-TIME.ndjson
                  why    XMinioStorageFull: The drives are full.
                  next   remove old backups (metash backups prune URL --keep-daily 7), or raise the quota
                """,
                backup(7));
    }

    /** The upload gets no answer: Ctrl-C ends it quickly and reports possible leftovers. */
    @Test
    void ctrlCEndsAnUpload() throws IOException, InterruptedException {
        server.answering(request -> request.is("PUT", ".ndjson") && request.silence());
        server.asked.clear();
        endpoint("http://127.0.0.1:" + server.port());
        Path errors = scratch.resolve("interrupted");
        Process process = metash.builder(Program.interruptible(
                        "backup", "--raft-dir", "raft", "--cluster", "prod", "--to", "s3://shelf/prod"))
                .redirectError(errors.toFile())
                .start();
        Await.until("the upload has begun", () -> {
            assertTrue(process.isAlive(), Files.readString(errors));
            return server.asked.stream().anyMatch(each -> each.matches("PUT .*\\.ndjson"));
        });
        long startNs = System.nanoTime();
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        assertTrue(tookMs < 10_000, "it took " + tookMs + " ms");
        assertEquals(130, process.exitValue());
        assertEquals(
                """
                note: an unfinished upload may be left at s3://shelf/prod/prod-TIME.ndjson; the next 'backup' to this shelf removes it
                done: 0 of 2 steps; not done, starting with: 1. export to s3://shelf/prod/prod-TIME.ndjson
                metash: interrupted
                """,
                Files.readString(errors).replaceAll("\\d{8}T\\d{6}Z", "TIME"));
    }
}
