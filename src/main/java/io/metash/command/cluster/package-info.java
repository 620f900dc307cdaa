/**
 * {@code init-cluster}: makes, shows, applies, resumes and rolls back a plan for a new cluster, and the guide that asks the
 * questions.
 */
package io.metash.command.cluster;
