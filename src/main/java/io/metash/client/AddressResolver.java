package io.metash.client;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.metash.record.HostName;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the host of a channel with the system's resolver. gRPC's resolver accepts only hosts that
 * {@link java.net.URI} can parse, and rejects {@code databend_meta_1} and other names used in Docker networks and
 * hosts files.
 */
final class AddressResolver extends NameResolver {
    private static final String SCHEME = "metash";

    static {
        NameResolverRegistry.getDefaultRegistry().register(new Provider());
    }

    private final Address address;
    private final Executor executor;
    private @Nullable Listener2 listener;

    private AddressResolver(Address address, Executor executor) {
        this.address = address;
        this.executor = executor;
    }

    /** Returns the channel target for an address. */
    static String target(Address address) {
        try {
            return new URI(SCHEME, "", "/" + address.host() + "/" + address.port(), null).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String getServiceAuthority() {
        String host = address.host().replaceFirst("%.*", "");
        if (host.contains(":")) {
            return "[" + host + "]:" + address.port();
        }
        String name = ascii(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
        // TLS verifies the whole authority as the name when it cannot extract a host.
        if (isUriHost(name)) {
            return name + ":" + address.port();
        }
        return name;
    }

    private static boolean isUriHost(String name) {
        return URI.create("//" + name + ":1").getHost() != null;
    }

    private static String ascii(String name) {
        if (name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            // IDN would not change it, and loads its tables first.
            return name;
        }
        try {
            return IDN.toASCII(name);
        } catch (IllegalArgumentException e) {
            return name.replaceAll("[^\\x21-\\x7e]", "-");
        }
    }

    @Override
    public void start(Listener2 whoAsks) {
        listener = whoAsks;
        resolve(whoAsks);
    }

    @Override
    public void refresh() {
        Listener2 started = listener;
        if (started != null) {
            resolve(started);
        }
    }

    private void resolve(Listener2 whoAsks) {
        executor.execute(() -> {
            ResolutionResult.Builder result = ResolutionResult.newBuilder();
            try {
                List<EquivalentAddressGroup> all = Arrays.stream(resolve(address.host()))
                        .map(ip -> new EquivalentAddressGroup(new InetSocketAddress(ip, address.port())))
                        .toList();
                whoAsks.onResult(
                        result.setAddressesOrError(StatusOr.fromValue(all)).build());
            } catch (UnknownHostException unknown) {
                whoAsks.onError(Status.UNAVAILABLE.withCause(unknown));
            }
        });
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            String ascii = ascii(host);
            if (HostName.defect(ascii).isPresent() || ascii.equals(host)) {
                throw unknown;
            }
            return InetAddress.getAllByName(ascii);
        }
    }

    @Override
    public void shutdown() {
        // A lookup cannot be cancelled; the channel ignores its result.
    }

    /** Creates resolvers for the targets of {@link #target}. */
    private static final class Provider extends NameResolverProvider {
        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 5;
        }

        @Override
        public String getDefaultScheme() {
            return SCHEME;
        }

        @Override
        public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
            return List.of(InetSocketAddress.class);
        }

        @Override
        public @Nullable NameResolver newNameResolver(URI target, Args args) {
            if (!SCHEME.equals(target.getScheme())) {
                return null;
            }
            String[] parts = target.getPath().split("/");
            return new AddressResolver(
                    new Address(parts[1], Integer.parseInt(parts[2])),
                    Objects.requireNonNull(args.getOffloadExecutor()));
        }
    }
}
