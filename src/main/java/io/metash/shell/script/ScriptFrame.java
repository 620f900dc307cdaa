package io.metash.shell.script;

import java.nio.file.Path;
import java.util.List;

/**
 * A text that is being run.
 *
 * @param name what errors call it
 * @param file the file behind it, links followed; null for none
 * @param folder where relative paths of {@code source} start
 * @param arguments what {@code $1} and so on are
 * @param caller the script that said {@code source}, or null
 * @param place where it said so, {@code file:line:column}, or null
 */
public record ScriptFrame(
        String name, Path file, Path folder, List<String> arguments, ScriptFrame caller, String place) {
    /** How many scripts run one inside the other. */
    public int depth() {
        return caller == null ? 1 : 1 + caller.depth();
    }

    /** The place of a command, with the places that lead to it. */
    public String place(int line, int column) {
        return name + ":" + line + ":" + column + chain();
    }

    /** Where this was sourced, and that in turn. */
    public String chain() {
        StringBuilder out = new StringBuilder();
        for (ScriptFrame frame = this; frame.place != null; frame = frame.caller) {
            out.append(", sourced at ").append(frame.place);
        }
        return out.toString();
    }

    /** The same place without the chain. */
    public String here(CommandSplitter.Command command) {
        return name + ":" + command.line() + ":" + command.column();
    }

    /** Whether a file runs already. */
    public boolean runs(Path real) {
        return real.equals(file) || (caller != null && caller.runs(real));
    }
}
