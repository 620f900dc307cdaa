package io.metash.testing;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.metash.record.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stored messages written in protobuf's text form, with the versions of a program of today. */
public final class StoredBytes {
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
}
