package io.metash.client;

import java.nio.file.Path;

/**
 * How an endpoint proves who it is.
 *
 * @param caOrNull the certificates to trust (PEM); null for those of the system
 * @param domainOrNull the name that the endpoint's certificate must be for; null for its host
 */
public record Tls(Path caOrNull, String domainOrNull) {}
