package io.metash.backup;

import io.metash.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a shelf by what they are, judged by their names.
 *
 * @param files what may be backups
 * @param manifests the names of the files that have a manifest
 * @param markers the markers of uploads
 * @param unfinished the names that are reserved by markers and have no manifest
 * @param orphans the names of manifests whose file is missing
 * @param temporaries local files that are written now, or whose process was killed
 */
record ShelfContents(
        List<ObjectInfo> files,
        Set<String> manifests,
        List<ObjectInfo> markers,
        List<String> unfinished,
        List<String> orphans,
        List<ObjectInfo> temporaries) {
    static ShelfContents of(List<ObjectInfo> all) {
        List<ObjectInfo> files = new ArrayList<>();
        List<ObjectInfo> markers = new ArrayList<>();
        List<ObjectInfo> temporaries = new ArrayList<>();
        Set<String> manifests = new HashSet<>();
        Set<String> reserved = new HashSet<>();
        for (ObjectInfo each : all) {
            String name = each.name();
            if (name.startsWith(".") && name.contains(".metash-")) {
                temporaries.add(each);
            } else if (name.endsWith(Manifest.SUFFIX)) {
                manifests.add(name.substring(0, name.length() - Manifest.SUFFIX.length()));
            } else if (name.endsWith(UploadMarker.SUFFIX)) {
                markers.add(each);
                reserved.add(UploadMarker.nameOf(name));
            } else {
                files.add(each);
            }
        }
        Set<String> unfinished = new HashSet<>(reserved);
        unfinished.removeAll(manifests);
        Set<String> orphans = new HashSet<>(manifests);
        files.forEach(file -> orphans.remove(file.name()));
        files.removeIf(file -> unfinished.contains(file.name()));
        return new ShelfContents(files, manifests, markers, sorted(unfinished), sorted(orphans), temporaries);
    }

    /** When the newest object was written, by the clock of the storage, milliseconds since the epoch. */
    long newestMs() {
        return Stream.of(files, markers)
                .flatMap(List::stream)
                .mapToLong(ObjectInfo::modifiedMs)
                .max()
                .orElse(0);
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
