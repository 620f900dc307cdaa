package io.metash.session;

import io.metash.record.Endpoint;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node in the service's text form: {@code id=0 raft=localhost:28004 grpc=127.0.0.1:9191} (meta-service-api §3.11).
 *
 * @param name its name, usually a number
 * @param raft its Raft address, or null when the text has another form
 * @param grpc its client address, or null
 */
public record NodeText(String name, @Nullable String raft, @Nullable String grpc) {
    private static final Pattern FORM = Pattern.compile("id=(\\S*) raft=(\\S*) grpc=(\\S*)");

    /** Parses a node; a text of unknown syntax becomes the name. */
    public static NodeText parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (parts.matches()) {
            return new NodeText(parts.group(1), parts.group(2), parts.group(3).isEmpty() ? null : parts.group(3));
        }
        return new NodeText(text, null, null);
    }

    /** The node's id, or null when the name is not a number. */
    public @Nullable Long id() {
        try {
            return U64.parse(name);
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** Converts the text to a stored node; null when it is incomplete. */
    @Nullable
    Node node() {
        if (raft == null) {
            return null;
        }
        int colon = raft.lastIndexOf(':');
        if (colon < 1) {
            return null;
        }
        try {
            return new Node(
                    name, new Endpoint(raft.substring(0, colon), Integer.parseInt(raft.substring(colon + 1))), grpc);
        } catch (NumberFormatException noPort) {
            return null;
        }
    }

    /** Returns the membership of these voters and learners; its log id is unknown. */
    static StoredMembership membership(List<String> voters, List<String> learners) {
        List<Long> ids = new ArrayList<>();
        NavigableMap<Long, Membership.Member> nodes = Membership.byId();
        for (String text : voters) {
            Long id = parse(text).id();
            if (id != null) {
                ids.add(id);
                nodes.put(id, Membership.Member.PLAIN);
            }
        }
        for (String text : learners) {
            Long id = parse(text).id();
            if (id != null) {
                nodes.put(id, Membership.Member.PLAIN);
            }
        }
        ids.sort(U64::compare);
        return new StoredMembership(
                null, new Membership(ids.isEmpty() ? List.of() : List.of(List.copyOf(ids)), nodes, UnknownFields.NONE));
    }

    /** Returns the nodes of these texts by id. */
    static NavigableMap<Long, Node> nodes(List<String> texts) {
        NavigableMap<Long, Node> nodes = Membership.byId();
        for (String text : texts) {
            NodeText parsed = parse(text);
            Long id = parsed.id();
            Node node = parsed.node();
            if (id != null && node != null) {
                nodes.put(id, node);
            }
        }
        return nodes;
    }
}
