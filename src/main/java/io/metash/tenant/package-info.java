/**
 * Filters the lines of an export by tenant, by the rules of {@code metactl filter-tenant} (formats/filter-tenant.md).
 */
@NullMarked
package io.metash.tenant;

import org.jspecify.annotations.NullMarked;
