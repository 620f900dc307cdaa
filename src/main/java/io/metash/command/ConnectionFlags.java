package io.metash.command;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** metactl's flags for users and TLS. Accepted before or after any one-shot command, even one that does not connect. */
public final class ConnectionFlags {
    /** The user name. */
    public static final String USER = "--user";
    /** A file with the password. */
    public static final String PASSWORD_FILE = "--password-file";
    /** The certificates to trust. */
    public static final String CA = "--grpc-tls-ca-cert";
    /** The host name in the service's certificate. */
    public static final String DOMAIN = "--grpc-tls-domain-name";

    /** The names of the flags; each takes a value. */
    public static final List<String> NAMES = List.of(USER, PASSWORD_FILE, CA, DOMAIN);

    private static final Set<ExitStatus> SIGNALS = Set.of(ExitStatus.INTERRUPTED, ExitStatus.BROKEN_PIPE);

    private final Map<String, String> values = new LinkedHashMap<>();
    private boolean asMetactl;

    /** Removes the flags from the words, at any position before {@code --}. */
    public void removeFrom(List<String> words) {
        List<String> rest = new ArrayList<>();
        int at = 0;
        while (at < words.size() && !words.get(at).equals("--")) {
            String word = words.get(at++);
            String name = word;
            if (word.contains("=")) {
                name = word.substring(0, word.indexOf('='));
            }
            if (!NAMES.contains(name)) {
                rest.add(word);
                continue;
            }
            if (name.equals(word) && at == words.size()) {
                throw Failure.of(ExitStatus.USAGE, name + " needs a value").next("metash --help");
            }
            set(name, name.equals(word) ? words.get(at++) : word.substring(name.length() + 1));
        }
        rest.addAll(words.subList(at, words.size()));
        words.clear();
        words.addAll(rest);
        check(get(CA).orElse(null), get(DOMAIN).orElse(null));
    }

    /** Sets a flag. */
    public void set(String name, String value) {
        if (values.put(name, value) != null) {
            throw Failure.of(ExitStatus.USAGE, name + " is given twice").next("metash --help");
        }
    }

    /** Requires that both or none of the two TLS flags are set. */
    public static void check(@Nullable String ca, @Nullable String domain) {
        if ((ca == null) != (domain == null)) {
            throw Failure.of(ExitStatus.USAGE, CA + " and " + DOMAIN + " must be set together");
        }
    }

    /** The value of a flag. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether a flag is set. */
    public boolean any() {
        return !values.isEmpty();
    }

    /**
     * Marks a call under metactl's name: password files readable by others are accepted, and only metactl's messages
     * are printed.
     */
    public void callAsMetactl() {
        asMetactl = true;
    }

    /** The exit status of a failure: metactl's only one under its name, except after a signal. */
    public int statusOf(Failure failure) {
        ExitStatus status = failure.status();
        if (asMetactl && !SIGNALS.contains(status)) {
            return ExitStatus.NO.code();
        }
        return status.code();
    }

    /** Whether the program was started under metactl's name. */
    public boolean asMetactl() {
        return asMetactl;
    }
}
