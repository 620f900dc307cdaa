package io.metash.command.option;

import io.metash.client.Address;
import io.metash.client.MetaClient;
import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.command.FastArguments;
import io.metash.command.HelpPage;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.EndpointSession;
import io.metash.session.ServiceAccess;
import io.metash.session.Session;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Selects a running service: that of the current session, or one given as in metactl. A one-shot command without a
 * session uses metactl's default address.
 */
public final class LiveOption extends ConnectionOptions {
    /** The address that metactl uses by default. */
    public static final String USUAL = "127.0.0.1:9191";

    /** metactl's option for the service address. */
    public static final String ADDRESS = "--grpc-api-address";

    @Option(
            order = HelpPage.CONNECTION,
            names = ADDRESS,
            paramLabel = "ADDRESS",
            description =
                    "A service other than the session's, as with metactl; outside the shell " + USUAL + " by default.")
    private @Nullable String address;

    /** Adds the address option for fast parsing. */
    public FastArguments fastArguments(FastArguments words) {
        return words.with(ADDRESS, value -> address = value);
    }

    /** Whether the command uses metactl's options or runs under metactl's name. */
    public boolean asMetactl(CommandContext context) {
        return address != null || context.oneShot() && !context.sessions().hasCurrent();
    }

    /** The given addresses of the nodes. */
    public List<Address> addresses() {
        return Address.parseList(address == null ? USUAL : address);
    }

    /** The access options for these addresses. */
    public ServiceAccess access(CommandContext context) throws IOException {
        return access(context, null, null);
    }

    /** Opens the service; a connection opened for the command is closed with the handle. */
    public ServiceHandle open(CommandContext context) throws IOException {
        if (!asMetactl(context)) {
            return ServiceHandle.of(endpoint(context));
        }
        String place = USUAL;
        if (address != null) {
            place = address;
        }
        ServiceAccess access = access(context, null, null);
        return ServiceHandle.shared(place, context.client(place, access.client()), access.cancel());
    }

    /** Opens another connection to the same service. */
    public ServiceHandle another(CommandContext context) throws IOException {
        if (asMetactl(context)) {
            return own(context, address == null ? USUAL : address);
        }
        return own(context, endpoint(context).place());
    }

    private ServiceHandle own(CommandContext context, String place) throws IOException {
        ServiceAccess access = access(context, null, null);
        return ServiceHandle.owned(
                place, new MetaClient(Address.parseList(place), access.client(), access.cancel()), access.cancel());
    }

    /** The current session, which must be a session on a running service. */
    public static EndpointSession endpoint(CommandContext context) {
        Session session = context.session();
        if (session instanceof EndpointSession live) {
            return live;
        }
        throw Failure.of(ExitStatus.USAGE, "this works on a running service only")
                .at(session.name() + ", " + session.place())
                .because("This session reads a store on disk (" + session.kind().words() + ")."
                        + " An embedded service can run on a copy of it.")
                .next("connect embedded --from " + Advice.word(session.place()));
    }
}
