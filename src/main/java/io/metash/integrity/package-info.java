/**
 * The checks of a meta store, in one place for all commands that read one.
 *
 * <p>{@link io.metash.integrity.StoreChecks} sees every record of a stream once and keeps ids and hashes only, so its memory does
 * not grow with the store. What it finds is a {@link io.metash.integrity.Finding}: which {@link io.metash.integrity.StoreCheck} failed,
 * in which line, and which {@link io.metash.integrity.Grade} that makes of the whole. {@code verify} lists the findings; {@link
 * io.metash.integrity.CheckedSink} guards everything that builds or opens a store, and rejects it for the worst finding, with the same text and exit status.
 */
package io.metash.integrity;
