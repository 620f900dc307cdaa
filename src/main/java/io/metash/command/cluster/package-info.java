/**
 * {@code init-cluster}: plans, shows, applies, resumes and rolls back a new cluster; {@link
 * io.metash.command.cluster.Guide} asks for the input.
 */
@NullMarked
package io.metash.command.cluster;

import org.jspecify.annotations.NullMarked;
