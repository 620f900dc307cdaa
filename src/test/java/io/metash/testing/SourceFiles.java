package io.metash.testing;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The sources of the main code, parsed and not attributed. */
public final class SourceFiles {
    private SourceFiles() {}

    /** All files of the main code. */
    public static List<Path> main() {
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The syntax trees of the files. */
    public static List<CompilationUnitTree> parsed() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(main()));
            List<CompilationUnitTree> trees = new ArrayList<>();
            task.parse().forEach(trees::add);
            return trees;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
