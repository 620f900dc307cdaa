package io.metash.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node as a service writes it: {@code id=0 raft=localhost:28004 grpc=127.0.0.1:9191} (meta-service-api 3.11).
 *
 * @param name its name, a number as a rule
 * @param raft its Raft address
 * @param grpc where clients find it, or null
 */
record NodeText(String name, String raft, String grpc) {
    private static final Pattern FORM = Pattern.compile("id=(\\S*) raft=(\\S*) grpc=(\\S*)");

    /** Reads one; what is written in another way becomes the name. */
    static NodeText parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? new NodeText(parts.group(1), parts.group(2), parts.group(3).isEmpty() ? null : parts.group(3))
                : new NodeText(text, null, null);
    }

    /** The node's id, or null when the name is no number. */
    Long id() {
        try {
            return Long.parseUnsignedLong(name);
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }
}
