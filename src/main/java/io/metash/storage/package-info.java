/**
 * Places that hold backups: directories and object storage.
 *
 * <p>A backup is a {@link io.metash.storage.StoredFile}, a local file or an object. Its
 * {@link io.metash.storage.ObjectStore store} is a directory or a prefix in a bucket, which lists objects, reads
 * ranges, creates objects under unused names, and deletes them. {@link io.metash.storage.Storage} resolves the text
 * that a user typed (a path or a {@link io.metash.storage.StorageUrl URL}) into one of them.
 *
 * <p>Object storage is reached through Apache OpenDAL, whose native library loads with the first URL. Its settings
 * are those of the {@link io.metash.storage.ShelfSettings shelf} in {@code metash.toml} whose URL is the longest
 * prefix of the given one; OpenDAL takes missing options from the provider's environment variables, profiles and
 * instance roles.
 *
 * <p>Objects never change: they appear complete under an unused name, and are deleted. Errors of the service become
 * {@link io.metash.record.Failure failures} in {@link io.metash.storage.StorageErrors}; no credential is part of any
 * message.
 */
@NullMarked
package io.metash.storage;

import org.jspecify.annotations.NullMarked;
