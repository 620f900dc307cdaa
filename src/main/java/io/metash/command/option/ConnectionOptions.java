package io.metash.command.option;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.Tls;
import io.metash.command.Advice;
import io.metash.command.CommandContext;
import io.metash.command.ConnectionFlags;
import io.metash.command.HelpPage;
import io.metash.command.Prompter;
import io.metash.config.NamedConnection;
import io.metash.config.Password;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.ServiceAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for connecting to a running service. None of them is a secret, since other users can see command lines. */
public class ConnectionOptions {
    private static final Set<String> WITHOUT_VALUE = Set.of("--tls", "--ask-password");
    private static final Set<String> WITH_VALUE = Set.of("--tls-ca", "--tls-domain");

    @Option(
            order = HelpPage.CONNECTION,
            names = "--tls",
            description = "Connects by TLS: authenticates the service and encrypts the connection.")
    private boolean tls;

    @Option(
            order = HelpPage.CONNECTION,
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "The trusted certificates (PEM); default: Java's own. Implies --tls.")
    private @Nullable String ca;

    @Option(
            order = HelpPage.CONNECTION,
            names = "--tls-domain",
            paramLabel = "NAME",
            description = "The name that the service's certificate must have; default: its host. Implies --tls.")
    private @Nullable String domain;

    @Option(
            order = HelpPage.CONNECTION,
            names = "--user",
            paramLabel = "USER",
            description = "The user; else METASH_USER, else root.")
    private @Nullable String user;

    @Option(
            order = HelpPage.CONNECTION,
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with the password; a final line end is ignored. Must not be readable by others.")
    private @Nullable String passwordFile;

    @Option(
            order = HelpPage.CONNECTION,
            names = ConnectionFlags.CA,
            paramLabel = "FILE",
            description = "metactl's name of --tls-ca; requires --grpc-tls-domain-name.")
    private @Nullable String metactlCa;

    @Option(
            order = HelpPage.CONNECTION,
            names = ConnectionFlags.DOMAIN,
            paramLabel = "NAME",
            description = "metactl's name of --tls-domain; requires --grpc-tls-ca-cert.")
    private @Nullable String metactlDomain;

    @Option(
            order = HelpPage.CONNECTION,
            names = "--ask-password",
            description = "Asks for the password at the terminal.")
    private boolean ask;

    /** Whether the arguments are connection options only; metactl's flags were removed before. */
    public static boolean only(List<String> arguments) {
        int at = 0;
        while (at < arguments.size()) {
            String argument = arguments.get(at++);
            String name = argument.split("=", 2)[0];
            if (WITH_VALUE.contains(name)) {
                if (name.equals(argument)) {
                    at++;
                }
            } else if (!WITHOUT_VALUE.contains(name)) {
                return false;
            }
        }
        return true;
    }

    /** The given options as typed, each preceded by a blank, for another command on the same service. */
    public String typed(CommandContext context) {
        ConnectionFlags flags = context.connectionFlags();
        String file =
                first(passwordFile, flags.get(ConnectionFlags.PASSWORD_FILE).orElse(null));
        String certificates = first(metactlCa, flags.get(ConnectionFlags.CA).orElse(null));
        String name = first(metactlDomain, flags.get(ConnectionFlags.DOMAIN).orElse(null));
        return typed("--tls", tls)
                + typed("--tls-ca", ca)
                + typed("--tls-domain", domain)
                + typed(
                        ConnectionFlags.USER,
                        first(user, flags.get(ConnectionFlags.USER).orElse(null)))
                + typed(ConnectionFlags.PASSWORD_FILE, file)
                + typed(ConnectionFlags.CA, certificates)
                + typed(ConnectionFlags.DOMAIN, name)
                + typed("--ask-password", ask);
    }

    private static String typed(String name, boolean given) {
        if (given) {
            return " " + name;
        }
        return "";
    }

    private static String typed(String name, @Nullable String value) {
        if (value == null) {
            return "";
        }
        return " " + name + " " + Advice.word(value);
    }

    /** The connection options; the named connection, if any, supplies missing ones. */
    public ServiceAccess access(
            CommandContext context, @Nullable NamedConnection namedConnection, @Nullable String adminAddress)
            throws IOException {
        Map<String, String> environment = System.getenv();
        ClientOptions client = ClientOptions.STANDARD;
        ConnectionFlags flags = context.connectionFlags();
        ConnectionFlags.check(metactlCa, metactlDomain);
        String namedUser = null;
        String namedCa = null;
        String namedDomain = null;
        String namedAdmin = null;
        boolean namedTls = false;
        if (namedConnection != null) {
            namedUser = namedConnection.user();
            namedTls = namedConnection.tls();
            namedCa = namedConnection.tlsCa();
            namedDomain = namedConnection.tlsDomain();
            namedAdmin = namedConnection.admin();
        }
        String name =
                first(user, flags.get(ConnectionFlags.USER).orElse(null), namedUser, environment.get("METASH_USER"));
        if (name == null) {
            name = client.user();
        }
        client = client.as(name, password(name, context, namedConnection, environment));
        String givenCa = first(ca, metactlCa, flags.get(ConnectionFlags.CA).orElse(null));
        String givenDomain =
                first(domain, metactlDomain, flags.get(ConnectionFlags.DOMAIN).orElse(null));
        if (tls || givenCa != null || givenDomain != null || namedTls) {
            String certificates = first(givenCa, namedCa);
            Path trusted = null;
            if (certificates != null) {
                trusted = readable(Path.of(certificates));
            }
            client = client.withTls(new Tls(trusted, first(givenDomain, namedDomain)));
        }
        String admin = first(adminAddress, namedAdmin);
        Address adminApi = null;
        if (admin != null) {
            adminApi = Address.parse(admin);
        }
        return new ServiceAccess(client, adminApi, context::cancel);
    }

    private String password(
            String name,
            CommandContext context,
            @Nullable NamedConnection namedConnection,
            Map<String, String> environment)
            throws IOException {
        ConnectionFlags flags = context.connectionFlags();
        String file =
                first(passwordFile, flags.get(ConnectionFlags.PASSWORD_FILE).orElse(null));
        if (file != null) {
            return Password.fromFile(file, !flags.asMetactl());
        }
        if (ask) {
            return prompt(name, context);
        }
        String password = null;
        if (namedConnection != null) {
            password = Password.of(namedConnection, environment);
        }
        String given = first(password, environment.get("METASH_PASSWORD"));
        return Objects.requireNonNullElse(given, ClientOptions.STANDARD.password());
    }

    private static String prompt(String name, CommandContext context) throws IOException {
        Prompter prompter = context.prompter();
        if (prompter == null) {
            throw Failure.of(ExitStatus.USAGE, "there is no terminal to ask for the password")
                    .next("--password-file FILE");
        }
        String password = prompter.askSecret("password of " + Printable.text(name) + ": ");
        if (password == null) {
            throw Failure.of(ExitStatus.INTERRUPTED, "no password was given");
        }
        return password;
    }

    /** The first text that is not null; null if none is. */
    private static @Nullable String first(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw Failure.of(ExitStatus.IO, "the certificates to trust cannot be read")
                    .at(file.toString());
        }
        return file;
    }
}
