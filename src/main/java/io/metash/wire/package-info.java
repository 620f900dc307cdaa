/**
 * The gRPC protocol of the meta service.
 *
 * <p>Messages and stub are generated from {@code src/main/proto/metash/wire}: {@code kv.proto} for values, conditions
 * and operations, {@code service.proto} for the calls. Field numbers are those of meta-service-api §1, so the
 * protocol is compatible with Databend's. One type differs on purpose: the lines of an exported chunk are strings in
 * Databend's definition and bytes here; the encoding is identical, and lines that are only copied need no decoding.
 *
 * <p>A call carries its token in the binary metadata {@code auth-token-bin}; a follower names the leader's endpoint
 * in {@code x-databend-meta-leader-grpc-endpoint}.
 */
@NullMarked
package io.metash.wire;

import org.jspecify.annotations.NullMarked;
