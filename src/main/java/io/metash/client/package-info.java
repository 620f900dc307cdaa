/**
 * The client of the meta service, and of its admin API.
 *
 * <p>A {@code MetaClient} has several <em>endpoints</em> and is connected to one. The connection starts with a handshake: both sides send their version, the client its user, and the service returns a token for all later calls. A failed read is retried at the next endpoint; a failed write only if it certainly was not carried out, since nothing is worse than a write done twice or one wrongly reported as lost (meta-service-api §2.5, §3.6). A node
 * that is not the leader names the leader, and the client switches to it. All that is in {@code Cluster}; the calls themselves are in
 * {@code MetaClient}.
 *
 * <p>Every call has a deadline: a service works on one request at a time, and one that waits for a quorum keeps all others
 * waiting (meta-service-api §2.6). What could hurt a service is refused before it is sent (meta-service-api §0.12).
 */
package io.metash.client;
