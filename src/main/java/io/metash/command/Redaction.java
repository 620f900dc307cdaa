package io.metash.command;

import io.metash.record.EditDistance;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets from text that is kept in files: passwords after options (mistyped ones too), in settings and in
 * addresses; and values written to a store, which may be secrets.
 */
public final class Redaction {
    /** The replacement of a secret. */
    public static final String HIDDEN = "[hidden]";

    private static final String SECRET = "[\\w.-]*(?:pass(?:word|wd|phrase)|secret|token|credential|signature"
            + "|(?:private|access|account|api|master)[_-]?key)[\\w.-]*";
    /** Parts of names that are too short to be looked for inside of words. */
    private static final Set<String> SHORT_NAMES = Set.of("pass", "pwd", "pw", "salt", "sas", "sig", "apikey");

    private static final String VALUE = "('[^']*'?|\"(?:\\\\.|[^\"\\\\])*\"?|[^\\s'\";|][^\\s;|]*)";
    private static final Pattern OPTION = Pattern.compile("(?<!\\S)(['\"]?--?)([\\w.-]+)(=|\\s+)" + VALUE);
    private static final Pattern SETTING = Pattern.compile("(?i)(?<![\\w-])((?!\\S*[_-](?:file|command)\\b)" + SECRET
            + "\\s*[=:]\\s*)" + "('[^']*'|\"[^\"]*\"|[^\\s,;]+)");
    /** {@code set NAME VALUE} and {@code let NAME VALUE}. */
    private static final Pattern SET = Pattern.compile("(?i)(?<!\\S)((?:set|let)\\s+)([\\w.-]+)(\\s+)" + VALUE);

    /** A parameter of a URL that signs it. */
    private static final Pattern SIGNED = Pattern.compile("(?i)([?&](?:sig|sas|key|pw|pwd|pass)=)[^&\\s'\"]+");

    private static final Pattern URL = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+@");
    /** {@code user:password@host} without a scheme. */
    private static final Pattern USER_AT_HOST = Pattern.compile("(?<![^\\s,='\"])([\\w.-]+:)[^\\s@/]+@(?=[\\w\\[])");

    /** A key that is a secret itself: the token is its last segment. */
    private static final Pattern TOKEN_KEY = Pattern.compile("(__fd_token/[^/\\s]+/)[^\\s'\";|]+");

    private static final Pattern NAME = Pattern.compile(SECRET);
    private static final List<String> NAMES = List.of("password", "passwd", "secret", "token", "credential");
    private static final Set<String> WRITES = Set.of("upsert", "put");
    private static final String UPSERT = "upsert";
    private static final Set<String> WRITES_WHOLE = Set.of("txn", "transaction");
    private static final Pattern WORD =
            Pattern.compile("(?:'[^']*'?|\"(?:\\\\.|[^\"\\\\])*\"?|\\\\.|[^\\s;|'\"\\\\])+|[;|\\n]");
    private static final String KEY = "--key";
    /** Options of write commands whose value, the next word, is neither a secret nor written to the store. */
    private static final Set<String> PLAIN_OPTIONS = Set.of(
            KEY,
            "--admin",
            "--admin-api-address",
            "--expire-at",
            "--file",
            "--grpc-api-address",
            "--output",
            "--password-command",
            "--password-file",
            "--tls-ca",
            "--tls-domain",
            "--ttl",
            "--user",
            "-o");

    private static final int FAR = 2;

    private Redaction() {}

    /** A command line without its passwords. */
    public static String line(String line) {
        String text = OPTION.matcher(line)
                .replaceAll(found -> isSecretOption(found.group(2))
                        ? Matcher.quoteReplacement(found.group(1) + found.group(2) + found.group(3) + HIDDEN)
                        : Matcher.quoteReplacement(found.group()));
        text = SET.matcher(text)
                .replaceAll(found -> isSecret(found.group(2))
                        ? Matcher.quoteReplacement(found.group(1) + found.group(2) + found.group(3) + HIDDEN)
                        : Matcher.quoteReplacement(found.group()));
        text = SETTING.matcher(text).replaceAll("$1" + HIDDEN);
        text = SIGNED.matcher(text).replaceAll("$1" + HIDDEN);
        text = TOKEN_KEY.matcher(text).replaceAll("$1" + HIDDEN);
        text = URL.matcher(text).replaceAll("$1" + HIDDEN + "@");
        return USER_AT_HOST.matcher(text).replaceAll("$1" + HIDDEN + "@");
    }

    /** A command line for log files: without its passwords and without the values written to a store. */
    public static String kept(String line) {
        String text = line(line);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        String command = null;
        int operands = 0;
        boolean plainFollows = false;
        for (MatchResult word : WORD.matcher(text).results().toList()) {
            String found = word.group();
            if (found.matches("[;|\\n]")) {
                command = null;
            } else if (command == null) {
                // Preceding words, such as try and time, do not matter.
                if (isWrite(found)) {
                    command = found;
                } else {
                    command = null;
                }
                operands = 0;
            } else if (!plainFollows && hides(command, found, operands)) {
                out.append(text, copied, word.start()).append(HIDDEN);
                copied = word.end();
                operands++;
            } else if (plainFollows) {
                plainFollows = false;
            } else if (!found.startsWith("-") && !found.startsWith("@")) {
                operands++;
            } else {
                plainFollows = PLAIN_OPTIONS.contains(found);
                if (found.equals(KEY)) {
                    operands++;
                }
            }
        }
        return out.append(text.substring(copied)).toString();
    }

    /** Whether a word is a write command, even a mistyped one, since its line is kept in the history. */
    private static boolean isWrite(String word) {
        boolean mistyped = word.length() > FAR + 2 && EditDistance.between(word, UPSERT) <= FAR;
        return mistyped || WRITES.contains(word) || WRITES_WHOLE.contains(word);
    }

    private static boolean hides(String command, String word, int operands) {
        if (word.startsWith("--value=")) {
            return true;
        }
        boolean operand = !word.startsWith("-") && !word.startsWith("@");
        return operand && !word.equals(HIDDEN) && (operands > 0 || WRITES_WHOLE.contains(command));
    }

    /** The text of a failure for a log: without the user input that it quotes. */
    public static String message(String text) {
        return kept(text.replaceAll("'[^']*'", "'*'"));
    }

    /** Whether a name denotes a secret. */
    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean secret = NAME.matcher(lower).matches() || hasShortName(lower);
        return secret && !lower.matches(".*[_-](file|command)");
    }

    private static boolean hasShortName(String lower) {
        return Arrays.stream(lower.split("[_.-]")).anyMatch(SHORT_NAMES::contains);
    }

    /** Whether an option holds a secret, even if its name is mistyped. */
    private static boolean isSecretOption(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.matches(".*[_-](file|command)")) {
            return false;
        }
        for (String part : lower.split("[_.-]")) {
            for (String secret : NAMES) {
                boolean mistyped = part.length() > FAR + 2 && EditDistance.between(part, secret) <= FAR;
                if (mistyped || part.contains(secret)) {
                    return true;
                }
            }
        }
        return isSecret(lower);
    }
}
