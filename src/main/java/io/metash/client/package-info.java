/**
 * The client of the meta service, and of its admin API.
 *
 * <p>A {@code MetaClient} has several <em>endpoints</em> and is connected to one. The connection starts with a
 * handshake: both sides send their version, the client its user, and the service returns a token for all later calls.
 * A failed read is retried at the next endpoint; a failed write only if it certainly was not carried out, since a
 * write carried out twice or wrongly reported as lost is the worst outcome (meta-service-api §2.5, §3.6). A node that
 * is not the leader names the leader, and the client switches to it. {@code Cluster} implements this;
 * {@code KeyReads}, {@code KeyWrites} and {@code NodeStreams} are the calls of {@code MetaClient} that differ between
 * releases.
 *
 * <p>Every call has a deadline: a service handles one request at a time, and a request that waits for a quorum blocks
 * all others (meta-service-api §2.6). Requests that could harm a service are rejected before they are sent
 * (meta-service-api §0.12).
 */
@NullMarked
package io.metash.client;

import org.jspecify.annotations.NullMarked;
