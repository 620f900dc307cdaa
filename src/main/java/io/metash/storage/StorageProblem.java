package io.metash.storage;

import io.metash.record.ExitStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reasons why object storage rejects a request, with the next step for each. */
enum StorageProblem {
    CREDENTIALS_EXPIRED(
            ExitStatus.UNREACHABLE,
            "the credentials have expired",
            "renew them, then run the same command again",
            "ExpiredToken",
            "TokenRefreshRequired",
            "ExpiredTokenException",
            "SecurityTokenExpired"),
    CLOCK_SKEW(
            ExitStatus.UNREACHABLE,
            "the clock of this machine differs too much from the clock of the storage",
            "set the clock (timedatectl set-ntp true), then run the same command again",
            "RequestTimeTooSkewed",
            "RequestExpired",
            "AuthFailureExpired"),
    WRONG_REGION(
            ExitStatus.UNREACHABLE,
            "the bucket is in another region, or the endpoint is another region's",
            "set region and endpoint of that bucket in metash.toml under [shelves.NAME]",
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "TemporaryRedirect",
            "SecondLevelDomainForbidden"),
    BAD_CREDENTIALS(
            ExitStatus.UNREACHABLE,
            "the storage rejects the credentials",
            "check the access key and its secret in metash.toml under [shelves.NAME], or in the environment",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidToken",
            "AuthenticationFailed",
            "InvalidAuthenticationInfo",
            "Unauthorized"),
    FORBIDDEN(
            ExitStatus.UNREACHABLE,
            "the credentials do not permit this (403)",
            "grant list, read, write and delete on the prefix; 'backups' and 'verify' need list and read only",
            "AccessDenied",
            "AllAccessDisabled",
            "AuthorizationFailure",
            "AuthorizationPermissionMismatch",
            "Forbidden"),
    NO_BUCKET(
            ExitStatus.IO,
            "no such bucket",
            "check the spelling of the URL; metash does not create buckets",
            "NoSuchBucket",
            "ContainerNotFound",
            "InvalidBucketName"),
    QUOTA(
            ExitStatus.IO,
            "the storage is full: its quota is exhausted",
            "remove old backups (metash backups prune URL --keep-daily 7), or raise the quota",
            "QuotaExceeded",
            "XMinioStorageFull",
            "XMinioAdminBucketQuotaExceeded",
            "InsufficientStorage",
            "TotalSizeExceeded",
            "AccountBeingCreatedQuota"),
    BUSY(
            ExitStatus.UNREACHABLE,
            "the storage is overloaded or fails, even after retries",
            "run the same command again later",
            "SlowDown",
            "ServiceUnavailable",
            "InternalError",
            "ServerBusy",
            "RequestTimeout",
            "OperationTimedOut"),
    NO_CREDENTIALS(
            ExitStatus.UNREACHABLE,
            "no credentials were found",
            "set them in metash.toml under [shelves.NAME], or in the environment"),
    TLS(
            ExitStatus.UNREACHABLE,
            "the TLS connection failed",
            "check that endpoint begins with the right http:// or https://, and that the system trusts its"
                    + " certificate"),
    UNREACHABLE(
            ExitStatus.UNREACHABLE,
            "the storage cannot be reached",
            "check endpoint in metash.toml under [shelves.NAME], and the network"),
    CUT(
            ExitStatus.UNREACHABLE,
            "the connection was cut, even after retries",
            "check the network, then run the same command again"),
    SETTINGS(
            ExitStatus.USAGE,
            "the settings of this storage are wrong or incomplete",
            "add the missing settings in metash.toml under [shelves.NAME]"),
    OTHER(ExitStatus.IO, "the storage refused the request", "run the same command with --debug to see its full answer");

    private final ExitStatus status;
    private final String what;
    private final String next;
    private final List<String> codes;

    StorageProblem(ExitStatus status, String what, String next, String... codes) {
        this.status = status;
        this.what = what;
        this.next = next;
        this.codes = List.of(codes);
    }

    ExitStatus status() {
        return status;
    }

    String what() {
        return what;
    }

    String next() {
        return next;
    }

    /** Returns the problem of a provider's error code, else of the HTTP status (0 for none). */
    static StorageProblem of(String code, int httpStatus) {
        return Arrays.stream(values())
                .filter(problem -> problem.codes.stream().anyMatch(known -> known.equalsIgnoreCase(code)))
                .findFirst()
                .orElse(ofHttp(httpStatus));
    }

    private static StorageProblem ofHttp(int status) {
        return switch (status) {
            case 301, 307 -> WRONG_REGION;
            case 401 -> BAD_CREDENTIALS;
            case 403 -> FORBIDDEN;
            case 507 -> QUOTA;
            case 429, 500, 502, 503, 504 -> BUSY;
            default -> OTHER;
        };
    }

    /**
     * Returns the problem of an error without a server's answer, from OpenDAL's text, since such errors have no
     * codes.
     */
    static StorageProblem ofTransport(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (containsAny(
                lower, "certificate", "invalid peer", "tls handshake", "corrupt message", "invalidcontenttype")) {
            return TLS;
        }
        if (containsAny(lower, "credential", "no valid signer")) {
            return NO_CREDENTIALS;
        }
        if (containsAny(lower, "client error (connect)", "dns error", "connection refused")) {
            return UNREACHABLE;
        }
        if (containsAny(
                lower,
                "connection reset",
                "incomplete",
                "closed before",
                "broken pipe",
                "error sending request",
                "body")) {
            return CUT;
        }
        return OTHER;
    }

    private static boolean containsAny(String text, String... parts) {
        return Arrays.stream(parts).anyMatch(text::contains);
    }
}
