/**
 * The wire: what the meta service and its clients say to each other.
 *
 * <p>The messages and the service's stub are generated from {@code src/main/proto/metash/wire}: {@code kv.proto} for values,
 * conditions and operations, {@code service.proto} for the calls. Their field numbers are those of meta-service-api §1, so that a
 * real server reads what we write. One type differs on purpose: the lines of an exported chunk are strings for the service and
 * bytes for us, the same on the wire, which spares decoding what is only passed on.
 *
 * <p>A call carries its token in the binary metadata {@code auth-token-bin}; a server that is not the leader names the leader's
 * endpoint in {@code x-databend-meta-leader-grpc-endpoint}.
 */
package io.metash.wire;
