package io.metash.backup;

import io.metash.ndjson.JsonText;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.Sha256;
import io.metash.record.StoredMembership;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of an export, one line of JSON in a file next to it: source, counts and checksums.
 *
 * @param madeAtMs the time of the export in milliseconds since the epoch
 * @param tool the program and its version
 * @param source the exported store
 * @param dataVersion the data version, {@code V004}
 * @param committed the last log id known to be committed, or null
 * @param lastApplied the last log id in the state machine, or null
 * @param lastLog the last log id, or null
 * @param membership the membership in the state machine, or null when there is none
 * @param nodes the nodes by id
 * @param families the count of each record kind
 * @param records the number of records
 * @param bytes the size of the file
 * @param sha256 the SHA-256 of the file in hexadecimal, as {@code sha256sum} prints it
 * @param crc32c the CRC-32C of each block of {@link Checksums#BLOCK_BYTES} of the file, in hexadecimal
 * @param textBytes the uncompressed size
 * @param textSha256 the SHA-256 of the uncompressed text, which is the digest of the store (decisions 16)
 */
public record Manifest(
        long madeAtMs,
        String tool,
        Source source,
        String dataVersion,
        @Nullable LogId committed,
        @Nullable LogId lastApplied,
        @Nullable LogId lastLog,
        @Nullable StoredMembership membership,
        NavigableMap<Long, Node> nodes,
        List<Count> families,
        long records,
        long bytes,
        String sha256,
        List<String> crc32c,
        long textBytes,
        String textSha256) {
    /** The extension of a manifest, appended to the file name of the export. */
    public static final String SUFFIX = ".manifest";

    /** Limit on the size of a manifest. */
    private static final int LARGEST_BYTES = 64 << 20;

    private static final String OWN_SHA256 = "\"manifest_sha256\":\"";
    private static final int SHA256_DIGITS = 64;

    /**
     * The exported store.
     *
     * @param kind {@code dir}, {@code file} or {@code live}
     * @param place the path or address
     * @param cluster the cluster's name as given for the export, or null
     * @param nodeId the node's id, or null
     * @param dataVersion the data version of the store, such as {@code V0-b}; null in manifests written before this
     *     field existed
     */
    public record Source(
            String kind, String place, @Nullable String cluster, @Nullable Long nodeId, @Nullable String dataVersion) {
        /** Creates a source whose data version comes from the records. */
        public Source(String kind, String place, @Nullable String cluster, @Nullable Long nodeId) {
            this(kind, place, cluster, nodeId, null);
        }

        /** Creates a source whose node id, and data version unless given, come from the records. */
        public Source(String kind, String place, @Nullable String cluster, Optional<String> dataVersion) {
            this(kind, place, cluster, null, dataVersion.orElse(null));
        }

        /** Returns this source completed with the facts of the records. */
        Source of(StreamFacts facts) {
            String version = dataVersion;
            if (version == null) {
                version = facts.version();
            }
            return new Source(kind, place, cluster, facts.nodeId(), version);
        }
    }

    /**
     * The count of a record kind.
     *
     * @param family its name in the lines
     * @param records the number of lines
     * @param bytes the size of the lines, with line ends
     */
    public record Count(String family, long records, long bytes) {}

    /** The name of a local file's manifest. */
    public static Path nameFor(Path file) {
        return file.resolveSibling(file.getFileName() + SUFFIX);
    }

    /**
     * Reads the manifest of a file, next to the file or next to the target of a link.
     *
     * @return null when there is none
     * @throws Failure with status 3 when it is damaged
     */
    public static @Nullable Manifest of(StoredFile file) throws IOException {
        StoredFile place = placeFor(file);
        if (place == null) {
            return null;
        }
        return read(place);
    }

    /** Reads the manifest of a local file; null when there is none. */
    public static @Nullable Manifest of(Path file) throws IOException {
        return of(StoredFile.of(file));
    }

    /** Returns the location of a file's manifest, or null when there is none. */
    static @Nullable StoredFile placeFor(StoredFile file) throws IOException {
        if (!file.regular()) {
            return null;
        }
        StoredFile manifest = file.withSuffix(SUFFIX);
        if (manifest.exists()) {
            return manifest;
        }
        StoredFile target = file.resolved();
        StoredFile real = target.withSuffix(SUFFIX);
        if (!target.equals(file) && real.exists()) {
            return real;
        }
        Optional<Path> local = target.path();
        if (local.isEmpty()) {
            return null;
        }
        return new InterruptedExport(local.get()).manifest().map(StoredFile::of).orElse(null);
    }

    /** Reads a manifest. */
    public static Manifest read(StoredFile manifest) throws IOException {
        if (manifest.path().filter(Files::exists).isPresent() && !manifest.regular()) {
            throw damaged(manifest, "it is not a regular file");
        }
        try (InputStream in = manifest.open()) {
            byte[] text = in.readNBytes(LARGEST_BYTES + 1);
            if (text.length > LARGEST_BYTES) {
                throw damaged(manifest, "it has more than " + LARGEST_BYTES + " bytes, too large for a manifest");
            }
            return parse(text, manifest);
        } catch (NoSuchFileException vanished) {
            throw damaged(manifest, "it disappeared while it was read");
        }
    }

    /** Parses a manifest; {@code where} is for messages. */
    static Manifest parse(byte[] text, Object where) {
        // ISO 8859-1 keeps non-ASCII bytes unchanged: the hash is of bytes.
        String latin = new String(text, StandardCharsets.ISO_8859_1);
        int at = latin.lastIndexOf(OWN_SHA256) + OWN_SHA256.length();
        if (at < OWN_SHA256.length() || latin.length() < at + SHA256_DIGITS) {
            throw damaged(where, "it does not end in its own SHA-256");
        }
        String own = latin.substring(at, at + SHA256_DIGITS);
        MessageDigest sha256 = Sha256.digest();
        sha256.update(text, 0, at);
        sha256.update(text, at + SHA256_DIGITS, text.length - at - SHA256_DIGITS);
        if (!Sha256.of(sha256).equals(own)) {
            throw damaged(where, "its own SHA-256 does not match");
        }
        int length = text.length;
        while (length > 0 && text[length - 1] == '\n') {
            length--;
        }
        ManifestText.ManifestFile written = (ManifestText.ManifestFile)
                Objects.requireNonNull(JsonText.read(ManifestText.SHAPE, text, 0, length, where.toString()));
        if (written.format() != ManifestText.FORMAT || written.blockBytes() != Checksums.BLOCK_BYTES) {
            throw Failure.of(ExitStatus.VERSION, "the version of the manifest is not supported")
                    .at(where.toString())
                    .because("its format is " + written.format() + ", this metash reads " + ManifestText.FORMAT)
                    .next("use the version of metash that made it: "
                            + written.manifest().tool());
        }
        return written.manifest();
    }

    private static Failure damaged(Object manifest, String why) {
        return Failure.of(ExitStatus.DAMAGED, "the manifest is damaged")
                .at(manifest.toString())
                .because(why)
                .next("use another backup, or remove the manifest; the file's completeness is then unproved");
    }

    /** Returns the encoded manifest. */
    public byte[] bytesOfFile() {
        String text = JsonText.toString(ManifestText.SHAPE, ManifestText.ManifestFile.of(this)) + "\n";
        byte[] empty = text.getBytes(StandardCharsets.UTF_8);
        String own = Sha256.of(empty);
        int at = text.lastIndexOf(OWN_SHA256) + OWN_SHA256.length();
        return (text.substring(0, at) + own + text.substring(at)).getBytes(StandardCharsets.UTF_8);
    }

    /** Number of records of a kind. */
    public long records(RecordKind family) {
        return families.stream()
                .filter(count -> count.family().equals(family.label()))
                .mapToLong(Count::records)
                .sum();
    }

    /** This manifest without block checksums, which take 10 bytes of text per 4 MiB of the backup. */
    Manifest withoutBlocks() {
        return new Manifest(
                madeAtMs,
                tool,
                source,
                dataVersion,
                committed,
                lastApplied,
                lastLog,
                membership,
                nodes,
                families,
                records,
                bytes,
                sha256,
                List.of(),
                textBytes,
                textSha256);
    }

    /** Returns the voters' ids, or all nodes' ids when there is no membership. */
    public List<Long> voters() {
        if (membership == null || membership.membership().configs().isEmpty()) {
            return List.copyOf(nodes.keySet());
        }
        NavigableMap<Long, Boolean> voters = Membership.byId();
        membership.membership().configs().forEach(config -> config.forEach(id -> voters.put(id, true)));
        return List.copyOf(voters.keySet());
    }
}
