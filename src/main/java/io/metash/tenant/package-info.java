/**
 * Filters the lines of an export by tenant, by the rules of {@code metactl filter-tenant} (formats/filter-tenant.md).
 */
package io.metash.tenant;
