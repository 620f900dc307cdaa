package io.metash.testing;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Exports of earlier releases, from Databend's own tests. */
public final class History {
    /** All exports of V0 to V003 that contain a complete store, oldest first. */
    public static final List<String> WHOLE = List.of(
            "v0a-20220222-metactl-meta",
            "v0a-20220415-metactl-meta",
            "v0a-20220428-metactl-meta",
            "v0a-20220429-metactl-meta",
            "v0a-20220504-metactl-meta",
            "v0b-20220507-metactl-meta",
            "v0b-20220623-metactl-meta",
            "v0b-20221101-metactl-meta",
            "v0b-20230116-upgrade09-meta-v23",
            "v0b-20230202-metactl-meta-1",
            "v0b-20230202-metactl-meta-2",
            "v0b-20230202-upgrade09-meta-v23-a",
            "v0b-20230307-openraft07-meta",
            "v0c-20230307-metactl-meta",
            "v0c-20230307-openraft07-want",
            "v0c-20230509-metactl-want_exported",
            "v0h-20230421-openraft07-want",
            "v0h-20230509-openraft07-want",
            "v001-20230518-openraft07-want",
            "v002-20230808-metactl-meta_v002",
            "v002-20230808-metactl-want_exported_v002",
            "v002-20241104-metactl-meta_v002",
            "v003-20240627-metactl-meta_v003",
            "v003-20240627-metactl-want_exported_v003",
            "v003-20241104-metactl-want_exported_v003",
            "v003-20241110-metactl-meta_v003");

    private History() {}

    /** The text of an export, by its name without suffix. */
    public static String text(String name) throws IOException {
        try (InputStream in = new ZstdInputStream(Files.newInputStream(packed(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The same text compressed by zstd, as stored in the repository. */
    public static Path packed(String name) {
        return TestData.file("history/" + name + ".ndjson.zst");
    }
}
