package io.metash.tenant;

/**
 * Options of a filter.
 *
 * @param tenant the tenant to keep, in readable or stored form
 * @param strict whether to fail like metactl
 * @param unknown the treatment of keys of unknown families; ignored when strict
 */
public record FilterOptions(String tenant, boolean strict, UnknownKeys unknown) {}
