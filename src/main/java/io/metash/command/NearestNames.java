package io.metash.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Suggests names for a mistyped one: within an edit distance of two, or with the typed text as prefix. */
public final class NearestNames {
    private static final int MAX = 3;

    private NearestNames() {}

    /** The nearest names, at most three, nearest first. */
    public static List<String> to(String typed, Collection<String> names) {
        int reach;
        if (typed.length() <= 3) {
            reach = 1;
        } else {
            reach = 2;
        }
        return names.stream()
                .filter(name -> distance(typed, name) <= reach || (typed.length() > 1 && name.startsWith(typed)))
                .sorted(Comparator.<String>comparingInt(name -> name.startsWith(typed) ? 0 : distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX)
                .toList();
    }

    /** The edit distance: letters to insert, delete, replace, or swap with a neighbour. */
    public static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
