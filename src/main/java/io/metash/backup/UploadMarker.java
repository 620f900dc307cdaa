package io.metash.backup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The object {@code NAME.uploading}: it reserves a name in object storage and identifies the uploader, until the
 * backup has its manifest. Its lines are: host, process id, start time of that process in milliseconds since the
 * epoch, a random id, and the namespace of the process id.
 *
 * @param host the host's name
 * @param pid the process id
 * @param startedMs when the process started
 * @param id a random id
 * @param namespace the namespace of the process id, since containers may share a host's name; empty when unknown
 */
record UploadMarker(String host, long pid, long startedMs, String id, String namespace) {
    private static final int FIELDS = 5;

    /** The extension of a marker, appended to the name of the backup. */
    static final String SUFFIX = ".uploading";

    /** The marker of this process. */
    static UploadMarker ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new UploadMarker(
                thisHost(), self.pid(), started(self), UUID.randomUUID().toString(), thisNamespace());
    }

    /** Parses a marker; empty for other content. */
    static Optional<UploadMarker> parse(byte[] text) {
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        // Earlier releases wrote no namespace.
        String namespace = "";
        if (lines.size() >= FIELDS) {
            namespace = lines.get(FIELDS - 1);
        }
        try {
            return Optional.of(new UploadMarker(
                    lines.get(0), Long.parseLong(lines.get(1)), Long.parseLong(lines.get(2)), lines.get(3), namespace));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    byte[] bytes() {
        return (host + "\n" + pid + "\n" + startedMs + "\n" + id + "\n" + namespace + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether its process is known to have ended: its id is one of this host and namespace, and no longer in use. */
    boolean ended() {
        return host.equals(thisHost())
                && !namespace.isEmpty()
                && namespace.equals(thisNamespace())
                && ProcessHandle.of(pid)
                        .filter(process -> started(process) == startedMs)
                        .isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }

    private static String thisNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException withoutProc) {
            return "";
        }
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Returns the name of the backup that a marker reserves. */
    static String nameOf(String marker) {
        return marker.substring(0, marker.length() - SUFFIX.length());
    }
}
