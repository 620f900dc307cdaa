package io.metash.client;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service address.
 *
 * @param host a host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) implements Comparable<Address> {
    private static final Pattern FORM =
            Pattern.compile("(?:grpc://|http://)?(?:\\[([0-9a-fA-F:.%]+)]|([^/:\\s,\\[\\]]+)):(\\d{1,5})");

    /** Whether a text is a list of addresses; checks the syntax only. */
    public static boolean isList(String text) {
        for (String part : text.split(",", -1)) {
            if (!FORM.matcher(part.trim()).matches()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Parses {@code host:port} or {@code [ipv6]:port}.
     *
     * @throws Failure with status 2 when no resolver can accept the host, or the port is out of range
     */
    public static Address parse(String text) {
        Matcher matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            throw malformed(text, "An address is HOST:PORT with a port from 1 to 65535; IPv6 as [::1]:9191.");
        }
        String host;
        if (matcher.group(1) != null) {
            host = matcher.group(1);
        } else {
            host = matcher.group(2);
        }
        Optional<String> defect = HostName.defect(host);
        if (defect.isPresent()) {
            throw malformed(text, defect.get());
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > 65535) {
            throw malformed(text, "An address is HOST:PORT with a port from 1 to 65535; IPv6 as [::1]:9191.");
        }
        return new Address(host, port);
    }

    /** Parses an address reported by a server; empty when it is malformed. */
    public static Optional<Address> named(String text) {
        try {
            return Optional.of(parse(text));
        } catch (Failure malformed) {
            return Optional.empty();
        }
    }

    private static Failure malformed(String text, String why) {
        return Failure.of(ExitStatus.USAGE, "'" + text + "' is not an address").because(why);
    }

    /** Parses a comma-separated list and removes duplicates. */
    public static List<Address> parseList(String text) {
        List<Address> all = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Address address = parse(part);
            if (!all.contains(address)) {
                all.add(address);
            }
        }
        return all;
    }

    @Override
    public int compareTo(Address other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
