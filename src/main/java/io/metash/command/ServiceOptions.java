package io.metash.command;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.Tls;
import io.metash.record.Failure;
import io.metash.record.Status;
import io.metash.session.ServiceAccess;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say how a running service is spoken to. No secret is among them: words of a command are seen by others. */
final class ServiceOptions {
    @Option(names = "--tls", description = "The service must prove who it is, and what is said is encrypted.")
    private boolean tls;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "The certificates (PEM) that are trusted; those of Java when missing. Means --tls.")
    private String ca;

    @Option(
            names = "--tls-domain",
            paramLabel = "NAME",
            description = "The name that the service's certificate must be for; its host when missing. Means --tls.")
    private String domain;

    @Option(names = "--user", paramLabel = "USER", description = "The user; else METASH_USER, else root.")
    private String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Whose first line is the password; readable by its owner alone.")
    private String passwordFile;

    @Option(names = "--ask-password", description = "Asks for the password at the terminal.")
    private boolean ask;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            description = "Where the node's admin API is; port 28002 of its host when missing.")
    private String admin;

    /** The way to speak to the service that was asked for. */
    ServiceAccess access(Context context) throws IOException {
        ClientOptions client = ClientOptions.STANDARD;
        Credentials credentials = Credentials.of(user, passwordFile, ask, context, System.getenv());
        client = client.as(credentials.user(), credentials.password());
        if (tls || ca != null || domain != null) {
            client = client.over(new Tls(ca == null ? null : readable(Path.of(ca)), domain));
        }
        return new ServiceAccess(client, admin == null ? null : Address.parse(admin), context::cancel);
    }

    private static Path readable(Path file) {
        if (!java.nio.file.Files.isReadable(file)) {
            throw Failure.of(Status.IO, "the certificates to trust cannot be read")
                    .at(file.toString());
        }
        return file;
    }
}
