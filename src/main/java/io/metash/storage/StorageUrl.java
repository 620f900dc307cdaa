package io.metash.storage;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in object storage: {@code s3://BUCKET/PATH}.
 *
 * @param kind the kind of storage
 * @param bucket the bucket or container; for WebDAV the host with an optional port
 * @param path the path without leading and trailing slashes; empty for the bucket itself
 */
public record StorageUrl(StorageKind kind, String bucket, String path) {
    private static final Pattern URL = Pattern.compile("([a-z][a-z0-9+.-]*)://(.*)", Pattern.DOTALL);

    /**
     * Parses a URL.
     *
     * @return empty when the text is a path rather than a URL
     * @throws Failure with status 2 for a URL of unknown kind, without a bucket, or with credentials or a query
     */
    public static Optional<StorageUrl> parse(String text) {
        Matcher matcher = URL.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String rest = matcher.group(2);
        if (rest.indexOf('@') >= 0 && rest.indexOf('@') < (rest + "/").indexOf('/')) {
            // Not quoted: the text before the @ is a secret.
            throw Failure.of(ExitStatus.USAGE, "a URL must not contain credentials: other users can see command lines")
                    .next("set them in metash.toml under [shelves.NAME], or in the environment");
        }
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw Failure.of(ExitStatus.USAGE, "an object storage URL must not contain ? or #")
                    .next("set options in metash.toml under [shelves.NAME]");
        }
        StorageKind kind = StorageKind.ofScheme(matcher.group(1)).orElseThrow(() -> Failure.of(
                        ExitStatus.USAGE, "'" + matcher.group(1) + "' is not a known kind of storage")
                .at(text)
                .next("known are " + StorageKind.schemes()));
        int slash = rest.indexOf('/');
        String bucket = rest;
        if (slash >= 0) {
            bucket = rest.substring(0, slash);
        }
        if (bucket.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "the URL names no bucket")
                    .at(text)
                    .next(kind.scheme() + "://BUCKET/PATH");
        }
        String path = "";
        if (slash >= 0) {
            path = rest.substring(slash).replaceAll("/+", "/");
        }
        return Optional.of(new StorageUrl(kind, bucket, path.replaceAll("^/|/$", "")));
    }

    /** Whether a text looks like a URL, even an invalid one. */
    public static boolean looksLikeUrl(String text) {
        return URL.matcher(text).matches();
    }

    /** The last part of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The parent: the path without its last part. */
    StorageUrl parent() {
        return new StorageUrl(kind, bucket, path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "");
    }

    /** The place of a name directly below this one. */
    StorageUrl child(String name) {
        return new StorageUrl(kind, bucket, path.isEmpty() ? name : path + "/" + name);
    }

    /** Whether this place equals or contains another, at any depth. */
    boolean holds(StorageUrl other) {
        return kind == other.kind
                && bucket.equals(other.bucket)
                && (path.isEmpty() || path.equals(other.path) || other.path.startsWith(path + "/"));
    }

    @Override
    public String toString() {
        return kind.scheme() + "://" + bucket + (path.isEmpty() ? "" : "/" + path);
    }
}
