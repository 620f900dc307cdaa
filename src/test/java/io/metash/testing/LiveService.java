package io.metash.testing;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** An embedded service on free ports with its admin API, for tests of those who speak to one. */
public final class LiveService implements AutoCloseable {
    private final EmbeddedService service;

    /** Starts one in a folder of its own below {@code scratch}. */
    public LiveService(Path scratch) throws IOException {
        this(scratch, "service", System::currentTimeMillis);
    }

    /** The same by another clock. */
    public LiveService(Path scratch, String name, java.util.function.LongSupplier clockMs) throws IOException {
        ServiceOptions local = ServiceOptions.local(scratch.resolve(name));
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        service = EmbeddedService.start(
                new ServiceOptions(local.dir(), any, any, "localhost", 28004, null, null, clockMs));
    }

    /** Where clients connect. */
    public String address() {
        return "127.0.0.1:" + service.port();
    }

    /** Where the admin API is. */
    public String admin() {
        return "127.0.0.1:" + service.adminPort();
    }

    /** Sets keys, each given as {@code key=value}. */
    public void put(String... pairs) {
        try (MetaClient client = client()) {
            for (String pair : pairs) {
                int at = pair.indexOf('=');
                client.upsert(Bytes.utf8(pair.substring(0, at)), Bytes.utf8(pair.substring(at + 1)), null);
            }
        }
    }

    /** A client of it, to be closed. */
    public MetaClient client() {
        // The first call of a process loads all that is needed for one; on a busy machine that takes long.
        return new MetaClient(
                List.of(Address.parse(address())), ClientOptions.STANDARD.within(120_000, 120_000), Cancel::new);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
