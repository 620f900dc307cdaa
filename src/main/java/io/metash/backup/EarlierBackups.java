package io.metash.backup;

import io.metash.storage.ObjectInfo;
import io.metash.storage.ObjectStore;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares a new backup with earlier backups of the same cluster on the shelf. */
public final class EarlierBackups {
    /** Number of backups to compare, the last ones by name. */
    private static final int LOOKED_AT = 3;

    private EarlierBackups() {}

    /**
     * Returns an earlier backup that holds more of the log than the new one: the node lagged, or the store was
     * rebuilt.
     */
    public static Optional<ShelvedBackup> richer(ObjectStore shelf, BackupName name, StoredFile made, Manifest manifest)
            throws IOException {
        ShelvedBackup added = new ShelvedBackup(made, manifest, null, manifest.madeAtMs(), manifest.bytes());
        List<ObjectInfo> all = shelf.list();
        Set<String> names = all.stream().map(ObjectInfo::name).collect(Collectors.toSet());
        List<ObjectInfo> last = all.stream()
                .filter(each -> name.sameCluster(each.name()) && !each.name().equals(made.name()))
                .filter(each -> names.contains(each.name() + Manifest.SUFFIX))
                .sorted(Comparator.comparing(ObjectInfo::name).reversed())
                .limit(LOOKED_AT)
                .toList();
        for (ObjectInfo each : last) {
            StoredFile file = shelf.file(each.name());
            Manifest its = Manifest.of(file);
            if (its == null) {
                continue;
            }
            ShelvedBackup earlier = new ShelvedBackup(file, its, null, its.madeAtMs(), each.bytes());
            boolean same = earlier.cluster().equals(added.cluster());
            if (same && ShelvedBackup.byLastLog(earlier, added) > 0) {
                return Optional.of(earlier);
            }
        }
        return Optional.empty();
    }
}
