package io.metash.command;

import java.util.Locale;
import java.util.regex.Pattern;

/** Takes secrets out of text that is kept: passwords behind options, in settings and in addresses. */
public final class Redaction {
    /** What stands where a secret was. */
    public static final String HIDDEN = "[hidden]";

    private static final String SECRET = "[\\w.-]*(?:password|passwd|secret|token|credential|private[_-]?key)[\\w.-]*";
    /** The name of a file that holds a secret is none. */
    private static final Pattern OPTION =
            Pattern.compile("(?i)(--(?!\\S*-(?:file|command)\\b)" + SECRET + "(?:=|\\s+))('[^']*'|\"[^\"]*\"|\\S+)");

    private static final Pattern SETTING = Pattern.compile("(?i)(?<![\\w-])((?!\\S*[_-](?:file|command)\\b)" + SECRET
            + "\\s*[=:]\\s*)" + "('[^']*'|\"[^\"]*\"|[^\\s,;]+)");
    private static final Pattern ADDRESS = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+@");
    private static final Pattern NAME = Pattern.compile(SECRET);

    private Redaction() {}

    /** A command line without its secrets. */
    public static String line(String line) {
        String text = OPTION.matcher(line).replaceAll("$1" + HIDDEN);
        text = SETTING.matcher(text).replaceAll("$1" + HIDDEN);
        return ADDRESS.matcher(text).replaceAll("$1" + HIDDEN + "@");
    }

    /** Whether what has this name is a secret. */
    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAME.matcher(lower).matches() && !lower.matches(".*[_-](file|command)");
    }
}
