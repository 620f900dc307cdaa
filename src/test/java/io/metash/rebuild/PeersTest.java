package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
    @Test
    void readsHostsAddressesAndPortEighty() {
        assertEquals(
                "{1=id=1 raft=10.0.0.1:80 grpc=, 2=id=2 raft=[::1]:28203 grpc=,"
                        + " -1=id=18446744073709551615 raft=meta.example:65535 grpc=}",
                Peers.parse(List.of(
                                "18446744073709551615=meta.example:65535", "1=10.0.0.1:80", "2=[::1]:28203,ignored:1"))
                        .toString());
    }

    @Test
    void reportsBothPlacesOfADuplicateId() {
        Failure failure = assertThrows(Failure.class, () -> Peers.parse(List.of("1=a:1", "2=b:2", "1=c:3")));
        assertEquals(ExitStatus.USAGE, failure.status());
        assertEquals("node 1 is named twice", failure.what());
        assertEquals("--initial-cluster number 1 (1=a:1) and number 3 (1=c:3)", failure.where());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1           | expected exactly one '='",
                "1=a:1=b     | expected exactly one '='",
                "=a:1        | '' is not a node id: a number from 0 to 2^64-1",
                "x=a:1       | 'x' is not a node id: a number from 0 to 2^64-1",
                "-1=a:1      | '-1' is not a node id: a number from 0 to 2^64-1",
                "18446744073709551616=a:1 | '18446744073709551616' is not a node id: a number from 0 to 2^64-1",
                "1=a         | the address needs a host and a port",
                "1=:1        | the address needs a host and a port",
                "1=a:        | '' is not a port: 1 to 65535",
                "1=a:0       | '0' is not a port: 1 to 65535",
                "1=a:65536   | '65536' is not a port: 1 to 65535",
                "1=http://a:1 | 'http://a' is not a host name or address (write IPv6 in brackets)",
                "1=meta-2..ns:1 | the host name has an empty part between two dots",
                "1=.:1       | the host name is empty",
                "1=*:1       | a host name cannot contain '*'",
                "1=10.0.0.256:1 | '10.0.0.256' is not an IPv4 address: each part is 0 to 255",
                "1=0.0.0.0:1 | 0.0.0.0 is only an address to listen on; other nodes cannot connect to it",
                "1=[::]:1    | :: is only an address to listen on; other nodes cannot connect to it",
                "1=255.255.255.255:1 | 255.255.255.255 is not the address of a single host",
                "1=[ff02::1]:1 | ff02::1 is not the address of a single host",
                "1=::1:28103 | '::1' is not a host name or address (write IPv6 in brackets)",
            })
    void refusesInvalidNodes(String item, String why) {
        Failure failure = assertThrows(Failure.class, () -> Peers.parse(List.of("9=z:9", item)));
        assertEquals("'" + item + "' is not ID=HOST:PORT", failure.what());
        assertEquals("number 2 in the list", failure.where());
        assertEquals(why, failure.why());
    }

    @ParameterizedTest
    @CsvSource({"h:28103, h:28103", "h:28103, H.:28103", "[::1]:1, [0:0::1]:1", "127.0.0.1:1, 127.1:1"})
    void refusesTheSameAddressTwice(String one, String other) {
        Failure failure = assertThrows(Failure.class, () -> Peers.parse(List.of("1=" + one, "2=" + other)));
        assertEquals(ExitStatus.USAGE, failure.status());
        assertEquals("two nodes have the same Raft address " + other, failure.what());
        assertEquals("--initial-cluster number 1 (1=" + one + ") and number 2 (2=" + other + ")", failure.where());
    }

    @Test
    void refusesTheSameClientAddressTwice() throws IOException {
        List<String> nodes = List.of("1=a:1=/r1", "2=b:1=/r2");
        assertEquals(
                "node 2 and another node have the same address a:9191",
                assertThrows(Failure.class, () -> new PlanFiles(List.of())
                                .targets(nodes, List.of("1=a:9191", "2=a:9191")))
                        .what());
        assertEquals(
                "it is already the Raft address of node 1",
                assertThrows(Failure.class, () -> new PlanFiles(List.of()).targets(nodes, List.of("2=A:1")))
                        .why());
    }
}
