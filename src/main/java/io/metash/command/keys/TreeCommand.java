package io.metash.command.keys;

import io.metash.command.CommandContext;
import io.metash.command.option.OutputOption;
import io.metash.output.Column;
import io.metash.output.CommandWord;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import io.metash.output.Style;
import io.metash.output.TextWidth;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.session.KeyRange;
import io.metash.session.Segment;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tree}: prints prefixes as a tree. */
@Command(
        name = "tree",
        description = {
            "Draws the keys below a prefix as a tree by their slashes, with the number of keys and the bytes below"
                    + " each.",
            "",
            "Examples:",
            "  tree --depth 2",
            "  tree --limit 5 __fd_table",
            "  tree -o json __fd_database"
        })
public final class TreeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "The prefix of the keys.")
    private String prefix = "";

    @Option(names = "--depth", paramLabel = "N", description = "The number of levels; default: 3.")
    private int depth = 3;

    @Option(names = "--limit", paramLabel = "N", description = "The maximum number below each prefix; default: 25.")
    private int limit = 25;

    @Mixin
    private OutputOption output = new OutputOption();

    public TreeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (depth < 1 || limit < 1) {
            throw Failure.of(ExitStatus.USAGE, "--depth and --limit are 1 or more");
        }
        String start = KeyPath.resolve(context.directory(), prefix);
        TreeNode root = new TreeNode(start, limit);
        KeyRange range = KeyRange.ofPrefix(Bytes.utf8(start));
        try (KvCursor keys = context.scan(range.from(), range.to())) {
            while (keys.next()) {
                root.add(keys.key().text(), Segment.bytes(keys.key(), keys.value()), depth);
            }
        }
        Listing list = output.open(
                context, Column.number("depth"), Column.number("keys"), Column.bytes("bytes"), Column.text("key"));
        boolean drawn = output.format(context) == OutputFormat.TABLE;
        if (drawn) {
            context.clearProgress();
        }
        if (drawn && root.keys() > 0) {
            context.io().out().println(CommandWord.quote("/" + start));
        }
        below(root, "", 1, drawn, list);
        if (drawn) {
            context.io().out().flush();
            String summary = "0 records";
            if (root.keys() > 0) {
                summary = Units.count(root.keys(), "key") + ", " + Units.bytes(root.bytes());
            }
            context.io().err().println(summary);
            if (root.keys() == 0 && output.failEmpty()) {
                return ExitStatus.NO.code();
            }
            return ExitStatus.OK.code();
        }
        return output.end(context, list, Units.count(root.keys(), "key") + ", " + Units.bytes(root.bytes()));
    }

    private void below(TreeNode node, String indent, int level, boolean drawn, Listing list) throws IOException {
        int left = node.children().size() + (node.more() > 0 ? 1 : 0);
        for (TreeNode child : node.children()) {
            boolean last = --left == 0;
            String bar = "    ";
            if (!last) {
                bar = context.io().display().unicode() ? "│   " : "|   ";
            }
            if (drawn) {
                draw(child, node, indent + branch(last), indent + bar);
            } else {
                list.row(
                        (long) level,
                        child.keys(),
                        child.bytes(),
                        KeyPath.cell(context, context.directory(), Bytes.utf8(child.path())));
            }
            below(child, indent + bar, level + 1, drawn, list);
        }
        if (drawn && node.more() > 0) {
            String mark = "`-- ... ";
            if (context.io().display().unicode()) {
                mark = "└── … ";
            }
            context.io().out().println(indent + mark + Units.number(node.more()) + " more");
        }
    }

    /** The line from a node to its child. */
    private String branch(boolean last) {
        if (context.io().display().unicode()) {
            return last ? "└── " : "├── ";
        }
        return last ? "`-- " : "|-- ";
    }

    private void draw(TreeNode child, TreeNode parent, String lines, String linesBelow) {
        String name = CommandWord.quote(KeyPath.cell(context, "", Bytes.utf8(child.path()))
                .toString()
                .substring(parent.path().length()));
        boolean group = !child.leaf();
        String counts = Units.bytes(child.bytes());
        if (group) {
            counts = Units.count(child.keys(), "key") + ", " + counts;
        }
        String bytes = "(" + counts + ")";
        String gap = "  ";
        // The lines to the children stay connected.
        int needed = TextWidth.of(lines) + TextWidth.of(name) + gap.length() + bytes.length();
        if (context.io().outTerminal() && needed > context.io().width().getAsInt()) {
            gap = "\n" + linesBelow + gap;
        }
        context.io()
                .out()
                .println(lines
                        + (group ? Style.GROUP.on(name, context.io().colored()) : name)
                        + gap
                        + Style.FAINT.on(bytes, context.io().colored()));
    }
}
