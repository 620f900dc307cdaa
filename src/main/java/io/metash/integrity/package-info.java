/**
 * The checks of a meta store, in one place for all commands that read one.
 *
 * <p>{@link io.metash.integrity.StoreChecks} sees every record of a stream once and keeps ids and hashes only, so its
 * memory does not grow with the store. It reports a {@link io.metash.integrity.Finding}: the failed
 * {@link io.metash.integrity.StoreCheck}, the line, and the resulting {@link io.metash.integrity.Grade}.
 * {@code verify} lists the findings; {@link io.metash.integrity.CheckedSink} guards everything that builds or opens a
 * store, and rejects a store for its worst finding, with the same text and exit status.
 */
@NullMarked
package io.metash.integrity;

import org.jspecify.annotations.NullMarked;
