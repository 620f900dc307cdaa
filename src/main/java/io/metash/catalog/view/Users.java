package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The users of a store and their grants. */
public final class Users {
    private Users() {}

    /**
     * A user.
     *
     * @param tenant the tenant
     * @param name {@code 'name'@'host'}
     * @param authentication the authentication method: {@code password (Sha256)}, {@code jwt} and so on
     * @param roles the granted roles
     * @param defaultRole the default role; empty text for none
     * @param disabled whether login is disabled
     * @param networkPolicy the network policy that applies; empty text for none
     * @param createdMs the creation time in milliseconds since the epoch; empty when not recorded
     */
    public record Row(
            String tenant,
            String name,
            String authentication,
            List<String> roles,
            String defaultRole,
            boolean disabled,
            String networkPolicy,
            OptionalLong createdMs) {}

    /** Lists users by tenant and name. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_users", entry -> rows.add(row(entry)));
        return rows;
    }

    private static Row row(CatalogReader.Entry entry) {
        Optional<StoredMessage> user = entry.message();
        if (user.isEmpty()) {
            return new Row(entry.tenant(), entry.part("user"), "", List.of(), "", false, "", OptionalLong.empty());
        }
        Optional<StoredMessage> option = user.get().message("option");
        return new Row(
                entry.tenant(),
                entry.part("user"),
                authentication(user.get()),
                user.get()
                        .message("grants")
                        .map(grants -> List.copyOf(grants.map("roles").keySet()))
                        .orElse(List.of()),
                option.map(of -> of.text("default_role")).orElse(""),
                option.map(of -> of.isTrue("disabled")).orElse(false),
                option.map(of -> of.text("network_policy")).orElse(""),
                CatalogReader.time(user.get(), "created_on"));
    }

    private static String authentication(StoredMessage user) {
        Optional<StoredMessage> info = user.message("auth_info");
        String kind = info.flatMap(auth -> auth.oneof("info")).orElse("none");
        if (!kind.equals("password")) {
            return kind;
        }
        String method = info.flatMap(auth -> auth.message(kind))
                .map(password -> password.enumName("hash_method"))
                .orElse("");
        return "password (" + method + ")";
    }

    /** Lists the grants of a user; empty when the user does not exist. */
    public static Optional<List<Grants.Row>> grants(CatalogReader reader, String tenant, String user)
            throws IOException {
        Optional<StoredMessage> found =
                reader.entry("__fd_users/{t}/{user:user}", tenant, user).flatMap(CatalogReader.Entry::message);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Grants.of(reader, tenant, found.get()));
    }
}
