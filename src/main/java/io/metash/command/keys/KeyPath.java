package io.metash.command.keys;

import io.metash.catalog.SecretKeys;
import io.metash.catalog.SecretPolicy;
import io.metash.command.CommandContext;
import io.metash.command.option.ValueOption;
import io.metash.output.CommandWord;
import io.metash.output.KeyCell;
import io.metash.record.Bytes;

/**
 * Keys as typed relative to the current prefix (decisions 21): relative keys start at the prefix, a leading slash means the
 * root, leading {@code ../} go up. The key {@code /lead/x} is typed {@code //lead/x}, the key {@code -x} {@code ./-x}:
 * it is neither an option nor, with a leading {@code @}, a session.
 */
public final class KeyPath {
    private KeyPath() {}

    /** Resolves a typed key or prefix. */
    public static String resolve(String directory, String typed) {
        if (typed.startsWith("/")) {
            return typed.substring(1);
        }
        String from = directory;
        String rest = typed;
        while (true) {
            if (rest.equals("..") || rest.startsWith("../")) {
                from = parent(from);
                rest = rest.substring(Math.min(3, rest.length()));
            } else if (rest.equals(".") || rest.startsWith("./")) {
                rest = rest.substring(Math.min(2, rest.length()));
            } else {
                return from + rest;
            }
        }
    }

    /** The parent prefix. */
    static String parent(String directory) {
        if (directory.isEmpty()) {
            return "";
        }
        return directory.substring(0, directory.lastIndexOf('/', directory.length() - 2) + 1);
    }

    /** The text to type for a key at a prefix. */
    public static String show(String directory, String key) {
        String rest = null;
        if (key.startsWith(directory)) {
            rest = key.substring(directory.length());
        }
        if (rest != null && !rest.isEmpty() && resolve(directory, rest).equals(key)) {
            boolean word = rest.startsWith("-") || rest.startsWith("@");
            if (word) {
                return "./" + rest;
            }
            return rest;
        }
        return "/" + key;
    }

    /** A key as one word to type at the current prefix, for messages. */
    public static String word(CommandContext context, Bytes key) {
        return CommandWord.quote(show(context.directory(), key.text()));
    }

    /** The text to type for a key, absolute or relative like the typed word. */
    public static String showLike(String typed, String directory, String key) {
        if (typed.startsWith("/")) {
            return "/" + key;
        }
        int up = 0;
        while (typed.startsWith("../", up) || typed.startsWith("./", up)) {
            up = typed.indexOf('/', up) + 1;
        }
        String head = typed.substring(0, up);
        String from = resolve(directory, head);
        String kept = null;
        if (up > 0 && key.startsWith(from)) {
            kept = head + key.substring(from.length());
        }
        if (kept != null && resolve(directory, kept).equals(key)) {
            return kept;
        }
        return show(directory, key);
    }

    /** A cell with a key relative to the current prefix; secrets in keys are shown while the session shows secrets. */
    public static KeyCell cell(CommandContext context, String directory, Bytes key) {
        return cell(directory, key, SecretKeys.has(key) ? ValueOption.policy(context, false) : SecretPolicy.HIDE);
    }

    /** A cell with a key; the policy decides whether a secret is shown. */
    public static KeyCell cell(String directory, Bytes key, SecretPolicy policy) {
        return new KeyCell(key, show(directory, key.text()), !policy.hides());
    }
}
