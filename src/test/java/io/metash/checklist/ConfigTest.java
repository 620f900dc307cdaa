package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.config.Config;
import io.metash.config.ConfigFiles;
import io.metash.config.NamedConnection;
import io.metash.config.Password;
import io.metash.config.Setting;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** Settings: their sources, errors in them, and passwords. */
class ConfigTest {
    @TempDir
    Path scratch;

    private ConfigFiles files;

    @BeforeEach
    void directories() throws IOException {
        files = new ConfigFiles(
                Files.createDirectories(scratch.resolve("project")).resolve("metash.toml"),
                Files.createDirectories(scratch.resolve("config/metash")).resolve("metash.toml"));
    }

    private Config load(String user, String project, Map<String, String> environment) throws IOException {
        Files.writeString(files.user(), user);
        Files.writeString(files.project(), project);
        return Config.load(files, environment);
    }

    private String origin(Config config, Setting setting) {
        return config.value(setting).text()
                + " "
                + config.value(setting).origin().replace(files.user().toString(), "USER");
    }

    @Test
    void r69_theFirstSourceWins() throws IOException {
        Config config = load(
                "output = 'csv'\ncolor = 'never'\ntiming = true\nedit-mode = 'vi'\n",
                "output = 'json'\n\ncolor = 'auto'\ntiming = false\n",
                Map.of("METASH_OUTPUT", "ndjson", "METASH_COLOR", "never"));
        config.flag(Setting.COLOR, "always", "--color");
        assertEquals("always --color", origin(config, Setting.COLOR));
        assertEquals("ndjson METASH_OUTPUT", origin(config, Setting.OUTPUT));
        assertEquals("false ./metash.toml:4", origin(config, Setting.TIMING));
        assertEquals("vi USER:4", origin(config, Setting.EDIT_MODE));
        assertEquals("true default", origin(config, Setting.UTC));
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void r69_configShowNamesTheOriginOfEveryValue() throws IOException, InterruptedException {
        Files.writeString(files.user(), "timing = true\n");
        Files.writeString(
                files.project(), "edit-mode = \"vi\"\n[connections.prod]\nplace = \"/srv/raft\"\ndanger = true\n");
        Program program = new Program(scratch.resolve("project"))
                .with("XDG_CONFIG_HOME", scratch.resolve("config").toString())
                .with("METASH_PAGER", "");
        program.run("--color=never", "config", "show", "--origin", "-o", "csv");
        assertEquals(
                """
                name,value,origin
                output,table,default
                pager,,METASH_PAGER
                color,never,--color
                timing,true,USER:1
                edit-mode,vi,./metash.toml:1
                utc,true,default
                connections.prod.danger,true,./metash.toml:4
                connections.prod.place,/srv/raft,./metash.toml:3
                """,
                program.out().replace(files.user().toString(), "USER").replace("\r\n", "\n"));
    }

    @Test
    void r69_theOutputSettingIsTheDefaultFormat() throws IOException {
        CommandRun run = new CommandRun();
        run.context().use(load("output = 'raw'\n", "", Map.of()));
        run.open("s", "a/1", "b");
        assertEquals("a/\nb\n", run.ok("ls"));
        assertEquals("keys,bytes,key\n1,4,a/\n1,2,b\n", run.ok("ls -o csv").replace("\r\n", "\n"));
    }

    @Test
    void r69_aProjectConnectionReplacesTheUsersCompletely() throws IOException {
        Config config = load(
                "[connections.prod]\nplace = '10.0.0.1:9191'\npassword-file = '~/.prod'\ndanger = true\n",
                "connections.prod.place = \"elsewhere:9191\"\n",
                Map.of());
        NamedConnection prod = config.connection("prod");
        assertEquals("elsewhere:9191", prod.place());
        assertEquals(null, prod.passwordFile());
        assertFalse(prod.danger());
    }

    @Test
    void r70_unknownKeysAreReportedWithLineAndNearestKey() throws IOException {
        Config config = load(
                "",
                """
                # of this project
                otput = "csv"
                timing = "yes"
                utc = 1
                output = "yaml"

                [connections.prod]
                place = "a:1"
                dangr = true
                danger = "true"
                password-command = "steal"
                [conections.x]
                place = "b"
                [connections.y]
                user = "u"
                """,
                Map.of("METASH_TIMING", "maybe"));
        assertEquals(
                List.of(
                        "./metash.toml:2: unknown key 'otput', ignored; the nearest is 'output'",
                        "./metash.toml:3: 'timing' must be true or false, not \"yes\"; ignored",
                        "./metash.toml:4: 'utc' must be true or false, not 1; ignored",
                        "./metash.toml:5: 'output' must be one of table, json, ndjson, csv, raw, not \"yaml\"; ignored",
                        "./metash.toml:9: unknown key 'dangr', ignored; the nearest is 'danger'",
                        "./metash.toml:10: 'danger' must be true or false, not \"true\"; ignored",
                        "./metash.toml:11: 'password-command' is only allowed in the user's own file; ignored",
                        "./metash.toml:13: 'conections.x.place' is unknown here and ignored: settings are at the top"
                                + " level, connections under [connections.NAME], object storage under [shelves.NAME]",
                        "./metash.toml:15: the connection 'y' has no place and is ignored",
                        "METASH_TIMING: expected true or false, not 'maybe'; using false (default)"),
                config.warnings());
        assertEquals(null, config.connection("y"));
    }

    @Test
    void r70_invalidTomlIsRefusedWithItsPosition() {
        Map<String, String> wrong = Map.of(
                "output = \n", "./metash.toml:1:10",
                "timing = true\noutput = csv\n", "./metash.toml:2:10",
                "output = \"csv\n", "./metash.toml:1:10",
                "a b = 1", "./metash.toml:1:3",
                "a = 1 2", "./metash.toml:1:7",
                "a = 1\na = 2", "./metash.toml:2:1",
                "[x]\n[x]", "./metash.toml:2:1",
                "[[x]]", "./metash.toml:1:2",
                "x = [1]", "./metash.toml:1:6",
                "x = \"\\q\"", "./metash.toml:1:6");
        wrong.forEach((text, place) -> {
            Failure failure = assertThrows(Failure.class, () -> load("", text, Map.of()), text);
            assertEquals(place, failure.where(), text);
            assertEquals(ExitStatus.USAGE, failure.status());
        });
    }

    @Test
    void r70_theProgramWarnsAndContinues() throws IOException, InterruptedException {
        Files.writeString(files.project(), "otput = \"csv\"\n");
        Program program = new Program(scratch.resolve("project"))
                .with("XDG_CONFIG_HOME", scratch.resolve("config").toString());
        assertEquals(0, program.run("-c", "config show -o raw"));
        assertEquals(
                "metash: ./metash.toml:1: unknown key 'otput', ignored; the nearest is 'output'",
                program.err().lines().findFirst().orElse(""));
    }

    /** No option takes a password on the command line: every password option names a source. */
    @Test
    void r71_noOptionTakesAPassword() {
        CommandRun run = new CommandRun();
        for (CommandEntry entry : Commands.table().entries()) {
            for (OptionSpec option : new CommandLineRunner(run.context())
                    .commandLine(entry)
                    .getCommandSpec()
                    .options()) {
                String name = option.longestName();
                boolean about = name.contains("password") || name.contains("secret") || name.contains("token");
                boolean place = name.endsWith("-file") || name.endsWith("-env") || name.endsWith("-command");
                assertTrue(!about || place || option.arity().max() == 0, entry.name() + " " + name);
            }
        }
    }

    @Test
    void r71_passwordsComeFromFileEnvironmentOrHelper() throws IOException {
        Path file = Files.writeString(scratch.resolve("password"), "s3cret ä\r\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Config config = load(
                "connections.a = 1\n[connections.f]\nplace='x'\npassword-file='" + file + "'\n"
                        + "[connections.e]\n"
                        + "place='x'\n"
                        + "password-env='PW'\n"
                        + "[connections.c]\n"
                        + "place='x'\n"
                        + "password-command='printf"
                        + " \"from helper\\n"
                        + "x\"'\n"
                        + "[connections.n]\n"
                        + "place='x'\n"
                        + "[connections.bad]\n"
                        + "place='x'\n"
                        + "password-command='echo no;"
                        + " exit 3'\n",
                "",
                Map.of());
        assertEquals("s3cret ä", Password.of(config.connection("f"), Map.of()));
        assertEquals("from the env", Password.of(config.connection("e"), Map.of("PW", "from the env")));
        assertEquals("from helper", Password.of(config.connection("c"), Map.of()));
        assertEquals(null, Password.of(config.connection("n"), Map.of()));
        Failure failure = assertThrows(Failure.class, () -> Password.of(config.connection("bad"), Map.of()));
        assertEquals("the helper command printed no password: it ended with status 3", failure.what());
        Failure unset = assertThrows(Failure.class, () -> Password.of(config.connection("e"), Map.of()));
        assertEquals("PW", unset.where());
    }

    /** No process shows the password while a connection waits for a service that never answers. */
    @Test
    void r71_noProcessShowsThePassword() throws IOException, InterruptedException {
        String secret = "s3cret-" + Long.toString(System.nanoTime(), 36);
        Path file = Files.writeString(scratch.resolve("pw"), secret + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String place = "place = '127.0.0.1:" + silent.getLocalPort() + "'\nuser = 'u'\n";
            Files.writeString(
                    files.user(),
                    "[connections.a]\n" + place + "password-file = '" + file + "'\n[connections.b]\n" + place
                            + "password-command = 'cat " + file + "'\n");
            for (String name : List.of("a", "b")) {
                Path out = scratch.resolve("out-" + name);
                Process process = new Program(scratch.resolve("project"))
                        .with("XDG_CONFIG_HOME", scratch.resolve("config").toString())
                        .builder(Program.command("--debug", "-c", "connect " + name))
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
                long end = System.nanoTime() + 3_000_000_000L;
                int looks = 0;
                while (process.isAlive() && System.nanoTime() < end) {
                    assertEquals(List.of(), showing(secret));
                    looks++;
                    Thread.sleep(20);
                }
                process.destroyForcibly().waitFor();
                assertTrue(looks >= 2, "it ended too early to be looked at: " + Files.readString(out));
                assertFalse(Files.readString(out).contains(secret));
            }
            String own = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1);
            assertTrue(showing(own).contains(own), own);
        }
    }

    /** The processes whose command line contains a text. */
    private static List<String> showing(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process :
                    all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
                try {
                    String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (line.contains(text)) {
                        found.add(line);
                    }
                } catch (IOException e) {
                    // The process has ended.
                }
            }
        }
        return found;
    }

    @Test
    void r72_aWorldReadablePasswordFileIsRefused() throws IOException {
        Path file = Files.writeString(scratch.resolve("it's"), "s3cret\n");
        for (String rights : List.of("rw-r--r--", "rw----r--", "rw-----w-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
            Failure failure = assertThrows(Failure.class, () -> Password.fromFile(file.toString()), rights);
            assertEquals(ExitStatus.REFUSED, failure.status());
            assertEquals("chmod 600 '" + scratch + "/it'\"'\"'s'", failure.next());
            assertFalse((failure.what() + failure.where()).contains("s3cret"));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals("s3cret", Password.fromFile(file.toString()));
    }
}
