package io.metash.testing;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.metash.record.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stored messages in protobuf's text form, with the versions of a current program. */
public final class StoredBytes {
    private static final byte[] HEADER = {0x0f, 1, 0, 0};
    private static final Map<String, Descriptor> TYPES = load();

    private StoredBytes() {}

    private static Map<String, Descriptor> load() {
        try (InputStream in = StoredBytes.class.getResourceAsStream("/io/metash/catalog/stored-messages.desc")) {
            List<FileDescriptorProto> left = new ArrayList<>(
                    DescriptorProtos.FileDescriptorSet.parseFrom(in).getFileList());
            Map<String, FileDescriptor> built = new HashMap<>();
            built.put("google/protobuf/descriptor.proto", DescriptorProtos.getDescriptor());
            Map<String, Descriptor> types = new HashMap<>();
            while (!left.isEmpty()) {
                FileDescriptorProto next = left.stream()
                        .filter(file -> built.keySet().containsAll(file.getDependencyList()))
                        .findFirst()
                        .orElseThrow();
                left.remove(next);
                FileDescriptor file = FileDescriptor.buildFrom(
                        next, next.getDependencyList().stream().map(built::get).toArray(FileDescriptor[]::new));
                built.put(next.getName(), file);
                file.getMessageTypes().forEach(type -> types.put(type.getName(), type));
            }
            return types;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (Descriptors.DescriptorValidationException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /** The bytes of a message. */
    public static Bytes of(String type, String text) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(TYPES.get(type));
        try {
            TextFormat.merge(text + " ver: 182 min_reader_ver: 24", message);
        } catch (TextFormat.ParseException wrong) {
            throw new IllegalArgumentException(wrong);
        }
        return Bytes.of(message.build().toByteArray());
    }

    /** A large value as current programs store it: compressed by zstd, after a header. */
    public static Bytes packed(Bytes plain) {
        byte[] body = Zstd.compress(plain.array());
        byte[] value = new byte[HEADER.length + body.length];
        System.arraycopy(HEADER, 0, value, 0, HEADER.length);
        System.arraycopy(body, 0, value, HEADER.length, body.length);
        return Bytes.of(value);
    }

    /** The value without compression. */
    public static byte[] unpacked(byte[] value) {
        boolean packed =
                value.length > HEADER.length && Arrays.equals(value, 0, HEADER.length, HEADER, 0, HEADER.length);
        if (!packed) {
            return value;
        }
        try (InputStream in =
                new ZstdInputStream(new ByteArrayInputStream(value, HEADER.length, value.length - HEADER.length))) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
