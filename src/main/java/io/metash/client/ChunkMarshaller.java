package io.metash.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.metash.wire.ExportedChunk;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads export chunks with a single copy of their bytes on the heap; the default marshaller copies a long line three
 * times.
 */
final class ChunkMarshaller implements MethodDescriptor.Marshaller<ExportedChunk> {
    @Override
    public InputStream stream(ExportedChunk chunk) {
        return chunk.toByteString().newInput();
    }

    @Override
    public ExportedChunk parse(InputStream stream) {
        try {
            byte[] bytes = new byte[stream instanceof KnownLength ? stream.available() : 0];
            if (bytes.length == 0) {
                bytes = stream.readAllBytes();
            } else {
                stream.readNBytes(bytes, 0, bytes.length);
            }
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            in.enableAliasing(true);
            ExportedChunk chunk = ExportedChunk.parser().parseFrom(in, ExtensionRegistryLite.getEmptyRegistry());
            in.checkLastTagWas(0);
            return chunk;
        } catch (InvalidProtocolBufferException bad) {
            throw Status.INTERNAL
                    .withDescription("Invalid protobuf byte sequence")
                    .withCause(bad)
                    .asRuntimeException();
        } catch (IOException failed) {
            throw Status.INTERNAL
                    .withDescription("cannot read a message")
                    .withCause(failed)
                    .asRuntimeException();
        }
    }
}
