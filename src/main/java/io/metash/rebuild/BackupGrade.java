package io.metash.rebuild;

import io.metash.backup.Manifest;
import io.metash.record.Failure;
import io.metash.record.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How sure one can be that a backup is whole, in words. */
final class BackupGrade {
    private BackupGrade() {}

    /**
     * The grade of a backup whose SHA-256 is known.
     *
     * @throws Failure when its manifest says that it is another file, or not all of it
     */
    static String of(Path backup, String sha256) throws IOException {
        Manifest manifest = Manifest.of(backup);
        if (manifest == null) {
            return "completeness unproved: it has no manifest";
        }
        if (manifest.sha256().equals(sha256)) {
            return "proved complete: it is what its manifest says";
        }
        boolean cut = Files.size(backup) < manifest.bytes();
        throw Failure.of(
                        cut ? Status.INCOMPLETE : Status.DAMAGED,
                        cut ? "the backup is incomplete" : "the backup is not what its manifest says")
                .at(backup.toString())
                .because("it has " + Files.size(backup) + " bytes and SHA-256 " + sha256.substring(0, 12)
                        + "..., the manifest says " + manifest.bytes() + " and "
                        + manifest.sha256().substring(0, 12) + "...")
                .next("take another backup; verify FILE tells more");
    }
}
