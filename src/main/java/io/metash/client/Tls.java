package io.metash.client;

import java.nio.file.Path;

/**
 * TLS settings.
 *
 * @param caOrNull the trusted certificates (PEM), or null for the system's
 * @param domainOrNull the expected name in the server's certificate, or null for the host
 */
public record Tls(Path caOrNull, String domainOrNull) {}
