package io.metash.tenant;

/**
 * What a filter does where metactl fails.
 *
 * @param tenant the tenant to keep, in readable or in stored form
 * @param strict whether it fails as metactl does
 * @param unknown what becomes of keys of unknown families; of no effect when strict
 */
public record FilterOptions(String tenant, boolean strict, UnknownKeys unknown) {}
