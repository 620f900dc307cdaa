package io.metash.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import io.metash.testing.Certificate;
import io.metash.testing.Java;
import io.metash.testing.LiveService;
import io.metash.testing.Processes;
import io.metash.testing.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that resolvers accept and {@link java.net.URI} does not; the program runs with its own hosts file. */
class HostNamesTest {
    private static final List<String> NAMES =
            List.of("databend_meta_1", "meta-1.2", "_meta", "meta.ns.", "meta-", "1meta", "meta_1.stack_net");

    @TempDir
    Path scratch;

    private String run(String... arguments) throws IOException, InterruptedException {
        Path hosts = scratch.resolve("hosts");
        Files.writeString(hosts, "127.0.0.1 " + String.join(" ", NAMES) + "\n");
        List<String> command = Java.command(
                "-XX:TieredStopAtLevel=1",
                "-Djdk.net.hosts.file=" + hosts,
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                "io.metash.Main");
        command.addAll(List.of(arguments));
        RunResult result = Processes.run(command);
        return (result.out() + result.err()).replace(hosts.toString(), "HOSTS") + "status " + result.status();
    }

    @Test
    void connectsToEveryNameThatResolves() throws Exception {
        try (LiveService live = new LiveService(scratch)) {
            int port = Address.parse(live.address()).port();
            StringBuilder script = new StringBuilder();
            for (String name : NAMES) {
                script.append("connect ").append(name).append(':').append(port).append(" as s; disconnect s\n");
            }
            Path file = Files.writeString(scratch.resolve("script.metash"), script.toString());
            String answers = run(file.toString());
            for (String name : NAMES) {
                assertEquals(
                        1,
                        answers.lines()
                                .filter(line -> line.contains(" " + name + ":" + port + " as s"))
                                .count(),
                        answers);
            }
            assertEquals("status 0", answers.substring(answers.lastIndexOf("status")));
        }
    }

    /** Without the final dot, which no certificate contains. */
    @Test
    void tlsChecksTheNameAsTyped() throws Exception {
        Certificate own = Certificate.of("meta.ns", scratch, "own");
        ServiceOptions options = ServiceOptions.local(scratch.resolve("tls")).withTls(own.chain(), own.key());
        try (EmbeddedService service = EmbeddedService.start(options)) {
            String tls = " --tls --tls-ca " + own.authority();
            Path file = Files.writeString(
                    scratch.resolve("script.metash"),
                    "connect meta.ns.:" + service.port() + tls + " as s\nconnect databend_meta_1:" + service.port()
                            + tls + " --tls-domain meta.ns as t\ntry connect meta-1.2:" + service.port() + tls);
            assertEquals(
                    """
                    connected to meta service meta.ns.:PORT as s
                    note: node 0 answers: leader of term 1, version 260304.0.0
                    connected to meta service databend_meta_1:PORT as t
                    note: node 0 answers: leader of term 1, version 260304.0.0
                    metash: TLS with the meta service fails
                      where  meta-1.2:PORT
                      why    No subject alternative DNS name matching meta-1.2 found.
                      next   --tls-domain NAME, with the name in its certificate
                    status 0""",
                    run(file.toString()).replace(":" + service.port(), ":PORT"));
        }
    }

    @Test
    void anUnknownHostIsReported() throws Exception {
        assertEquals(
                """
                metash: cannot reach the meta service
                  where  no_such_host:9191
                  why    Unable to resolve host no_such_host in hosts file HOSTS
                  next   check that it runs and listens there: its grpc_api_address is 127.0.0.1:9191 by default
                status 5""",
                run("status", "--grpc-api-address", "no_such_host:9191"));
        assertEquals(
                """
                metash: cannot reach the admin API
                  where  no_such_host:28002
                  why    no_such_host
                  next   check that it listens there: its admin_api_address is 127.0.0.1:28002 by default
                status 5""",
                run("health", "--admin-api-address", "no_such_host:28002"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "meta-2..ns:9191 | the host name has an empty part between two dots",
                "*:9191          | a host name cannot contain '*'",
                "10.0.0.256:9191 | '10.0.0.256' is not an IPv4 address: each part is 0 to 255",
                "[1::2::3]:9191  | '1::2::3' is not an IPv6 address",
                "meta:0          | An address is HOST:PORT with a port from 1 to 65535; IPv6 as [::1]:9191.",
                "meta            | An address is HOST:PORT with a port from 1 to 65535; IPv6 as [::1]:9191.",
            })
    void refusesInvalidNames(String text, String why) {
        Failure failure = assertThrows(Failure.class, () -> Address.parse(text));
        assertEquals(ExitStatus.USAGE, failure.status());
        assertEquals("'" + text + "' is not an address", failure.what());
        assertEquals(why, failure.why());
    }
}
