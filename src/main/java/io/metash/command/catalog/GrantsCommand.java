package io.metash.command.catalog;

import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.Grants;
import io.metash.catalog.view.Roles;
import io.metash.catalog.view.Users;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grants}: lists the privileges of a user or a role. */
@Command(
        name = "grants",
        description = {
            "Lists the roles of a user or a role, and its privileges on objects.",
            "A name with @ is a user: 'alice'@'%' or alice@%. A name without @ is a role, or else a user.",
            "",
            "Examples:",
            "  try grants analyst",
            "  try grants alice@%"
        })
public final class GrantsCommand extends ViewCommand {
    @Parameters(paramLabel = "USER|ROLE", description = "The user or the role.")
    private String who;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "The tenant, where several have one of that name.")
    private @Nullable String tenant;

    public GrantsCommand(CommandContext context) {
        super(context, "grant");
    }

    @Override
    List<Column> columns() {
        return List.of(
                Column.text("tenant"),
                Column.text("grantee"),
                Column.text("privileges"),
                Column.text("kind"),
                Column.text("object"));
    }

    @Override
    void rows(CatalogReader reader, Listing list) throws IOException {
        boolean found = false;
        if (!who.contains("@")) {
            for (Roles.Row role : Roles.list(reader)) {
                if (role.name().equals(who) && isTenant(role.tenant())) {
                    found = true;
                    list(
                            list,
                            role.tenant(),
                            "role " + who,
                            Roles.grants(reader, role.tenant(), who).orElse(List.of()));
                }
            }
        }
        if (!found) {
            for (Users.Row user : Users.list(reader)) {
                if (isNamed(user.name()) && isTenant(user.tenant())) {
                    found = true;
                    list(
                            list,
                            user.tenant(),
                            "user " + user.name(),
                            Users.grants(reader, user.tenant(), user.name()).orElse(List.of()));
                }
            }
        }
        if (!found) {
            throw Failure.of(ExitStatus.NO, "no such user or role")
                    .at(Printable.text(who) + " in " + context.session().place())
                    .next("users, or roles");
        }
    }

    private boolean isTenant(String of) {
        return tenant == null || tenant.equals(of);
    }

    /** Whether a stored user, {@code 'name'@'host'}, has the requested name. */
    private boolean isNamed(String stored) {
        String bare = stored.replace("'", "");
        return stored.equals(who)
                || bare.equals(who.replace("'", ""))
                || bare.substring(0, bare.indexOf('@')).equals(who);
    }

    private static void list(Listing list, String tenant, String grantee, List<Grants.Row> grants) throws IOException {
        for (Grants.Row row : grants) {
            list.row(tenant, grantee, cell(row.privileges()), row.kind(), cell(row.object()));
        }
    }
}
