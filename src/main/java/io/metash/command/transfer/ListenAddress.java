package io.metash.command.transfer;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The listen address of an embedded service: {@code HOST:PORT}, IPv6 as {@code [::1]:9191}, port 0 for any free one. */
final class ListenAddress {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([^/:\\s,\\[\\]]+)):(\\d{1,5})");

    private ListenAddress() {}

    /**
     * Reads an address.
     *
     * @param option the option with the address, for messages
     */
    static InetSocketAddress parse(String text, String option) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
            throw Failure.of(ExitStatus.USAGE, option + ": '" + text + "' is not a listen address")
                    .because("An address is HOST:PORT; IPv6 as [::1]:9191; port 0 picks a free one.")
                    .next(option + " 127.0.0.1:0");
        }
        String host;
        if (matcher.group(1) != null) {
            host = matcher.group(1);
        } else {
            host = matcher.group(2);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(matcher.group(3)));
        } catch (UnknownHostException unknown) {
            throw Failure.of(ExitStatus.USAGE, option + ": unknown host " + host)
                    .at(text)
                    .next(option + " 127.0.0.1:" + matcher.group(3))
                    .causedBy(unknown);
        }
    }

    /** Whether the address is reachable from this machine only. */
    static boolean isLocal(InetSocketAddress address) {
        return address.getAddress().isLoopbackAddress();
    }

    /** The address with the actual port, as clients write it. */
    static String text(InetSocketAddress address, int port) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
