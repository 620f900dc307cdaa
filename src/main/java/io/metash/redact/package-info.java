/**
 * Copies of a store that are safe to share. {@link io.metash.redact.KeyedPseudonyms} gives the same pseudonym to the same name in
 * keys and values; {@link io.metash.redact.RedactedSource} is a record stream with names, hosts, paths and free text replaced and
 * secrets removed. Ids, sequence numbers, versions, times and log positions stay, so that the copy can be imported and started.
 */
@NullMarked
package io.metash.redact;

import org.jspecify.annotations.NullMarked;
