package io.metash.backup;

import io.metash.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Classifies the files of a shelf by name.
 *
 * @param files possible backups
 * @param manifests files that have a manifest
 * @param markers upload markers
 * @param unfinished names that are reserved by a marker and have no manifest
 * @param orphans manifests whose backup is missing
 * @param temporaries local files being written, or left by a killed process
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

    /** Returns the time of the newest object by the storage's clock, in milliseconds since the epoch. */
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
