package io.metash.shell.script;

import io.metash.files.ParentDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script or text being run.
 *
 * @param name its name in errors
 * @param file its file, links followed; null for none
 * @param directory the base of relative paths of {@code source}
 * @param arguments the values of {@code $1} and so on
 * @param caller the sourcing script, or null
 * @param place the position of the {@code source} command, {@code file:line:column}, or null
 */
public record ScriptFrame(
        String name,
        @Nullable Path file,
        Path directory,
        List<String> arguments,
        @Nullable ScriptFrame caller,
        @Nullable String place) {
    /** The lines of a text, which no script sources. */
    public static ScriptFrame text(String name, List<String> arguments) {
        return new ScriptFrame(name, null, Path.of(""), arguments, null, null);
    }

    /** A script file, which no script sources. */
    public static ScriptFrame file(Path file, List<String> arguments) throws IOException {
        return new ScriptFrame(file.toString(), file.toRealPath(), ParentDirectory.of(file), arguments, null, null);
    }

    /** The nesting depth of scripts. */
    public int depth() {
        if (caller == null) {
            return 1;
        }
        return 1 + caller.depth();
    }

    /** The position of a command, followed by the positions of the {@code source} commands that led to it. */
    public String place(int line, int column) {
        return name + ":" + line + ":" + column + chain();
    }

    /** The positions of the {@code source} commands that led to this script. */
    public String chain() {
        StringBuilder out = new StringBuilder();
        for (ScriptFrame frame = this; frame != null && frame.place != null; frame = frame.caller) {
            out.append(", sourced at ").append(frame.place);
        }
        return out.toString();
    }

    /** The position without the chain of sources. */
    public String here(CommandSplitter.Command command) {
        return name + ":" + command.line() + ":" + command.column();
    }

    /** Whether a file is being run already. */
    public boolean runs(Path real) {
        return real.equals(file) || (caller != null && caller.runs(real));
    }
}
