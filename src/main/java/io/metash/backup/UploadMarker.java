package io.metash.backup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The object {@code NAME.uploading}: it reserves a name in object storage and identifies the uploader, until the
 * backup has its manifest. Its lines are: host, process id, start time of that process in milliseconds since the
 * epoch, and a random id.
 *
 * @param host the host's name
 * @param pid the process id
 * @param startedMs when the process started
 * @param id a random id
 */
record UploadMarker(String host, long pid, long startedMs, String id) {
    /** The extension of a marker, appended to the name of the backup. */
    static final String SUFFIX = ".uploading";

    /** The marker of this process. */
    static UploadMarker ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new UploadMarker(
                thisHost(), self.pid(), started(self), UUID.randomUUID().toString());
    }

    /** Parses a marker; empty for other content. */
    static Optional<UploadMarker> parse(byte[] text) {
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        try {
            return Optional.of(new UploadMarker(
                    lines.get(0), Long.parseLong(lines.get(1)), Long.parseLong(lines.get(2)), lines.get(3)));
        } catch (NumberFormatException | IndexOutOfBoundsException another) {
            return Optional.empty();
        }
    }

    byte[] bytes() {
        return (host + "\n" + pid + "\n" + startedMs + "\n" + id + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether its process is known to have ended: it ran on this host and no longer exists. */
    boolean ended() {
        return host.equals(thisHost())
                && ProcessHandle.of(pid)
                        .filter(process -> started(process) == startedMs)
                        .isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    /** Returns the name of the backup that a marker reserves. */
    static String nameOf(String marker) {
        return marker.substring(0, marker.length() - SUFFIX.length());
    }
}
