package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
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
    void namesBothPlacesOfARepeatedId() {
        Failure failure = assertThrows(Failure.class, () -> Peers.parse(List.of("1=a:1", "2=b:2", "1=c:3")));
        assertEquals(ExitStatus.USAGE, failure.status());
        assertEquals("node 1 is named twice", failure.what());
        assertEquals("--initial-cluster number 1 (1=a:1) and number 3 (1=c:3)", failure.where());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1           | it needs exactly one '='",
                "1=a:1=b     | it needs exactly one '='",
                "=a:1        | '' is no node id: a number from 0 to 2^64-1",
                "x=a:1       | 'x' is no node id: a number from 0 to 2^64-1",
                "-1=a:1      | '-1' is no node id: a number from 0 to 2^64-1",
                "18446744073709551616=a:1 | '18446744073709551616' is no node id: a number from 0 to 2^64-1",
                "1=a         | the address needs a host and a port",
                "1=:1        | the address needs a host and a port",
                "1=a:        | '' is no port: 1 to 65535",
                "1=a:0       | '0' is no port: 1 to 65535",
                "1=a:65536   | '65536' is no port: 1 to 65535",
                "1=http://a:1 | 'http://a' is no host name or address (IPv6 stands in brackets)",
                "1=::1:28103 | '::1' is no host name or address (IPv6 stands in brackets)",
            })
    void refusesWhatIsNoNode(String item, String why) {
        Failure failure = assertThrows(Failure.class, () -> Peers.parse(List.of("9=z:9", item)));
        assertEquals("'" + item + "' is no node of a cluster", failure.what());
        assertEquals("number 2 in the list", failure.where());
        assertEquals(why, failure.why());
    }
}
