/**
 * What must hold in a meta store, checked in one place for all who take lines or a directory for one.
 *
 * <p>{@link io.metash.integrity.StoreChecks} sees every record of a stream once and keeps ids and hashes only, so its memory does
 * not grow with the store. What it finds is a {@link io.metash.integrity.Finding}: which {@link io.metash.integrity.StoreCheck} failed,
 * in which line, and which {@link io.metash.integrity.Grade} that makes of the whole. {@code verify} lists the findings; {@link
 * io.metash.integrity.CheckedSink} stands before everything that builds or opens a store and refuses it for the worst of them, in
 * the same words and with the same exit status.
 */
package io.metash.integrity;
