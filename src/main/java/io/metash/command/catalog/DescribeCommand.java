package io.metash.command.catalog;

import io.metash.catalog.CompactJson;
import io.metash.catalog.SecretPolicy;
import io.metash.catalog.StoredValue;
import io.metash.catalog.view.CatalogReader;
import io.metash.catalog.view.ObjectSearch;
import io.metash.command.CommandContext;
import io.metash.command.ContextStore;
import io.metash.command.option.ValueOption;
import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code describe}: shows one object of the catalog. */
@Command(
        name = "describe",
        description = {
            "Describes a table with its columns, a database, a user, a role or a stage. Without a kind the name is"
                    + " searched among all of them: DB.TABLE is a table, NAME@HOST a user.",
            "",
            "Examples:",
            "  describe default.customer",
            "  try describe role analyst",
            "  describe --json default"
        })
public final class DescribeCommand implements Callable<Integer> {
    private static final List<String> KINDS = List.of("table", "database", "user", "role", "stage");

    private final CommandContext context;

    @Parameters(
            arity = "1..2",
            paramLabel = "[KIND] NAME",
            description = "The object, preceded by its kind when the name is ambiguous.")
    private List<String> words;

    @Option(names = "--show-secrets", description = "Shows secrets.")
    private boolean showSecrets;

    @ArgGroup
    private Form form = new Form();

    /** The mutually exclusive output forms. */
    static final class Form {
        @Option(names = "--json", description = "A line of JSON, also on a terminal.")
        private boolean json;

        @Option(names = "--text", description = "Readable text, even when the output is not a terminal.")
        private boolean text;
    }

    public DescribeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String kind = "";
        if (words.size() == 2) {
            kind = words.get(0);
        }
        String name = words.get(words.size() - 1);
        if (!kind.isEmpty() && !KINDS.contains(kind)) {
            throw Failure.of(ExitStatus.USAGE, "unknown kind '" + kind + "'")
                    .because("expected one of " + String.join(", ", KINDS))
                    .next("describe table DB.TABLE");
        }
        CatalogReader reader = new CatalogReader(new ContextStore(context));
        List<ObjectSearch.Match> all = ObjectSearch.named(reader, kind, name);
        if (all.isEmpty()) {
            throw Failure.of(ExitStatus.NO, "no such " + (kind.isEmpty() ? "object" : kind))
                    .at(Printable.text(name) + " in " + context.session().place())
                    .next("tables, databases, users, roles or stages");
        }
        boolean people = form.text || !form.json && context.io().outTerminal();
        for (ObjectSearch.Match found : all) {
            Optional<StoredValue> record = reader.entry(found.record()).map(CatalogReader.Entry::value);
            if (people) {
                new DescriptionScreen(context, reader, policy()).print(found, record);
            } else {
                json(found, record);
            }
        }
        return ExitStatus.OK.code();
    }

    private SecretPolicy policy() {
        return ValueOption.policy(context, showSecrets);
    }

    private void json(ObjectSearch.Match found, Optional<StoredValue> record) {
        CompactJson json = Printable.compactJson();
        json.beginObject();
        json.text("kind", found.kind());
        json.text("tenant", found.tenant());
        json.text("name", found.name());
        if (!found.id().isEmpty()) {
            json.name("id");
            json.number(found.id());
        }
        json.text("key", found.record().toString());
        if (!found.owner().isEmpty()) {
            json.text("owner", found.owner());
        }
        json.name("record");
        if (record.isPresent()) {
            record.get().write(policy(), json);
        } else {
            json.nothing();
        }
        json.endObject();
        context.io().out().println(json);
    }
}
