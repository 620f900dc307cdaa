package io.metash.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Java;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every walk-through of contributing.md: compiles its code, runs its commands, compares the output. */
class ContributingTest {
    private static final Path PAGE = Repository.DOCS.resolve("contributing.md");
    /** A step of a walk-through: a new file, a change, or commands with their output. */
    private static final Pattern STEP = Pattern.compile(
            "(?:New file `(?<added>[^`]+)`:|In `(?<changed>[^`]+)`, before `(?<anchor>[^`]+)`:)\n\n"
                    + "```java\n"
                    + "(?<code>.*?)```|```console\n"
                    + "(?<console>.*?)```",
            Pattern.DOTALL);

    @TempDir
    Path scratch;

    /** The sources that a walk-through adds or changes, by path. */
    private final Map<String, String> sources = new TreeMap<>();

    @Test
    void addsACommand() throws IOException, InterruptedException {
        assertEquals(2, carriedOut("Add a command"));
    }

    @Test
    void addsAnOutputFormat() throws IOException, InterruptedException {
        assertEquals(1, carriedOut("Add an output format"));
    }

    @Test
    void addsASetting() throws IOException, InterruptedException {
        assertEquals(1, carriedOut("Add a setting"));
    }

    /** The compiler must report all the files that the page lists, and no other. */
    @Test
    void addsARecordKind() throws IOException, InterruptedException {
        String section = section("Add a record kind");
        assertEquals(0, carriedOut("Add a record kind"));
        TreeSet<String> listed = new TreeSet<>();
        Matcher item = Pattern.compile("^- `([^`]+)`", Pattern.MULTILINE).matcher(section);
        while (item.find()) {
            listed.add("src/main/java/io/metash/" + item.group(1));
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            all = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> Repository.text(file).contains("MetaRecord"))
                    .toList();
        }
        assertEquals(listed, new TreeSet<>(compile(all).values()));
    }

    /** Executes the steps of a section; returns the number of commands. */
    private int carriedOut(String heading) throws IOException, InterruptedException {
        int ran = 0;
        Matcher step = STEP.matcher(section(heading));
        while (step.find()) {
            if (step.group("added") != null) {
                sources.put(step.group("added"), step.group("code"));
            } else if (step.group("changed") != null) {
                insert(step.group("changed"), step.group("anchor"), step.group("code"));
            } else {
                assertEquals(Map.of(), compile(List.of()));
                ran += console(step.group("console"));
            }
        }
        return ran;
    }

    private static String section(String heading) {
        String text = Repository.text(PAGE);
        int start = text.indexOf("\n## " + heading + "\n");
        assertTrue(start >= 0, heading);
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    /** Inserts lines before the first line that contains the anchor. */
    private void insert(String file, String anchor, String code) {
        String text = sources.computeIfAbsent(file, path -> Repository.text(Path.of(path)));
        int at = text.indexOf(anchor);
        assertTrue(at >= 0, anchor + " is not in " + file);
        int line = text.lastIndexOf('\n', at) + 1;
        sources.put(file, text.substring(0, line) + code + text.substring(line));
    }

    /** Compiles the walk-through's and other sources against the built classes; returns the errors with their files. */
    private Map<String, String> compile(List<Path> others) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = scratch.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        others.stream().filter(file -> !sources.containsKey(file.toString())).forEach(files::add);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        Path classes = Files.createDirectories(scratch.resolve("classes"));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-Xmaxerrs",
                    "1000",
                    "-XDshould-stop.ifError=FLOW",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            compiler.getTask(null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        Map<String, String> errors = new TreeMap<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : found.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors.put(diagnostic.toString(), name(diagnostic.getSource()));
            }
        }
        return errors;
    }

    private static String name(JavaFileObject source) {
        String path = source.getName().replace(File.separatorChar, '/');
        return path.substring(path.indexOf("src/main/java"));
    }

    /** Runs the commands of a block and compares the standard output of each. */
    private int console(String block) throws IOException, InterruptedException {
        String[] runs = block.split("(?m)^\\$ ");
        for (int i = 1; i < runs.length; i++) {
            int end = runs[i].indexOf('\n');
            assertEquals(runs[i].substring(end + 1), out(runs[i].substring(0, end)), runs[i]);
        }
        return runs.length - 1;
    }

    /** The output of a command line with the classes of the walk-through first on the class path. */
    private String out(String line) throws IOException, InterruptedException {
        String path = scratch.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path");
        Path err = scratch.resolve("err");
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        line.replace("scripts/metash", Java.words() + " -cp '" + path + "' io.metash.Main"))
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out + Files.readString(err));
        return out;
    }
}
