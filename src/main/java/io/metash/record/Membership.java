package io.metash.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The members of a cluster (record-stream §4.3).
 *
 * @param configs the voter sets, two during a membership change; ids are u64, ascending
 * @param nodes voters and learners by node id, in unsigned order
 * @param extra unknown fields
 */
public record Membership(List<List<Long>> configs, NavigableMap<Long, Member> nodes, UnknownFields extra) {
    /**
     * A member's entry in a membership; has no fields today.
     *
     * @param extra unknown fields
     */
    public record Member(UnknownFields extra) {
        /** A member without unknown fields. */
        public static final Member PLAIN = new Member(UnknownFields.NONE);
    }

    /** A membership with one set of voters and no learners. */
    public static Membership ofVoters(List<Long> ids) {
        List<Long> sorted = new ArrayList<>(ids);
        sorted.sort(U64::compare);
        NavigableMap<Long, Member> nodes = byId();
        sorted.forEach(id -> nodes.put(id, Member.PLAIN));
        return new Membership(List.of(List.copyOf(sorted)), nodes, UnknownFields.NONE);
    }

    /** The membership of a store that never had one. */
    public static Membership none() {
        return new Membership(List.of(), byId(), UnknownFields.NONE);
    }

    /** An empty map ordered by node id. */
    public static <T> NavigableMap<Long, T> byId() {
        return new TreeMap<>(U64::compare);
    }

    /** Whether the node votes in any set. */
    public boolean isVoter(long id) {
        return configs.stream().anyMatch(set -> set.contains(id));
    }

    /** The ids of non-voting nodes, ascending. */
    public List<Long> learners() {
        return nodes.keySet().stream().filter(id -> !isVoter(id)).toList();
    }

    /** Node ids as text: {@code 1 2 3}. */
    public static String ids(Collection<Long> ids) {
        return ids.stream().map(U64::text).collect(Collectors.joining(" "));
    }

    /** The membership as text: {@code voters 1 2 and 2 3, learners 4}, or {@code no voters}. */
    public String words() {
        String voters = configs.stream().map(Membership::ids).collect(Collectors.joining(" and "));
        List<Long> learners = learners();
        String text = "no voters";
        if (!configs.isEmpty()) {
            text = "voters " + voters;
        }
        if (learners.isEmpty()) {
            return text;
        }
        return text + ", learners " + ids(learners);
    }
}
