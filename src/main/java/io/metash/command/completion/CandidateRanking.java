package io.metash.command.completion;

import io.metash.command.NearestNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Ranks the names that match typed letters: first names with this prefix, then ignoring case, then names that contain
 * the text (at the start of a part first), then names that contain the letters in this order, then names with a typing
 * error.
 */
final class CandidateRanking {
    private CandidateRanking() {}

    /** The matches of the best rank; {@code guessable} excludes names that only match by prefix. */
    static <T> List<T> of(String typed, List<T> all, Function<T, String> name, Predicate<T> guessable) {
        List<T> plain =
                all.stream().filter(one -> name.apply(one).startsWith(typed)).toList();
        if (!plain.isEmpty() || typed.isEmpty()) {
            return plain;
        }
        String small = typed.toLowerCase(Locale.ROOT);
        List<Match<T>> ranked = new ArrayList<>();
        for (T one : all) {
            int rank = NONE;
            if (guessable.test(one)) {
                rank = rank(small, name.apply(one).toLowerCase(Locale.ROOT));
            }
            if (rank < NONE) {
                ranked.add(new Match<>(one, rank));
            }
        }
        ranked.sort(Comparator.comparingInt(Match::rank));
        boolean started = !ranked.isEmpty() && ranked.get(0).rank() == BEGINS;
        return ranked.stream()
                .filter(one -> !started || one.rank() == BEGINS)
                .map(Match::one)
                .toList();
    }

    private record Match<T>(T one, int rank) {}

    private static final int BEGINS = 0;
    private static final int NONE = Integer.MAX_VALUE;

    private static int rank(String typed, String name) {
        if (name.startsWith(typed)) {
            return BEGINS;
        }
        int at = name.indexOf(typed);
        if (at > 0) {
            if (Character.isLetterOrDigit(name.charAt(at - 1))) {
                return 2;
            }
            return 1;
        }
        if (typed.length() > 1 && typed.charAt(0) == name.charAt(0) && inOrder(typed, name)) {
            return 3;
        }
        int reach;
        if (typed.length() < 3) {
            reach = 0;
        } else if (typed.length() < 6) {
            reach = 1;
        } else {
            reach = 2;
        }
        int slips = NearestNames.distance(typed, name.substring(0, Math.min(name.length(), typed.length() + 2)));
        slips = Math.min(slips, NearestNames.distance(typed, name));
        slips = Math.min(
                slips, NearestNames.distance(typed, name.substring(0, Math.min(name.length(), typed.length()))));
        if (slips <= reach) {
            return 3 + slips;
        }
        return NONE;
    }

    private static boolean inOrder(String letters, String name) {
        int at = 0;
        for (int i = 0; i < name.length() && at < letters.length(); i++) {
            if (name.charAt(i) == letters.charAt(at)) {
                at++;
            }
        }
        return at == letters.length();
    }
}
