/**
 * {@code init-cluster}: a plan for a new cluster made, shown, applied, resumed, rolled back, and the guide that asks the questions.
 *
 * <p>{@link io.metash.command.cluster.Guide} leads from "what happened?" to a running cluster. Everything it does can be done by a plan
 * file and the subcommands as well.
 */
package io.metash.command.cluster;
