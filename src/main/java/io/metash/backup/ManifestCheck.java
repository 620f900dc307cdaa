package io.metash.backup;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks a file against its manifest while it is read: {@link #of} before, {@link #watch} around its bytes,
 * {@link #settle} at the end. A file without a manifest passes as unproved.
 */
public final class ManifestCheck {
    /** Note about an input without a manifest. */
    public static final String UNPROVED =
            "completeness unproved: the input has no manifest, so truncation would go unnoticed";

    private final StoredFile file;
    /** The manifest; null for none. */
    private final @Nullable Located stated;

    private @Nullable ChecksumInput watched;

    /** A manifest and its location. */
    private record Located(StoredFile place, Manifest manifest) {}

    private ManifestCheck(StoredFile file, @Nullable Located stated) {
        this.file = file;
        this.stated = stated;
    }

    /**
     * Starts the check of a file.
     *
     * @throws Failure with status 3 or 4 when the manifest is damaged or the file's size differs from it
     */
    public static ManifestCheck of(StoredFile file) throws IOException {
        StoredFile place = Manifest.placeFor(file);
        if (place == null) {
            return new ManifestCheck(file, null);
        }
        Manifest manifest = Manifest.read(place);
        ManifestCheck check = new ManifestCheck(file, new Located(place, manifest));
        long size = file.size();
        if (size < manifest.bytes()) {
            throw check.contradicted(
                    ExitStatus.INCOMPLETE,
                    "the file is incomplete: it has " + size + " bytes, its manifest has " + manifest.bytes(),
                    "it was cut after the export, or the manifest belongs to another backup");
        }
        if (size > manifest.bytes()) {
            throw check.contradicted(
                    ExitStatus.DAMAGED,
                    "the file is damaged: it has " + size + " bytes, its manifest has " + manifest.bytes(),
                    "data was added after the export, or the manifest belongs to another backup");
        }
        return check;
    }

    /** Starts the check of a local file. */
    public static ManifestCheck of(Path file) throws IOException {
        return of(StoredFile.of(file));
    }

    /** Returns the manifest, or null. */
    public @Nullable Manifest manifest() {
        if (stated == null) {
            return null;
        }
        return stated.manifest();
    }

    /** Opens the file for reading records and checks its bytes on the way. */
    public ExportText open() throws IOException {
        return ExportRecords.of(file, watch(file.open()));
    }

    /** Wraps the file's bytes to check them while they are read. */
    public InputStream watch(InputStream raw) {
        if (stated == null) {
            return raw;
        }
        ChecksumInput in = new ChecksumInput(raw);
        watched = in;
        return in;
    }

    /**
     * Completes the check after reading.
     *
     * @return a note on whether the file is proved complete
     * @throws Failure with status 3 when the file differs from its manifest
     */
    public String settle() throws IOException {
        if (stated == null) {
            return UNPROVED;
        }
        ChecksumInput in = Objects.requireNonNull(watched, "the file was not read through watch()");
        return settle(in.drain().sha256Hex());
    }

    /** Completes the check for a caller that computed the file's SHA-256 (hexadecimal) without {@link #watch}. */
    public String settle(String sha256) throws IOException {
        if (stated == null) {
            return UNPROVED;
        }
        Manifest manifest = stated.manifest();
        if (!sha256.equals(manifest.sha256())) {
            throw contradicted(
                    ExitStatus.DAMAGED,
                    "the file is damaged: it does not match its manifest",
                    "its SHA-256 is " + sha256 + ", the manifest has " + manifest.sha256());
        }
        return "complete: proved by its manifest, " + stated.place().name();
    }

    private Failure contradicted(ExitStatus status, String what, String why) {
        return Failure.of(status, what)
                .at(file.toString())
                .because(why)
                .next("metash verify " + ShellWord.of(file) + " shows where; use another backup");
    }
}
