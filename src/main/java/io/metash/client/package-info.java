/**
 * The client of the meta service, and of its admin API.
 *
 * <p>A {@code MetaClient} knows several <em>endpoints</em>, of which it speaks to one. Before the first call it shakes hands:
 * both sides say their version, the client its user, the service gives a token that goes with every later call. A call that
 * reads is tried again at the next endpoint when one fails; a call that writes is tried again only when it certainly did not
 * happen, for nothing is worse than a write done twice or one reported as lost that was not (meta-service-api §2.5, §3.6). A node
 * that is not the leader names the leader, and the client turns to it. All that is in {@code Cluster}; the calls themselves are in
 * {@code MetaClient}.
 *
 * <p>Every call has a deadline: a service works on one request at a time, and one that waits for a quorum keeps all others
 * waiting (meta-service-api §2.6). What could hurt a service is refused before it is sent (meta-service-api §0.12).
 */
package io.metash.client;
