package io.metash.rebuild;

import io.metash.record.Endpoint;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.HostName;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.U64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;

/** Parses the nodes of a new cluster from the command line: {@code id=host:port} (raft-dir-v004 §5.5). */
public final class Peers {
    private Peers() {}

    /**
     * Parses a list of {@code id=host:port[,ignored]}. Rejects repeated ids and missing or invalid ports; the message
     * names the position in the list.
     *
     * @param items the values of {@code --initial-cluster}
     * @return the nodes by id, in unsigned order
     */
    public static NavigableMap<Long, Node> parse(List<String> items) {
        NavigableMap<Long, Node> nodes = Membership.byId();
        Map<Long, Integer> seen = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i);
            int position = i + 1;
            int equals = item.indexOf('=');
            if (equals < 0 || item.indexOf('=', equals + 1) >= 0) {
                throw malformed(item, position, "expected exactly one '='");
            }
            long id = id(item.substring(0, equals), item, position);
            Endpoint endpoint = endpoint(item.substring(equals + 1).split(",", 2)[0], item, position);
            Integer before = seen.putIfAbsent(id, position);
            if (before != null) {
                throw Failure.of(ExitStatus.USAGE, "node " + U64.text(id) + " is named twice")
                        .at("--initial-cluster number " + before + " (" + items.get(before - 1) + ") and number "
                                + position + " (" + item + ")")
                        .next("give every node its own id");
            }
            for (var other : nodes.entrySet()) {
                int first = Objects.requireNonNull(seen.get(other.getKey()), "each node has a position");
                refuseSame(other.getValue().endpoint(), endpoint, items, first, position);
            }
            nodes.put(id, new Node(U64.text(id), endpoint, null));
        }
        return nodes;
    }

    private static void refuseSame(Endpoint before, Endpoint endpoint, List<String> items, int first, int second) {
        if (before.sameAs(endpoint)) {
            throw Failure.of(ExitStatus.USAGE, "two nodes have the same Raft address " + endpoint)
                    .at("--initial-cluster number " + first + " (" + items.get(first - 1) + ") and number " + second
                            + " (" + items.get(second - 1) + ")")
                    .next("give every node its own host or port");
        }
    }

    /** Parses a node id: 0 to 2^64-1 in decimal digits. */
    public static long id(String text, String item, int position) {
        try {
            if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw malformed(item, position, "'" + text + "' is not a node id: a number from 0 to 2^64-1");
            }
            return U64.parse(text);
        } catch (NumberFormatException tooLarge) {
            throw malformed(item, position, "'" + text + "' is not a node id: a number from 0 to 2^64-1");
        }
    }

    /**
     * Parses an address that other machines connect to; it must have a port, and IPv6 is in brackets.
     *
     * @throws Failure when it is malformed or unreachable from other machines
     */
    static Endpoint endpoint(String text, String item, int position) {
        Endpoint endpoint = listening(text, item, position);
        HostName.unreachable(endpoint.addr()).ifPresent(why -> {
            throw malformed(item, position, why);
        });
        return endpoint;
    }

    /**
     * Parses an address from a file, which may be a listen address: a server without configuration announces
     * {@code 0.0.0.0}.
     */
    public static Endpoint listening(String text, String item, int position) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw malformed(item, position, "the address needs a host and a port");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        String bare = host;
        if (bracketed) {
            bare = host.substring(1, host.length() - 1);
        }
        boolean clean =
                bare.chars().noneMatch(c -> c <= ' ' || c == '/' || c == '@' || c == '[' || c == ']' || c == 0x7f);
        if (!clean || (bare.contains(":") != bracketed)) {
            throw malformed(item, position, "'" + host + "' is not a host name or address (write IPv6 in brackets)");
        }
        HostName.defect(host).ifPresent(why -> {
            throw malformed(item, position, why);
        });
        String port = text.substring(colon + 1);
        if (port.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(item, position, "'" + port + "' is not a port: 1 to 65535");
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > 65535) {
            throw malformed(item, position, "'" + port + "' is not a port: 1 to 65535");
        }
        return new Endpoint(host, number);
    }

    /** Parses an address typed by a user. */
    public static Endpoint address(String text) {
        try {
            return endpoint(text, text, 1);
        } catch (Failure e) {
            throw Failure.of(ExitStatus.USAGE, "'" + text + "' is not an address")
                    .because(e.why())
                    .next("write it as HOST:PORT, for example 10.0.0.1:28103");
        }
    }

    private static Failure malformed(String item, int position, String why) {
        return Failure.of(ExitStatus.USAGE, "'" + item + "' is not ID=HOST:PORT")
                .at("number " + position + " in the list")
                .because(why)
                .next("write it as ID=HOST:PORT, for example 1=10.0.0.1:28103");
    }
}
