package io.metash;

import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import io.metash.lua.LuaLibrary;
import io.metash.record.PrivateLibrary;
import io.metash.sort.RocksLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Unpacks native libraries into the launcher's cache, so that starts leave no copies in /tmp. */
final class NativeLibraries {
    private static final String ZSTD_PROPERTY = "ZstdNativePath";
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    private NativeLibraries() {}

    private static String zstd() {
        return "/linux/" + (ARM ? "aarch64" : "amd64") + "/libzstd-jni-" + ZstdVersion.VERSION + ".so";
    }

    private static List<String> resources() {
        String netty = "/META-INF/native/libio_grpc_netty_shaded_netty_";
        String suffix = "_x86_64.so";
        if (ARM) {
            suffix = "_aarch_64.so";
        }
        return List.of(
                "/com/sun/jna/linux-" + (ARM ? "aarch64" : "x86-64") + "/libjnidispatch.so",
                RocksLibrary.RESOURCE,
                LuaLibrary.RESOURCE,
                netty + "tcnative_linux" + suffix,
                netty + "transport_native_epoll" + suffix,
                zstd());
    }

    /** Unpacks all libraries for this platform into a directory. */
    static void unpack(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String resource : resources()) {
            boolean rocks = resource.equals(RocksLibrary.RESOURCE);
            String name = RocksLibrary.FILE;
            if (!rocks) {
                name = resource.substring(resource.lastIndexOf('/') + 1);
            }
            Path file = directory.resolve(name);
            try (InputStream in = NativeLibraries.class.getResourceAsStream(resource)) {
                if (in == null) {
                    continue;
                }
                Files.deleteIfExists(file);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                try (var out = Files.newOutputStream(file)) {
                    in.transferTo(out);
                }
            }
        }
        System.setProperty("jna.boot.library.path", directory.toString());
    }

    /**
     * Loads zstd when the launcher set no directory: its own loader leaves a copy in the temporary directory until
     * the process ends. Errors are reported on first use.
     */
    static void loadZstd() {
        if (System.getProperty(ZSTD_PROPERTY) != null) {
            return;
        }
        try {
            PrivateLibrary.load(zstd(), file -> {
                System.setProperty(ZSTD_PROPERTY, file.toString());
                Native.load();
            });
        } catch (LinkageError cannotBeLoaded) {
            System.clearProperty(ZSTD_PROPERTY);
        }
    }
}
