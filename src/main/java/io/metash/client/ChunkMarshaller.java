package io.metash.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads export chunks with a single copy of their bytes on the heap; the default marshaller copies a long line three
 * times. They are only received.
 */
final class ChunkMarshaller implements MethodDescriptor.Marshaller<ExportChunk> {
    @Override
    public InputStream stream(ExportChunk chunk) {
        throw new UnsupportedOperationException("chunks are only received");
    }

    @Override
    public ExportChunk parse(InputStream stream) {
        try {
            byte[] bytes = new byte[stream instanceof KnownLength ? stream.available() : 0];
            if (bytes.length == 0) {
                bytes = stream.readAllBytes();
            } else {
                stream.readNBytes(bytes, 0, bytes.length);
            }
            return ExportChunk.parse(bytes);
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
