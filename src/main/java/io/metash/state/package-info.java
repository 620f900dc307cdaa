/**
 * The state machine: what a meta store says once its log is applied.
 *
 * <p>A {@link io.metash.state.ReadStore} is a state to read from, such as a snapshot. An {@link io.metash.state.OverlayStore}
 * lays changes over one. {@link io.metash.state.StateMachine} applies log entries to it by the rules of the meta service
 * (meta-service-api §3.2, §3.6, §3.7, §4): sequence numbers, expiry, conditions, transactions. It is used by a session on a
 * directory or a file, which shows the state as of the last committed entry.
 *
 * <p>Nothing here looks at a clock: time comes with the entries, as it does on every node of a cluster.
 */
package io.metash.state;
