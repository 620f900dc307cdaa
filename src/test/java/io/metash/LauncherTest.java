package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Await;
import io.metash.testing.Java;
import io.metash.testing.Mounts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/metash} with a fake Java that prints its arguments. */
class LauncherTest {
    private static final Path SCRIPTS = Path.of("scripts");

    @TempDir
    Path scratch;

    private Path cache;
    private Path java;

    @BeforeEach
    void aJava() throws IOException {
        cache = scratch.resolve("cache");
        java = scratch.resolve("java");
        script(
                java.resolve("bin/java"),
                """
                #!/bin/bash
                for word in "$@"; do
                  case $word in
                    -XX:SharedArchiveFile=*) archive=${word#*=} ;;
                    -XX:DumpLoadedClassList=*) : >"${word#*=}" ;;
                    -Xshare:dump) dump=1 ;;
                    --sleep) exec sleep 60 ;;
                    --status) exit 42 ;;
                  esac
                done
                [ -z "$dump" ] || { : >"$archive"; exit; }
                printf '%s\\n' "$LC_ALL ($METASH_CALLER_LOCALE)" "$@"
                """);
        Files.writeString(java.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.1\"\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path checkout(String name) throws IOException {
        Path home = scratch.resolve(name);
        Files.createDirectories(home.resolve("scripts"));
        for (String file : List.of("metash", "archive", "compiler.txt", "compiler.json")) {
            Files.copy(SCRIPTS.resolve(file), home.resolve("scripts/" + file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createDirectories(home.resolve("target/maven-archiver"));
        Files.writeString(home.resolve("target/metash.jar"), name);
        Files.writeString(home.resolve("target/profiles.txt"), JvmProfiles.text());
        Files.writeString(home.resolve("target/maven-archiver/pom.properties"), "artifactId=metash\nversion=3.2.1\n");
        return home;
    }

    private record Ran(int status, List<String> out) {}

    private Process start(Path home, Map<String, String> more, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("scripts/metash").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("METASH_JAVA", java.toString());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        builder.environment().putAll(more);
        return builder.redirectInput(Path.of("/dev/null").toFile()).start();
    }

    private Ran run(Path home, Map<String, String> more, String... arguments) throws IOException, InterruptedException {
        Process process = start(home, more, arguments);
        List<String> out =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        return new Ran(process.waitFor(), out);
    }

    private List<String> run(Path home, String... arguments) throws IOException, InterruptedException {
        Ran ran = run(home, Map.of(), arguments);
        assertEquals(0, ran.status, ran.out.toString());
        return ran.out;
    }

    private TreeSet<String> cached() throws IOException {
        try (var files = Files.list(cache.resolve("metash"))) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void versionIsPrintedWithoutJava() throws IOException, InterruptedException {
        Files.delete(java.resolve("bin/java"));
        assertEquals(List.of("metash 3.2.1"), run(checkout("here"), "--version"));
        assertFalse(Files.exists(cache));
    }

    @Test
    void argumentsStatusAndLocaleArePassedOn() throws IOException, InterruptedException {
        Path home = checkout("a b");
        Ran ran = run(home, Map.of("LANG", "de_DE.ISO-8859-1"), "get", "a b", "", "*", "ü");
        assertEquals("C.UTF-8 (de_DE.ISO-8859-1)", ran.out.get(0));
        assertEquals(
                List.of("io.metash.Main", "get", "a b", "", "*", "ü"),
                ran.out.subList(ran.out.size() - 6, ran.out.size()));
        assertEquals(42, run(home, Map.of(), "--status").status);
        Path link = Files.createSymbolicLink(scratch.resolve("link"), Path.of("a b/scripts/metash"));
        Process linked = new ProcessBuilder(
                        "env", "METASH_JAVA=" + java, "XDG_CACHE_HOME=" + cache, link.toString(), "--version")
                .start();
        assertEquals("metash 3.2.1\n", new String(linked.getInputStream().readAllBytes()));
    }

    @Test
    void calledAsMetactlItActsAsMetactl() throws IOException, InterruptedException {
        checkout("here");
        Path link = Files.createSymbolicLink(scratch.resolve("databend-metactl"), Path.of("here/scripts/metash"));
        for (String argument : List.of("--version", "status")) {
            Process linked = new ProcessBuilder(
                            "env", "METASH_JAVA=" + java, "XDG_CACHE_HOME=" + cache, link.toString(), argument)
                    .start();
            List<String> out =
                    new String(linked.getInputStream().readAllBytes()).lines().toList();
            assertEquals(List.of("io.metash.Metactl", argument), out.subList(out.size() - 2, out.size()));
        }
        assertTrue(Files.isSymbolicLink(SCRIPTS.resolve("databend-metactl")));
        assertEquals(Path.of("metash"), Files.readSymbolicLink(SCRIPTS.resolve("databend-metactl")));
    }

    /** Newer Java releases print warnings about these features on standard error unless options allow them. */
    @ParameterizedTest
    @CsvSource({"17.0.1, false", "21, false", "25.0.3, true"})
    void newerJavaReleasesGetTheirOptions(String release, boolean allowed) throws IOException, InterruptedException {
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + release + "\"\n");
        List<String> out = run(checkout("here"), "ls");
        assertEquals(allowed, out.contains("--enable-native-access=ALL-UNNAMED"), out.toString());
        assertEquals(allowed, out.contains("--sun-misc-unsafe-memory-access=allow"), out.toString());
    }

    @Test
    void aSignalReachesIt() throws IOException, InterruptedException {
        Path home = checkout("here");
        run(home, "ls");
        Process process = start(home, Map.of(), "--sleep");
        Await.until(
                "the launcher became the program",
                () -> process.info().commandLine().orElse("").contains("sleep 60"));
        process.destroy();
        assertEquals(143, process.waitFor());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            get k                               | TieredStopAtLevel=1 | 256m
            ls export                           | TieredStopAtLevel=1 | 256m
            -c 'connect d; ls'                  | TieredStopAtLevel=1 | 256m
            -c 'connect d; export f'            | TieredCompilation   | 256m
            -c 'connect small; ls'              | TieredStopAtLevel=1 | 256m
            -c 'connect huge; ls'               | compiler.json       | 256m
            -c 'connect huge'                   | compiler.json       | 256m
            -c "ls; connect 'huge' as h; ls"    | compiler.json       | 256m
            -c 'connect "huge file"; ls'        | compiler.json       | 256m
            -c 'connect huge.gz; ls'            | TieredStopAtLevel=1 | 256m
            -c 'connect huge-store; ls'         | TieredStopAtLevel=1 | 256m
            -c 'connect huge; export f'         | TieredCompilation   | 256m
            look.metash                         | TieredStopAtLevel=1 | 256m
            huge.metash                         | compiler.json       | 256m
            move.metash a                       | TieredCompilation   | 256m
            ''                                  | TieredCompilation   | 256m
            --debug export --raft-dir d         | TieredCompilation   | 64m
            --log-level Info --export           | TieredCompilation   | 64m
            export --grpc-api-address a         | compiler.json       | 64m
            verify f                            | TieredCompilation   | 64m
            diff a b                            | TieredCompilation   | 64m
            import --raft-dir d                 | TieredCompilation   | 64m
            import --raft-dir d --db small      | CICompilerCount=1   | 64m
            import --raft-dir d --db=small      | CICompilerCount=1   | 64m
            import --raft-dir d --db small.gz   | TieredCompilation   | 64m
            import --raft-dir d --db large      | compiler.json       | 64m
            import --raft-dir d --db huge       | TieredCompilation   | 64m
            export --raft-dir large-store       | compiler.json       | 64m
            export --raft-dir=huge-store        | TieredCompilation   | 64m
            serve                               | TieredCompilation   | 512m
            """)
    void theLaunchedCommandSelectsTheOptions(String words, String compiler, String heap)
            throws IOException, InterruptedException {
        Path home = checkout("here");
        Files.writeString(scratch.resolve("look.metash"), "connect d\nls\n");
        Files.writeString(scratch.resolve("move.metash"), "connect d\nimport --raft-dir $1\n");
        Files.writeString(scratch.resolve("huge.metash"), "# looks\nconnect huge\nls\n");
        Files.writeString(scratch.resolve("small"), "x");
        Files.writeString(scratch.resolve("small.gz"), "x");
        Files.write(scratch.resolve("large"), new byte[5_000_000]);
        for (String huge : List.of("huge", "huge file", "huge.gz")) {
            ofSize(scratch.resolve(huge), 1L << 30);
        }
        ofSize(snapshots(scratch.resolve("large-store")).resolve("1-1-1-1.snap"), 5_000_000);
        ofSize(snapshots(scratch.resolve("huge-store")).resolve("1-1-1-1.snap"), 400_000_000);
        String line = "cd '" + scratch + "' && METASH_JAVA='" + java + "' XDG_CACHE_HOME='" + cache + "' '" + home
                + "/scripts/metash' " + (words == null || words.equals("''") ? "" : words) + " </dev/null";
        Process process =
                new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
        List<String> out =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertTrue(out.stream().anyMatch(word -> word.contains(compiler)), out.toString());
        assertTrue(out.contains("-Xmx" + heap), out.toString());
        boolean loopsOnly = compiler.equals("compiler.json");
        assertEquals(loopsOnly, out.contains("-XX:-DisplayVMOutput"), out.toString());
        assertEquals(loopsOnly, out.contains("-XX:-C1UpdateMethodData"), out.toString());
        boolean both = loopsOnly || compiler.equals("TieredCompilation");
        assertEquals(both, out.stream().anyMatch(word -> word.startsWith("-XX:CompileCommandFile=")), out.toString());
    }

    private static Path snapshots(Path store) throws IOException {
        return Files.createDirectories(store.resolve("df_meta/V004/snapshot"));
    }

    /** A sparse file. */
    private static void ofSize(Path file, long bytes) throws IOException {
        try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
            empty.setLength(bytes);
        }
    }

    @Test
    void checkoutsAndJavasThatShareACacheKeepEachOthersArchive() throws IOException, InterruptedException {
        Path one = checkout("one");
        Path two = checkout("two");
        run(one, "ls");
        TreeSet<String> first = cached();
        assertEquals(1, first.size(), first.toString());
        run(two, "ls");
        TreeSet<String> both = cached();
        assertEquals(2, both.size(), both.toString());
        List<String> again = run(one, "ls");
        assertTrue(again.stream().anyMatch(word -> word.endsWith("/" + first.first())), again.toString());
        assertEquals(both, cached());

        // Another jar of the same checkout replaces the previous archive.
        Files.writeString(one.resolve("target/metash.jar"), "built anew");
        run(one, "ls");
        assertEquals(2, cached().size());
        assertFalse(cached().contains(first.first()));

        // Another Java of the same checkout gets its own archive.
        Path other = Files.move(java, scratch.resolve("java-18"));
        run(one, Map.of("METASH_JAVA", other.toString()), "ls");
        assertEquals(3, cached().size());
        Files.move(other, java);

        // Creating an archive removes old ones of any origin.
        for (String name : cached()) {
            Files.setLastModifiedTime(
                    cache.resolve("metash").resolve(name),
                    FileTime.from(Instant.now().minus(Duration.ofDays(40))));
        }
        run(checkout("three"), "ls");
        assertEquals(1, cached().size(), cached().toString());
    }

    @Test
    void aCacheThatCannotBeWrittenOnlyCostsTime() throws IOException, InterruptedException {
        Path home = checkout("here");
        for (Map<String, String> where :
                List.of(Map.of("XDG_CACHE_HOME", "/proc/none"), Map.of("XDG_CACHE_HOME", "", "HOME", "/dev/null"))) {
            Ran ran = run(home, new TreeMap<>(where), "ls", "x");
            assertEquals(0, ran.status);
            assertEquals("x", ran.out.get(ran.out.size() - 1));
            assertTrue(ran.out.stream().noneMatch(word -> word.contains("SharedArchiveFile")), ran.out.toString());
        }
    }

    /** In a chroot without /proc Java needs help to start; errors are still printed. */
    @Test
    void withoutProcItStartsAndPrintsErrors() throws IOException, InterruptedException {
        Path home = checkout("here");
        Mounts.assumeAllowed(Files.createDirectory(home.resolve("mount")));
        script(
                java.resolve("bin/java"),
                """
                #!/bin/bash
                [ -z "$BROKEN" ] || { echo broken >&2; exit 1; }
                echo "$LD_ORIGIN_PATH ($METASH_TERMINALS)"
                """);
        String launcher = "'" + home.resolve("scripts/metash") + "' ls";
        ProcessBuilder builder = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "bash",
                        "-c",
                        "umount -l /proc || exit 99; " + launcher + "; BROKEN=1 " + launcher + "; echo $?; exec 2>&-; "
                                + launcher)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("METASH_JAVA", java.toString());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        Process process = builder.start();
        List<String> out =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertEquals(0, process.waitFor(), out.toString());
        String started = java.resolve("bin") + " ()";
        assertEquals(List.of(started, "metash: Java does not start", "  why    broken", CHECK, "69", started), out);
    }

    private static final String CHECK =
            "  next   check METASH_HEAP, METASH_JAVA_OPTIONS, the limits of the process (ulimit -a),"
                    + " and that /proc is mounted";

    /** Status 1 means "no" in metash, and the output of the JVM is not output of metash. */
    @Test
    void aJavaThatDoesNotStartIsStatus69() throws IOException, InterruptedException {
        Path home = checkout("here");
        run(home, "ls");
        Ran refused = run(home, Map.of("METASH_JAVA_OPTIONS", "--status"), "diff", "a", "b");
        assertEquals(List.of("metash: Java does not start", CHECK), refused.out);
        assertEquals(69, refused.status);
        Map<String, String> real = Map.of("METASH_JAVA", System.getProperty("java.home"), "METASH_HEAP", "abc");
        Ran heap = run(home, real, "diff", "a", "b");
        assertEquals(
                List.of(
                        "metash: Java does not start",
                        "  why    Invalid maximum heap size: -Xmxabc; Error: Could not create the Java Virtual"
                                + " Machine.; Error: A fatal exception has occurred. Program will exit.",
                        CHECK),
                heap.out);
        assertEquals(69, heap.status);
        Path output = scratch.resolve("said");
        Process limited = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -v 1000000; METASH_JAVA='" + System.getProperty("java.home") + "' XDG_CACHE_HOME='"
                                + cache + "' '" + home + "/scripts/metash' diff a b 2>'" + output + "'")
                .start();
        assertEquals("", new String(limited.getInputStream().readAllBytes()));
        assertEquals(69, limited.waitFor());
        assertEquals("metash: Java does not start", Files.readAllLines(output).get(0));
    }

    /** The XDG base directory specification says to ignore relative paths. */
    @Test
    void nothingIsCreatedInTheCurrentDirectory() throws IOException, InterruptedException {
        Path home = checkout("here");
        Path current = Files.createDirectory(scratch.resolve("current"));
        for (String variables : List.of("XDG_CACHE_HOME=relative HOME=/no/such", "HOME=relative")) {
            Process started = new ProcessBuilder(
                            "bash",
                            "-c",
                            "exec env METASH_JAVA='" + java + "' " + variables + " '" + home
                                    + "/scripts/metash' ls 2>&1")
                    .directory(current.toFile())
                    .start();
            started.getInputStream().readAllBytes();
            started.waitFor();
            assertEquals(0, current.toFile().list().length, variables);
        }
    }

    @Test
    void aWrongMetashJavaIsStatus69() throws IOException, InterruptedException {
        Path home = checkout("here");
        Ran refused = run(home, Map.of("METASH_JAVA", "/no/such"), "ls");
        assertEquals(
                List.of(
                        "metash: METASH_JAVA does not name a Java >= 17",
                        "  why    /no/such",
                        "  next   set it to the directory of a Java, or unset it"),
                refused.out);
        assertEquals(69, refused.status);
    }

    /** Any class of Java may open a file when it is initialized, and fail with an error that looks like a bug. */
    @Test
    void tooFewOpenFilesAreStatus69() throws IOException, InterruptedException {
        Path home = checkout("here");
        Process limited = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n 40; METASH_JAVA='" + java + "' XDG_CACHE_HOME='" + cache + "' '" + home
                                + "/scripts/metash' ls 2>&1")
                .start();
        assertEquals(
                "metash: too few files may be open\n  why    ulimit -n 40\n  next   raise the limit: ulimit -n 1024\n",
                new String(limited.getInputStream().readAllBytes()));
        assertEquals(69, limited.waitFor());
    }

    @Test
    void aJavaThatCannotBeRunIsStatus69() throws IOException, InterruptedException {
        Path home = checkout("here");
        run(home, "ls");
        Files.write(java.resolve("bin/java"), new byte[] {0x7f, 'E', 'L', 'F'});
        Ran broken = run(home, Map.of(), "diff", "a", "b");
        assertEquals(69, broken.status, broken.out.toString());
        assertEquals(
                List.of(
                        "metash: Java cannot be run",
                        "  why    " + java + "/bin/java",
                        "  next   set METASH_JAVA to the directory of another Java >= 17"),
                broken.out.subList(broken.out.size() - 3, broken.out.size()));
    }

    @Test
    void theHomeDirectoryIsThatOfTheShell() throws IOException, InterruptedException {
        Path home = checkout("here");
        assertTrue(run(home, Map.of("HOME", "/no/such"), "ls").out.contains("-Duser.home=/no/such"));
        for (String none : List.of("", "relative")) {
            List<String> out = run(home, Map.of("HOME", none), "ls").out;
            assertTrue(out.stream().noneMatch(word -> word.startsWith("-Duser.home")), out.toString());
        }
    }

    /** A rule for a missing method has no effect and would go unnoticed. */
    @Test
    void everyRuleForTheCompilerNamesAMethod() throws IOException, ClassNotFoundException {
        for (String line : Files.readAllLines(SCRIPTS.resolve("compiler.txt"))) {
            if (line.startsWith("dontinline ")) {
                String[] parts = line.substring("dontinline ".length()).split("::");
                String method = parts[1].replace("*", ".*");
                Class<?> type = Class.forName(parts[0]);
                assertTrue(
                        Arrays.stream(type.getDeclaredMethods())
                                .anyMatch(there -> there.getName().matches(method)),
                        line);
            }
        }
    }

    /** The same for the rules of byte loops. */
    @Test
    void everyMethodForTheSecondCompilerExists() throws IOException, ClassNotFoundException {
        Pattern named = Pattern.compile("\"(io/metash/[^\"]*)\\.([^\".]*)\"");
        Matcher rule = named.matcher(Files.readString(SCRIPTS.resolve("compiler.json")));
        int rules = 0;
        while (rule.find()) {
            Class<?> type = Class.forName(rule.group(1).replace('/', '.'));
            String method = rule.group(2).replace("*", ".*");
            assertTrue(
                    Arrays.stream(type.getDeclaredMethods())
                            .anyMatch(there -> there.getName().matches(method)),
                    rule.group());
            rules++;
        }
        assertEquals(10, rules);
    }

    /** Java accepts the file silently, and the second compiler does not affect other methods. */
    @Test
    void theRulesForTheSecondCompilerPrintNothing() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Java.command(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-DisplayVMOutput",
                        "-XX:CompilerDirectivesFile=" + SCRIPTS.resolve("compiler.json"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.metash.Main",
                        "--version"))
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), out);
        assertTrue(out.matches("metash \\S+\\R"), out);
    }

    static {
        if (!Files.isRegularFile(SCRIPTS.resolve("metash"))) {
            throw new UncheckedIOException(new IOException("the tests run in the project's directory"));
        }
    }
}
