package io.metash.shell.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.CompletionMatcher;
import org.jline.reader.LineReader;
import org.jspecify.annotations.Nullable;

/** Keeps the candidates in their given rank; while the user types on below a list, filters them by prefix. */
final class RankedCandidates implements CompletionMatcher {
    /** Marks the end of an incomplete list; never typed. */
    static final String MORE = "\uffff";

    private @Nullable String word;
    private boolean narrowing;
    private List<Candidate> matching = List.of();

    @Override
    public void compile(
            Map<LineReader.Option, Boolean> options,
            boolean prefix,
            CompletingParsedLine line,
            boolean caseInsensitive,
            int errors,
            String originalGroupName) {
        word = line.word();
        narrowing = !(line instanceof LineParser.Line);
    }

    @Override
    public List<Candidate> matches(List<Candidate> candidates) {
        if (narrowing) {
            matching = candidates.stream()
                    .filter(one -> one.value().startsWith(word))
                    .toList();
        } else {
            matching = candidates;
        }
        return new ArrayList<>(matching);
    }

    @Override
    public @Nullable Candidate exactMatch() {
        return matching.stream()
                .filter(one -> one.complete() && one.value().equals(word))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String getCommonPrefix() {
        String common = null;
        for (Candidate one : matching) {
            if (!one.value().equals(MORE)) {
                if (common == null) {
                    common = one.value();
                } else {
                    common = shared(common, one.value());
                }
            }
        }
        if (common == null) {
            return "";
        }
        return common;
    }

    private static String shared(String a, String b) {
        int at = 0;
        while (at < Math.min(a.length(), b.length()) && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        // Do not split a surrogate pair.
        if (at > 0 && Character.isHighSurrogate(a.charAt(at - 1))) {
            return a.substring(0, at - 1);
        }
        return a.substring(0, at);
    }
}
