package io.metash.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost", "databend_meta_1", "_srv", "a", "meta-0.meta.ns.svc.cluster.local.", "meta.1", "127.1",
                        "2130706433",
                "10.0.0.255", "::1", "[::1]", "fe80::1%eth0", "::ffff:10.0.0.1", "b\u00fccher.example", "1.2.3.4.5",
                        "-a-"
            })
    void acceptsResolvableNames(String host) {
        assertEquals(Optional.empty(), HostName.defect(host));
    }

    @Test
    void acceptsTheLongestLabelAndName() {
        String label = "a".repeat(63);
        String name = String.join(".", label, label, label, "a".repeat(61));
        assertEquals(253, name.length());
        assertEquals(Optional.empty(), HostName.defect(name));
        assertEquals(Optional.empty(), HostName.defect(name + "."));
        assertEquals(Optional.of("the host name has 254 characters; 253 is the maximum"), HostName.defect(name + "b"));
    }

    static Stream<Arguments> defects() {
        String empty = "the host name has an empty part between two dots";
        return Stream.of(
                Arguments.of("", "the host name is empty"),
                Arguments.of(".", "the host name is empty"),
                Arguments.of("meta-2..ns", empty),
                Arguments.of(".ns", empty),
                Arguments.of("ns..", empty),
                Arguments.of("a".repeat(64), "a part of the host name has 64 characters; 63 is the maximum"),
                Arguments.of("*", "a host name cannot contain '*'"),
                Arguments.of("a b", "a host name cannot contain U+0020"),
                Arguments.of("a\u202eb", "a host name cannot contain U+202E"),
                Arguments.of("$HOST", "a host name cannot contain '$'"),
                Arguments.of("10.0.0.256", "'10.0.0.256' is not an IPv4 address: each part is 0 to 255"),
                Arguments.of("[::g]", "'::g' is not an IPv6 address"),
                Arguments.of("1:2", "'1:2' is not an IPv6 address"),
                Arguments.of("1::2::3", "'1::2::3' is not an IPv6 address"));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void rejectsInvalidNames(String host, String why) {
        assertEquals(Optional.of(why), HostName.defect(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0", "0.0", "[::]", "[0:0::0]", "0.1.2.3", "[::ffff:0.0.0.0]"})
    void recognisesListenAddresses(String host) {
        assertEquals(
                Optional.of(HostName.bare(host) + " is only an address to listen on; other nodes cannot connect to it"),
                HostName.unreachable(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "224.0.0.1", "240.0.0.1", "[ff02::1]"})
    void recognisesAddressesOfSeveralHosts(String host) {
        assertEquals(
                Optional.of(HostName.bare(host) + " is not the address of a single host"), HostName.unreachable(host));
    }

    @Test
    void recognisesLinkLocalAddresses() {
        assertEquals(
                Optional.of("fe80::1 is a link-local address, which is only valid together with a network interface"),
                HostName.unreachable("[fe80::1]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "10.0.0.1", "[::1]", "[2001:db8::1]", "zero.0x0", "meta_1"})
    void otherAddressesAreReachable(String host) {
        assertEquals(Optional.empty(), HostName.unreachable(host));
    }

    @Test
    void hasOneCanonicalFormPerHost() {
        assertEquals("meta-1.ns", HostName.canonical("Meta-1.NS."));
        assertEquals(HostName.canonical("[::1]"), HostName.canonical("[0:0:0:0:0:0:0:1]"));
        assertEquals(HostName.canonical("127.0.0.1"), HostName.canonical("127.1"));
        assertEquals("10.0.0.1", HostName.canonical("[::ffff:10.0.0.1]"));
    }
}
