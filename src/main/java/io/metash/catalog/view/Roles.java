package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The roles of a store and what they may do. The built-in roles need not be stored. */
public final class Roles {
    private Roles() {}

    /**
     * A role.
     *
     * @param tenant the tenant that it belongs to
     * @param name its name
     * @param roles the roles that it has itself
     * @param grants how many objects something is granted on
     * @param comment its comment
     * @param createdMs when it was created, in milliseconds since 1970; empty when that is not recorded
     */
    public record Row(
            String tenant, String name, List<String> roles, long grants, String comment, OptionalLong createdMs) {}

    /** All roles by tenant and name. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_roles", entry -> rows.add(row(entry)));
        return rows;
    }

    private static Row row(CatalogReader.Entry entry) {
        Optional<StoredMessage> role = entry.message();
        Optional<StoredMessage> grants = role.flatMap(read -> read.message("grants"));
        return new Row(
                entry.tenant(),
                entry.part("role"),
                grants.map(set -> List.copyOf(set.map("roles").keySet())).orElse(List.of()),
                grants.map(set -> set.messages("entries").size()).orElse(0),
                role.map(read -> read.text("comment")).orElse(""),
                role.map(read -> CatalogReader.time(read, "created_on")).orElse(OptionalLong.empty()));
    }

    /** What a role may do; empty when there is no such role. */
    public static Optional<List<Grants.Row>> grants(CatalogReader reader, String tenant, String role)
            throws IOException {
        Optional<StoredMessage> found =
                reader.entry("__fd_roles/{t}/{s:role}", tenant, role).flatMap(CatalogReader.Entry::message);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Grants.of(reader, tenant, found.get()));
    }
}
