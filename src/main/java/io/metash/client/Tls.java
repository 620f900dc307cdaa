package io.metash.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS settings.
 *
 * @param ca the trusted certificates (PEM), or null for the system's
 * @param domain the expected name in the server's certificate, or null for the host
 */
public record Tls(@Nullable Path ca, @Nullable String domain) {}
