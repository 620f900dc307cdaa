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

/** An embedded service on free ports with its admin API, for tests of its clients. */
public final class LiveService implements AutoCloseable {
    private final EmbeddedService service;

    /** Starts one in a new directory below {@code scratch}. */
    public LiveService(Path scratch) throws IOException {
        this(scratch, "service", System::currentTimeMillis);
    }

    /** The same with another clock. */
    public LiveService(Path scratch, String name, java.util.function.LongSupplier clockMs) throws IOException {
        ServiceOptions local = ServiceOptions.local(scratch.resolve(name));
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        service = EmbeddedService.start(
                new ServiceOptions(local.dir(), any, any, "localhost", 28004, null, null, clockMs));
    }

    /** The address for clients. */
    public String address() {
        return "127.0.0.1:" + service.port();
    }

    /** The address of the admin API. */
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

    /** A client of it, to be closed by the caller. */
    public MetaClient client() {
        // The first call of a process loads classes, which is slow on a busy machine.
        return new MetaClient(
                List.of(Address.parse(address())), ClientOptions.STANDARD.within(120_000, 120_000), Cancel::new);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
