package io.metash.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.monitoring.Metric;
import io.metash.testing.LiveService;
import io.metash.testing.Program;
import io.metash.testing.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The units, manifests, image and alerts in {@code src/examples}: each is checked by its tool, and each of their
 * command lines runs.
 */
class ServiceExamplesTest {
    private static final Path EXAMPLES = Path.of("src/examples").toAbsolutePath();
    private static final String BINARY = "/opt/metash/bin/metash";
    private static final String TEXTFILES = "/var/lib/prometheus/node-exporter";

    @TempDir
    static Path scratch;

    private static LiveService live;
    private static Program metash;

    @BeforeAll
    static void start() throws IOException {
        live = new LiveService(Files.createDirectory(scratch.resolve("live")));
        live.put("a=x", "b=y");
        metash = new Program(Files.createDirectory(scratch.resolve("home")));
    }

    @AfterAll
    static void stop() throws IOException {
        live.close();
    }

    private static String text(String example) throws IOException {
        return Files.readString(EXAMPLES.resolve(example));
    }

    /** A command line of an example with the paths and addresses of this test. */
    private static List<String> here(List<String> words, Path shelf) {
        return words.stream()
                .map(word -> word.replaceAll("^databend-meta-\\d\\..*:9191$", live.address() + ",127.0.0.1:1")
                        .replaceAll("^databend-meta-\\d\\..*:28002$", live.admin() + ",127.0.0.1:2")
                        .replace("127.0.0.1:9191", live.address())
                        .replace("127.0.0.1:28002", live.admin())
                        .replace("s3://backups/prod", shelf.toString())
                        .replace("${SHELF}", shelf.toString())
                        .replace(TEXTFILES, scratch.toString())
                        .replace("/data/", scratch + "/data/"))
                .toList();
    }

    private static void ok(List<String> words, Path shelf) throws IOException, InterruptedException {
        List<String> run = here(words, shelf);
        assertEquals(0, metash.run(run.toArray(String[]::new)), run + "\n" + metash.err());
    }

    private static List<List<String>> commands(String unit) throws IOException {
        return text(unit)
                .lines()
                .filter(line -> line.startsWith("ExecStart="))
                .map(line -> line.substring("ExecStart=".length()).split(" "))
                .map(words -> {
                    assertEquals(BINARY, words[0]);
                    return List.of(words).subList(1, words.length);
                })
                .toList();
    }

    @Test
    void theCommandsOfTheUnitRun() throws IOException, InterruptedException {
        Path shelf = scratch.resolve("units/databend");
        List<List<String>> commands = commands("systemd/metash-backup.service");
        assertEquals(2, commands.size());
        for (List<String> words : commands) {
            ok(words, shelf);
        }
        assertEquals(List.of(".ndjson.zst", ".ndjson.zst.manifest"), endings(shelf));
        assertTrue(Files.readString(scratch.resolve("metash.prom"))
                .contains("metash_exit_status{cluster=\"prod\",command=\"backup\"} 0.0"));
    }

    private static List<String> endings(Path shelf) throws IOException {
        try (Stream<Path> files = Files.list(shelf)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(name.indexOf(".ndjson")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void systemdAcceptsTheUnits() throws IOException, InterruptedException {
        List<String> verify = new ArrayList<>(List.of("systemd-analyze", "verify"));
        Assumptions.assumeTrue(there("systemd-analyze"), "no systemd-analyze here");
        for (String name : List.of("metash-backup.service", "metash-backup.timer")) {
            Path unit = scratch.resolve(name);
            String launcher = Path.of("scripts/metash").toAbsolutePath().toString();
            Files.writeString(unit, text("systemd/" + name).replace(BINARY, launcher));
            verify.add(unit.toString());
        }
        assertEquals("0\n", tool(verify));
    }

    private static boolean there(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    /** The status and the messages of a tool. */
    private static String tool(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(scratch, "tool", null);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(100, TimeUnit.SECONDS), command.toString());
        return process.exitValue() + "\n" + Files.readString(output);
    }

    private static Map<?, ?> yaml(String example) throws IOException {
        return (Map<?, ?>) YamlText.parse(text(example));
    }

    private static Object at(Object tree, String... path) {
        Object now = tree;
        for (String step : path) {
            now = ((Map<?, ?>) now).get(step);
        }
        return now;
    }

    /** The command lines of a pod, in execution order. */
    private static List<List<String>> commands(Object pod) {
        return Stream.of("initContainers", "containers")
                .flatMap(kind -> ((List<?>) at(pod, kind)).stream())
                .map(container -> ((List<?>) at(container, "args"))
                        .stream().map(String.class::cast).toList())
                .toList();
    }

    /** Every volume that a container mounts is one of the pod. */
    private static void volumesFit(Object pod) {
        Set<Object> named = ((List<?>) at(pod, "volumes"))
                .stream().map(volume -> at(volume, "name")).collect(Collectors.toSet());
        for (String kind : List.of("initContainers", "containers")) {
            for (Object container : (List<?>) at(pod, kind)) {
                for (Object mount : (List<?>) at(container, "volumeMounts")) {
                    assertTrue(named.contains(at(mount, "name")), mount.toString());
                }
            }
        }
    }

    @Test
    void theJobsOfKubernetesRun() throws IOException, InterruptedException {
        Map<?, ?> cron = yaml("kubernetes/backup-cronjob.yaml");
        assertEquals("batch/v1 CronJob", cron.get("apiVersion") + " " + cron.get("kind"));
        Object pod = at(cron, "spec", "jobTemplate", "spec", "template", "spec");
        volumesFit(pod);
        Path shelf = scratch.resolve("kubernetes/prod");
        List<List<String>> backup = commands(pod);
        assertEquals(3, backup.size());
        for (List<String> words : backup) {
            ok(words, shelf);
        }
        Map<?, ?> job = yaml("kubernetes/rebuild-job.yaml");
        assertEquals("batch/v1 Job", job.get("apiVersion") + " " + job.get("kind"));
        pod = at(job, "spec", "template", "spec");
        volumesFit(pod);
        Path made;
        try (Stream<Path> files = Files.list(shelf)) {
            made = files.filter(file -> file.toString().endsWith(".zst"))
                    .findFirst()
                    .orElseThrow();
        }
        for (int node = 0; node < 3; node++) {
            Files.createDirectories(scratch.resolve("data/node-" + node));
        }
        for (List<String> words : commands(pod)) {
            ok(
                    words.stream()
                            .map(word -> word.replace(
                                    "prod-20260101T001500Z.ndjson.zst",
                                    made.getFileName().toString()))
                            .toList(),
                    shelf);
        }
        for (int node = 0; node < 3; node++) {
            ok(List.of("verify", "/data/node-" + node + "/raft"), shelf);
        }
    }

    @Test
    void theAlertsNameExistingMetrics() throws IOException, InterruptedException {
        Set<String> known = Arrays.stream(Metric.values()).map(Metric::key).collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        List<?> groups = (List<?>) yaml("prometheus/metash-alerts.yml").get("groups");
        for (Object rule : (List<?>) at(groups.get(0), "rules")) {
            Matcher names = Pattern.compile("metash_\\w+").matcher((String) at(rule, "expr"));
            while (names.find()) {
                used.add(names.group());
            }
        }
        assertEquals(
                Set.of(), used.stream().filter(name -> !known.contains(name)).collect(Collectors.toSet()));
        assertTrue(used.size() >= 5, used.toString());
    }

    @Test
    void promtoolAcceptsTheAlerts() throws IOException, InterruptedException {
        String found = tool(List.of("bash", "-c", "scripts/promtool 2>/dev/null"));
        Assumptions.assumeTrue(found.startsWith("0\n"), "no promtool here");
        String alerts = EXAMPLES.resolve("prometheus/metash-alerts.yml").toString();
        assertEquals(
                "0\nChecking " + alerts + "\n  SUCCESS: 6 rules found\n\n",
                tool(List.of(found.substring(2).strip(), "check", "rules", alerts)));
    }

    /**
     * Without docker the image is not built: its instructions are known ones, and the package has the expected name.
     */
    @Test
    void theImageInstallsThePackage() throws IOException {
        List<String> lines = text("docker/Dockerfile")
                .replaceAll("\\\\\n *", "")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        for (String line : lines) {
            assertTrue(line.matches("(FROM|RUN|ADD|USER|WORKDIR|ENTRYPOINT) \\S.*"), line);
        }
        assertTrue(lines.get(0).matches("FROM [a-z]+:[a-z]+-slim"), lines.get(0));
        assertTrue(lines.contains("ADD metash-*-linux-*-object-storage.tar.gz /opt/"), lines.toString());
        assertTrue(Files.readString(Path.of("scripts/package"))
                .contains("name=metash-$version-linux-$arch$object_storage"));
        assertEquals("ENTRYPOINT [\"" + BINARY + "\"]", lines.get(lines.size() - 1));
        assertTrue(lines.contains("USER 10001"), lines.toString());
    }
}
