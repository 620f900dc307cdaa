package io.metash.command.keys;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Glob patterns for names: {@code *}, {@code **}, {@code ?}, {@code [ab]}; a backslash quotes the next character. */
final class Glob {
    private Glob() {}

    /** Compiles a glob to a pattern for whole names. */
    static Pattern pattern(String glob) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && glob.startsWith("**", i)) {
                out.append(".*");
                i++;
            } else if (c == '*') {
                out.append("[^/]*");
            } else if (c == '?') {
                out.append("[^/]");
            } else if (c == '[' && glob.indexOf(']', i) > 0) {
                int end = glob.indexOf(']', i + 2);
                if (end < 0) {
                    end = glob.indexOf(']', i);
                }
                out.append(glob, i, end + 1);
                i = end;
            } else {
                char plain = c;
                if (c == '\\' && i + 1 < glob.length()) {
                    plain = glob.charAt(++i);
                }
                out.append(Pattern.quote(String.valueOf(plain)));
            }
        }
        try {
            return Pattern.compile(out.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException wrong) {
            throw Failure.of(ExitStatus.USAGE, "'" + glob + "' is not a valid pattern")
                    .because(wrong.getDescription());
        }
    }
}
