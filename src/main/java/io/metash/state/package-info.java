/**
 * The state machine: the state of a meta store after its log is applied.
 *
 * <p>A {@link io.metash.state.ReadStore} is a readable state, such as a snapshot. An
 * {@link io.metash.state.OverlayStore} adds changes to one. {@link io.metash.state.StateMachine} applies log entries
 * by the rules of the meta service (meta-service-api §3.2, §3.6, §3.7, §4): sequence numbers, expiry, conditions,
 * transactions. Sessions on directories and files use it to show the state at the last committed entry.
 *
 * <p>No code here reads a clock: time comes with the entries, as on every node of a cluster.
 */
@NullMarked
package io.metash.state;

import org.jspecify.annotations.NullMarked;
