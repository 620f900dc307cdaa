package io.metash.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.Capability;
import org.apache.opendal.Entry;
import org.apache.opendal.ListOptions;
import org.apache.opendal.Metadata;
import org.apache.opendal.OpenDALException;
import org.apache.opendal.Operator;
import org.apache.opendal.OperatorOutputStream;
import org.apache.opendal.WriteOptions;
import org.apache.opendal.layer.RetryLayer;

/**
 * A prefix in a bucket, accessed through OpenDAL. Temporary errors are retried with growing pauses of at most 10 s
 * each.
 */
final class OpendalStore implements ObjectStore {
    private static final int RETRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** Page size of listings; OpenDAL requests pages until the end. */
    private static final long PAGE_OBJECTS = 1_000;

    private final StorageUrl directory;
    private final Operator operator;
    private final Capability can;
    private final StorageErrors errors;
    private final StorageWatch watch;

    private OpendalStore(StorageUrl directory, Operator operator, StorageErrors errors, StorageWatch watch) {
        this.directory = directory;
        this.operator = operator;
        this.can = operator.info.fullCapability;
        this.errors = errors;
        this.watch = watch;
    }

    /** Opens a directory; sends no request. */
    static OpendalStore open(StorageUrl directory, Map<String, String> options, StorageWatch watch) {
        StorageErrors errors = new StorageErrors(directory, StorageKind.secretsIn(options));
        OpendalLibrary.load();
        try {
            AsyncOperator plain = AsyncOperator.of(directory.kind().service(), options);
            AsyncOperator retrying = plain.layer(RetryLayer.builder()
                    .jitter(true)
                    .minDelay(FIRST_PAUSE)
                    .maxDelay(LONGEST_PAUSE)
                    .maxTimes(RETRIES)
                    .build());
            plain.close();
            Operator operator = retrying.blocking();
            retrying.close();
            return new OpendalStore(directory, operator, errors, watch);
        } catch (OpenDALException wrong) {
            throw errors.setup(wrong);
        }
    }

    @Override
    public String location() {
        return directory.toString();
    }

    @Override
    public boolean remote() {
        return true;
    }

    private String place(String name) {
        return directory.child(name).toString();
    }

    private <T> T request(Supplier<T> request, String name) throws IOException {
        return await(StorageRequests.begin(request), name);
    }

    private void run(Runnable request, String name) throws IOException {
        request(
                () -> {
                    request.run();
                    return null;
                },
                name);
    }

    /** Waits for a request on an object. */
    <T> T await(CompletableFuture<T> request, String name) throws IOException {
        try {
            return watch.await(request, place(name));
        } catch (OpenDALException error) {
            throw problem(error, name);
        }
    }

    /** Converts an OpenDAL error to an exception of the file API, where one exists. */
    IOException problem(OpenDALException error, String name) throws NoSuchFileException, FileAlreadyExistsException {
        switch (error.getCode()) {
            case NotFound -> throw new NoSuchFileException(place(name));
            case ConditionNotMatch, AlreadyExists -> throw new FileAlreadyExistsException(place(name));
            default -> throw errors.failure(error, place(name));
        }
    }

    @Override
    public List<ObjectInfo> list() throws IOException {
        List<ObjectInfo> found = new ArrayList<>();
        try {
            ListOptions paged = ListOptions.builder()
                    .limit(can.listWithLimit ? PAGE_OBJECTS : -1)
                    .build();
            for (Entry entry : request(() -> operator.list("", paged), "")) {
                if (entry.metadata.isFile()) {
                    found.add(info(entry.path, entry.metadata));
                }
            }
        } catch (NoSuchFileException nothingYet) {
            // A prefix without objects does not exist where prefixes are directories (WebDAV).
            return List.of();
        }
        found.sort(Comparator.comparing(ObjectInfo::name));
        return found;
    }

    private static ObjectInfo info(String name, Metadata metadata) {
        long modifiedMs = 0;
        if (metadata.lastModified != null) {
            modifiedMs = metadata.lastModified.toEpochMilli();
        }
        return new ObjectInfo(name, metadata.contentLength, modifiedMs, metadata.etag == null ? "" : metadata.etag);
    }

    @Override
    public Optional<ObjectInfo> stat(String name) throws IOException {
        try {
            Metadata metadata = request(() -> operator.stat(name), name);
            if (metadata.isFile()) {
                return Optional.of(info(name, metadata));
            }
            return Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] read(String name, long from, int length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        return await(readLater(name, from, length), name);
    }

    /** Starts reading a range. */
    CompletableFuture<byte[]> readLater(String name, long from, int length) {
        return StorageRequests.begin(() -> operator.read(name, from, length));
    }

    @Override
    public InputStream open(String name) throws IOException {
        long size = stat(name)
                .orElseThrow(() -> new NoSuchFileException(place(name)))
                .bytes();
        return new RangeStream(this, name, size);
    }

    @Override
    public boolean createsExclusively() {
        return can.writeWithIfNotExists;
    }

    @Override
    public void create(String name, byte[] content) throws IOException {
        if (!can.writeWithIfNotExists) {
            if (stat(name).isPresent()) {
                throw new FileAlreadyExistsException(place(name));
            }
            put(name, content);
            return;
        }
        try {
            WriteOptions exclusive = WriteOptions.builder().ifNotExists(true).build();
            run(() -> operator.write(name, content, exclusive), name);
        } catch (FileAlreadyExistsException exists) {
            // A retry of a request that succeeded but whose answer was lost finds its own object.
            if (!Arrays.equals(content(name), content)) {
                throw exists;
            }
        }
    }

    /** Writes an object in one request, replacing an existing one. */
    void put(String name, byte[] content) throws IOException {
        run(() -> operator.write(name, content), name);
    }

    private byte[] content(String name) throws IOException {
        Optional<ObjectInfo> info = stat(name);
        if (info.isEmpty()) {
            return new byte[0];
        }
        return read(name, 0, Math.toIntExact(info.get().bytes()));
    }

    @Override
    public ObjectUpload upload(String name) throws IOException {
        if (stat(name).isPresent()) {
            throw new FileAlreadyExistsException(place(name));
        }
        if (can.writeCanMulti) {
            return new OpendalUpload(this, name);
        }
        return new WholeUpload(this, name);
    }

    /** Opens an object for writing in parts; it appears when the stream is closed. Blocks. */
    OperatorOutputStream write(String name, int partBytes) {
        return new OperatorOutputStream(operator, name, partBytes);
    }

    StorageWatch watch() {
        return watch;
    }

    @Override
    public void delete(String name) throws IOException {
        run(() -> operator.delete(name), name);
    }

    @Override
    public boolean deleteNow(String name) {
        return new StorageCleanup(watch).done(StorageRequests.begin(() -> {
            operator.delete(name);
            return null;
        }));
    }

    @Override
    public StoredFile file(String name) {
        return new RemoteFile(this, directory.child(name));
    }
}
