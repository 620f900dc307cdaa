package io.metash.catalog.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.CompactJson;
import io.metash.catalog.SecretPolicy;
import io.metash.client.MetaClient;
import io.metash.output.Printable;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.session.CacheDirectory;
import io.metash.session.ConnectOptions;
import io.metash.session.KeyRange;
import io.metash.session.Session;
import io.metash.session.Sessions;
import io.metash.testing.LiveService;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each view gives the same answer on a directory, a file and a live service. */
class ViewsTest {
    @TempDir
    static Path scratch;

    private static final Sessions SESSIONS = Sessions.standard();
    private static final Map<String, List<Session>> STORES = new LinkedHashMap<>();
    private static final List<LiveService> SERVICES = new ArrayList<>();

    /** A view of a store, its rows one by one. */
    private interface View {
        List<?> rows(CatalogReader reader) throws IOException;
    }

    private enum Views {
        DATABASES(reader -> Databases.list(reader, false)),
        DATABASES_AND_DROPPED(reader -> Databases.list(reader, true)),
        TABLES(reader -> tables(reader, "", false)),
        TABLES_AND_DROPPED(reader -> tables(reader, "", true)),
        TABLES_OF_SHOP(reader -> tables(reader, "shop", false)),
        USERS(Users::list),
        ROLES(Roles::list),
        GRANTS_OF_ALICE(reader -> Users.grants(reader, "python_binding", "'alice'@'%'")
                .map(List::copyOf)
                .orElse(List.of())),
        GRANTS_OF_ANALYST(reader -> Roles.grants(reader, "python_binding", "analyst")
                .map(List::copyOf)
                .orElse(List.of())),
        STAGES(Stages::list),
        CONNECTIONS(Connections::list),
        FUNCTIONS(Functions::list),
        POLICIES(Policies::list),
        TENANTS(Tenants::list),
        LOCKS(Locks::list),
        SEQUENCES(Sequences::list),
        CLUSTER(QueryCluster::list),
        DESCRIPTION_OF_A_TABLE(reader -> described(reader, "shop.t0")),
        DESCRIPTION_OF_A_USER(reader -> described(reader, "alice@%")),
        PATH_OF_A_TABLE(reader -> Relatives.of(reader, CatalogKey.parse(Bytes.utf8("__fd_table_by_id/16")))),
        PATH_OF_A_USER(reader -> Relatives.of(
                reader, CatalogKey.parse(Bytes.utf8("__fd_users/python_binding/%27alice%27%40%27%25%27"))));

        private final View view;

        Views(View view) {
            this.view = view;
        }
    }

    /** The rows after a line {@code # name} of views.txt. */
    private static String expected(String name) throws IOException {
        String all =
                new String(ViewsTest.class.getResourceAsStream("views.txt").readAllBytes(), StandardCharsets.UTF_8);
        int from = all.indexOf("# " + name + "\n");
        assertTrue(from >= 0, name);
        int begin = all.indexOf('\n', from) + 1;
        int end = all.indexOf("# ", begin);
        return all.substring(begin, end < 0 ? all.length() : end).strip();
    }

    private static List<Tables.Row> tables(CatalogReader reader, String database, boolean dropped) throws IOException {
        List<Tables.Row> rows = new ArrayList<>();
        Tables.list(reader, database, dropped, rows::add);
        return rows;
    }

    /** What {@code describe} reads: the object and its decoded record. */
    private static List<String> described(CatalogReader reader, String name) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ObjectSearch.Match found : ObjectSearch.named(reader, "", name)) {
            CompactJson json = Printable.compactJson();
            Optional<CatalogReader.Entry> record = reader.entry(found.record());
            if (record.isPresent()) {
                record.get().value().write(SecretPolicy.HIDE, json);
            }
            lines.add(found + " " + json);
        }
        return lines;
    }

    private static CatalogReader reader(Session session) {
        return new CatalogReader(new KeyValues() {
            @Override
            public Optional<SeqV> get(Bytes key) throws IOException {
                return Optional.ofNullable(session.get(key));
            }

            @Override
            public KvCursor scan(Bytes prefix) throws IOException {
                KeyRange range = KeyRange.ofPrefix(prefix);
                return session.scan(range.from(), range.to());
            }
        });
    }

    @BeforeAll
    static void open() throws IOException {
        ConnectOptions options = ConnectOptions.cachedIn(new CacheDirectory(scratch.resolve("cache")));
        for (String name : List.of("rich", "rich-users")) {
            Session file = SESSIONS.connect(
                    TestData.file("real/" + name + ".export.ndjson").toString(), name + "-file", options);
            Session dir =
                    SESSIONS.connect(TestData.file("real/" + name + ".raft").toString(), name + "-dir", options);
            LiveService service = new LiveService(scratch, name, System::currentTimeMillis);
            SERVICES.add(service);
            try (MetaClient client = service.client();
                    KvCursor keys = file.scan(Bytes.EMPTY, null)) {
                while (keys.next()) {
                    client.upsert(keys.key(), keys.value().data(), null);
                }
            }
            STORES.put(name, List.of(dir, file, SESSIONS.connect(service.address(), name + "-live", options)));
        }
    }

    @AfterAll
    static void close() throws IOException {
        SESSIONS.close();
        for (LiveService service : SERVICES) {
            service.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Views.class)
    void viewsAreTheSameOnEveryKindOfSession(Views of) throws IOException {
        for (Map.Entry<String, List<Session>> store : STORES.entrySet()) {
            List<String> answers = new ArrayList<>();
            for (Session session : store.getValue()) {
                answers.add(String.join(
                        "\n",
                        of.view.rows(reader(session)).stream()
                                .map(Object::toString)
                                .toList()));
            }
            assertEquals(expected(store.getKey() + " " + of), answers.get(0), store.getKey() + " as a directory");
            assertEquals(answers.get(0), answers.get(1), store.getKey() + " as a file");
            assertEquals(answers.get(0), answers.get(2), store.getKey() + " as a live service");
        }
    }
}
