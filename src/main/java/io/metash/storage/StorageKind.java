package io.metash.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kinds of object storage, each with its URL scheme and OpenDAL service. */
public enum StorageKind {
    /** Amazon S3 and compatible services. */
    S3("s3", "s3", "bucket", List.of("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")),
    /** Google Cloud Storage. */
    GCS("gs", "gcs", "bucket", List.of("GOOGLE_APPLICATION_CREDENTIALS")),
    /** Azure Blob Storage. */
    AZBLOB("azblob", "azblob", "container", List.of("AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT_KEY")),
    /** Alibaba Cloud OSS. */
    OSS("oss", "oss", "bucket", List.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")),
    /** Tencent Cloud COS. */
    COS("cos", "cos", "bucket", List.of("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")),
    /** A WebDAV server, whose URL has the host in place of a bucket. */
    WEBDAV("webdav", "webdav", null, List.of());

    private static final Set<String> SECRETS = Set.of(
            "access_key_id",
            "access_key_secret",
            "account_key",
            "credential",
            "encryption_key",
            "external_id",
            "password",
            "sas_token",
            "secret_access_key",
            "secret_id",
            "secret_key",
            "security_token",
            "server_side_encryption_customer_key",
            "session_token",
            "token");

    private final String scheme;
    private final String service;
    private final @Nullable String bucketKey;
    private final List<String> variables;

    StorageKind(String scheme, String service, @Nullable String bucketKey, List<String> variables) {
        this.scheme = scheme;
        this.service = service;
        this.bucketKey = bucketKey;
        this.variables = variables;
    }

    /** Returns the kind of a URL scheme. */
    static Optional<StorageKind> ofScheme(String scheme) {
        return Arrays.stream(values())
                .filter(kind -> kind.scheme.equals(scheme))
                .findFirst();
    }

    /** The URL scheme, before {@code ://}. */
    public String scheme() {
        return scheme;
    }

    /** The name of the OpenDAL service. */
    String service() {
        return service;
    }

    /** OpenDAL's option name of the bucket; empty when the URL names a host. */
    Optional<String> bucketKey() {
        return Optional.ofNullable(bucketKey);
    }

    /** The environment variables of the provider's own tools, for advice. */
    List<String> variables() {
        return variables;
    }

    /** Returns the secret values among the options, which must not be printed. */
    static Set<String> secretsIn(Map<String, String> options) {
        return options.entrySet().stream()
                .filter(option ->
                        isSecret(option.getKey()) && !option.getValue().isEmpty())
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    /** Whether the value of an option is a secret. */
    public static boolean isSecret(String key) {
        return SECRETS.contains(key);
    }

    /** All schemes, for messages. */
    static String schemes() {
        return Arrays.stream(values()).map(kind -> kind.scheme + "://").collect(Collectors.joining(", "));
    }
}
