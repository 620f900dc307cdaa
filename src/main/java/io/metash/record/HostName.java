package io.metash.record;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * The syntax of host names and addresses as resolvers accept it: wider than RFC 1123 ({@code _} occurs in container
 * names), but without empty labels or labels too long for a DNS message (RFC 1035 §2.3.4). Nothing is resolved here.
 */
public final class HostName {
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;
    private static final String SPECIAL = "-_";

    private HostName() {}

    /** Removes the brackets of an IPv6 address. */
    public static String bare(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            return host.substring(1, host.length() - 1);
        }
        return host;
    }

    /** Why no resolver accepts a host, as one sentence without a full stop; empty when the host is valid. */
    public static Optional<String> defect(String host) {
        String name = bare(host);
        if (name.contains(":")) {
            if (literal(name).isPresent()) {
                return Optional.empty();
            }
            return Optional.of("'" + name + "' is not an IPv6 address");
        }
        // A final dot marks a name as absolute.
        String relative = name;
        if (name.endsWith(".")) {
            relative = name.substring(0, name.length() - 1);
        }
        if (relative.isEmpty()) {
            return Optional.of("the host name is empty");
        }
        if (relative.length() > MAX_NAME) {
            return Optional.of(
                    "the host name has " + relative.length() + " characters; " + MAX_NAME + " is the maximum");
        }
        for (String label : relative.split("\\.", -1)) {
            Optional<String> defect = labelDefect(label);
            if (defect.isPresent()) {
                return defect;
            }
        }
        if (relative.matches("[0-9]+(\\.[0-9]+){3}") && literal(relative).isEmpty()) {
            return Optional.of("'" + name + "' is not an IPv4 address: each part is 0 to 255");
        }
        return Optional.empty();
    }

    private static Optional<String> labelDefect(String label) {
        if (label.isEmpty()) {
            return Optional.of("the host name has an empty part between two dots");
        }
        if (label.length() > MAX_LABEL) {
            return Optional.of(
                    "a part of the host name has " + label.length() + " characters; " + MAX_LABEL + " is the maximum");
        }
        return label.codePoints()
                .filter(c -> !Character.isLetterOrDigit(c) && SPECIAL.indexOf(c) < 0)
                .mapToObj(c -> "a host name cannot contain " + shown(c))
                .findFirst();
    }

    private static String shown(int codePoint) {
        boolean printable = codePoint > ' ' && codePoint < 0x7f;
        if (printable) {
            return "'" + Character.toString(codePoint) + "'";
        }
        return String.format("U+%04X", codePoint);
    }

    /** Why other machines can never connect to a host, as one sentence without a full stop; empty when they may. */
    public static Optional<String> unreachable(String host) {
        Optional<InetAddress> literal = literal(bare(host));
        if (literal.isEmpty()) {
            return Optional.empty();
        }
        InetAddress address = literal.get();
        String name = bare(host);
        if (address.isAnyLocalAddress() || isThisNetwork(address)) {
            return Optional.of(name + " is only an address to listen on; other nodes cannot connect to it");
        }
        if (address.isMulticastAddress() || isReserved(address)) {
            return Optional.of(name + " is not the address of a single host");
        }
        if (name.contains(":") && address.isLinkLocalAddress()) {
            return Optional.of(
                    name + " is a link-local address, which is only valid together with a network interface");
        }
        return Optional.empty();
    }

    /** 0.0.0.0/8 (RFC 1122 §3.2.1.3). */
    private static boolean isThisNetwork(InetAddress address) {
        return address.getAddress().length == 4 && address.getAddress()[0] == 0;
    }

    /** 240.0.0.0/4 and the broadcast address (RFC 1112 §4). */
    private static boolean isReserved(InetAddress address) {
        return address.getAddress().length == 4 && (address.getAddress()[0] & 0xF0) == 0xF0;
    }

    /** The canonical form of a host; equal hosts have equal forms. */
    public static String canonical(String host) {
        String name = bare(host).toLowerCase(Locale.ROOT);
        Optional<InetAddress> literal = literal(name);
        if (literal.isPresent()) {
            return literal.get().getHostAddress();
        }
        if (name.endsWith(".")) {
            return name.substring(0, name.length() - 1);
        }
        return name;
    }

    /**
     * An address that needs no resolver: IPv6, or IPv4 in one to four decimal parts as {@code inet_aton} accepts
     * them.
     */
    public static Optional<InetAddress> literal(String name) {
        try {
            if (name.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[A-Za-z0-9_.-]+)?")) {
                // Java resolves nothing in brackets without a zone.
                return Optional.of(InetAddress.getByName("[" + name.replaceFirst("%.*", "") + "]"));
            }
            if (name.matches("[0-9]{1,10}(\\.[0-9]{1,10}){0,3}")) {
                return ipv4(name.split("\\."));
            }
            return Optional.empty();
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> ipv4(String[] parts) throws UnknownHostException {
        byte[] address = new byte[4];
        for (int i = 0; i < parts.length - 1; i++) {
            int part = -1;
            if (new BigInteger(parts[i]).bitLength() <= 8) {
                part = Integer.parseInt(parts[i]);
            }
            if (part < 0) {
                return Optional.empty();
            }
            address[i] = (byte) part;
        }
        // The last part fills the remaining bytes.
        int left = 5 - parts.length;
        BigInteger last = new BigInteger(parts[parts.length - 1]);
        if (last.bitLength() > 8 * left) {
            return Optional.empty();
        }
        for (int i = 0; i < left; i++) {
            address[3 - i] = last.shiftRight(8 * i).byteValue();
        }
        return Optional.of(InetAddress.getByAddress(address));
    }
}
