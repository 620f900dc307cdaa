package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The roles of a store and their grants. The built-in roles need not be stored. */
public final class Roles {
    private Roles() {}

    /**
     * A role.
     *
     * @param tenant the tenant
     * @param name the name
     * @param roles the roles granted to it
     * @param grants the number of objects it has grants on
     * @param comment the comment
     * @param createdMs the creation time in milliseconds since the epoch; empty when not recorded
     */
    public record Row(
            String tenant, String name, List<String> roles, long grants, String comment, OptionalLong createdMs) {}

    /** Lists roles by tenant and name. */
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

    /** Lists the grants of a role; empty when the role does not exist. */
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
