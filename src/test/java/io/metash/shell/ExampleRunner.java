package io.metash.shell;

import io.metash.Commands;
import io.metash.client.MetaClient;
import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.help.Examples;
import io.metash.files.Disk;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.record.KvCursor;
import io.metash.session.Session;
import io.metash.shell.script.ScriptFrame;
import io.metash.testing.LiveService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the examples of all commands in a separate process, in a directory with the files and services that they name.
 * Prints the failing examples with their output; nothing if all succeed.
 */
public final class ExampleRunner {
    /** Commands that run until they are interrupted. */
    private static final Set<String> ENDLESS = Set.of("serve");

    private static final int ENDED_AFTER_MS = 2500;
    private static final String LEASE = "if job/lease seq == 0\nthen put job/lease held ttl 30s\n";
    private static final String JOURNAL = "raft-1.metash-cluster-1a2b3c4d5e.json";

    private final Path world;
    private final Path template;
    private final LiveService live;
    private int ran;

    private ExampleRunner(Path world, Path template, LiveService live) {
        this.world = world;
        this.template = template;
        this.live = live;
    }

    /** Arguments: the sample, then optionally the names of commands. */
    public static void main(String[] arguments) throws IOException {
        Path world = Path.of("").toAbsolutePath();
        Path template = Files.createDirectories(world.resolveSibling("template"));
        Path sample = Path.of(arguments[0]);
        List<String> only = List.of(arguments).subList(1, arguments.length);
        try (LiveService live = new LiveService(Files.createDirectories(world.resolveSibling("live")))) {
            ExampleRunner runner = new ExampleRunner(world, template, live);
            runner.makeTemplate(sample);
            for (CommandEntry entry : Commands.table().entries()) {
                if (only.isEmpty() || only.contains(entry.name())) {
                    runner.entry(entry);
                }
            }
            System.err.println(runner.ran + " examples");
        }
        System.exit(0);
    }

    /** The sample, with a key that its last log entries write and delete. */
    private Path withLostKey(Path sample) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(sample));
        int at = 0;
        while (!lines.get(at).startsWith("[\"state_machine")) {
            at++;
        }
        int last = at - 1;
        lines.add(at++, lostKey(lines.get(last), 1, "{\"Update\":[120]}"));
        lines.add(at, lostKey(lines.get(last), 2, "\"Delete\""));
        // One of several voters: no other voter confirms that the entries are committed.
        String entry = lines.get(at);
        String id = entry.substring(entry.indexOf("{\"leader_id\""), entry.indexOf(",\"payload\""));
        lines.replaceAll(line -> line.equals("[\"raft_log\",{\"Committed\":null}]")
                ? "[\"raft_log\",{\"Committed\":" + id + "}]"
                : line);
        return Files.write(template.resolve("sample.ndjson"), lines);
    }

    private static String lostKey(String lastEntry, int after, String value) {
        Matcher index = Pattern.compile("\"index\":(\\d+)").matcher(lastEntry);
        index.find();
        String id = lastEntry.substring(0, index.start()) + "\"index\":" + (Long.parseLong(index.group(1)) + after);
        return id + "},\"payload\":{\"Normal\":{\"time_ms\":1667290980000,\"cmd\":{\"UpsertKV\":{\"key\":\"job/lost\","
                + "\"seq\":\"Any\",\"value\":" + value + ",\"value_meta\":null}}}}}}]";
    }

    private void makeTemplate(Path given) throws IOException {
        Path sample = withLostKey(given);
        String raft = template.resolve("raft").toString();
        String text = String.join(
                "\n",
                "import --raft-dir '" + raft + "' --db '" + sample + "'",
                "import --raft-dir '" + raft + "' --db '" + sample + "'",
                "connect '" + raft + "' as prod",
                "export '" + template + "/backup.ndjson'",
                "export '" + template + "/older.ndjson'",
                "export '" + template + "/backup-2022.ndjson'",
                "export '" + template + "/open.ndjson'");
        Files.createDirectories(template.resolve("backups"));
        Files.createDirectories(template.resolve("data"));
        Files.writeString(template.resolve("lib.metash"), "ls __fd_database/${1:-test_tenant}/\n");
        Files.writeString(template.resolve("nightly.metash"), "source lib.metash\n");
        Files.writeString(template.resolve("salt.key"), "sixteen bytes or more");
        Files.writeString(template.resolve("lease.txn"), LEASE);
        Files.writeString(template.resolve("load.lua"), "print('loaded')\n");
        Files.writeString(template.resolve("large.lua"), "print('large')\n");
        Files.writeString(template.resolve("define.lua"), "function callit() print('called') end\n");
        try (CommandContext context = new CommandContext(Commands.table(), io(System.err), false, false)) {
            check(new Interpreter(context, ShellOptions.standard())
                    .script(text, new ScriptFrame("template", null, world, List.of(), null, null)));
            for (int day = 1; day <= 3; day++) {
                for (String end : List.of("", ".manifest")) {
                    Files.copy(
                            template.resolve("backup.ndjson" + end),
                            template.resolve("backups/prod-2026-01-0" + day + "T00-00-00Z.ndjson" + end));
                }
            }
            Session prod = context.session();
            try (MetaClient client = live.client();
                    KvCursor cursor = prod.scan(io.metash.record.Bytes.EMPTY, null)) {
                while (cursor.next()) {
                    client.upsert(cursor.key(), cursor.value().data(), null);
                }
            }
        }
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("the environment of the examples cannot be created, status " + status);
        }
    }

    private static Io io(PrintStream stream) {
        return new Io(null, stream, stream, false, false, false, () -> 80, Display.PLAIN);
    }

    private void entry(CommandEntry entry) throws IOException {
        renew();
        before(entry.name());
        List<String> examples;
        try (CommandContext context = new CommandContext(Commands.table(), io(System.err), false, false)) {
            examples = Examples.of(new CommandLineRunner(context).commandLine(entry));
        }
        // Undo is last, because other examples read the result.
        examples.sort(Comparator.comparing(example -> example.startsWith("init-cluster rollback")));
        for (String example : examples) {
            if (example.contains("s3://")) {
                System.err.println("not run here, it needs an object store: " + example);
                continue;
            }
            ran++;
            run(entry.name(), example);
        }
    }

    /** Preconditions of commands. */
    private void before(String command) throws IOException {
        if (!command.equals("rollback")) {
            return;
        }
        try (CommandContext context = new CommandContext(Commands.table(), io(System.err), false, false)) {
            check(new Interpreter(context, ShellOptions.standard())
                    .script(
                            "import --raft-dir raft --db backup.ndjson\n"
                                    + "init-cluster --db backup.ndjson --node 1=10.0.0.1:28103=data/raft-1\n",
                            new ScriptFrame("before", null, world, List.of(), null, null)));
        }
        try (Stream<Path> files = Files.list(world.resolve("data"))) {
            for (Path file :
                    files.filter(f -> f.toString().contains(".metash-cluster-")).toList()) {
                Files.move(file, file.resolveSibling(JOURNAL));
            }
        }
    }

    private void renew() throws IOException {
        try (Stream<Path> old = Files.list(world)) {
            for (Path path : old.toList()) {
                if (!path.getFileName().toString().startsWith(".xdg")) {
                    Disk.real().deleteTree(path);
                }
            }
        }
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : files.toList()) {
                Path to = world.resolve(template.relativize(file).toString());
                if (!Files.isDirectory(to)) {
                    Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private void run(String command, String example) throws IOException {
        String line = example.replace("/var/lib/databend", world.toString())
                .replace("/data/", world + "/data/")
                .replace("127.0.0.1:9191", ENDLESS.contains(command) ? "127.0.0.1:0" : live.address())
                .replace("127.0.0.1:28002", ENDLESS.contains(command) ? "127.0.0.1:0" : live.admin());
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        long start = System.nanoTime();
        int status;
        Timer timer = new Timer(true);
        try (CommandContext context = new CommandContext(Commands.table(), io(stream), false, false)) {
            ShellOptions options = new ShellOptions(false, io.metash.config.Config.standard(), false, true, null, true);
            Interpreter shell = new Interpreter(context, options);
            ScriptFrame frame = new ScriptFrame("example", null, world, List.of(), null, null);
            check(shell.script(
                    "connect raft as prod\nconnect open.ndjson as backup\nconnect " + live.address()
                            + " as live --admin " + live.admin() + "\nrw @live on 15m\nuse prod\n",
                    frame));
            if (ENDLESS.contains(command)) {
                timer.schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                context.cancel().ask();
                            }
                        },
                        ENDED_AFTER_MS);
            }
            printed.reset();
            status = shell.script(line, frame);
        } finally {
            timer.cancel();
        }
        int expected = example.matches("(exit|quit) \\d+")
                ? Integer.parseInt(example.substring(5).strip())
                : 0;
        // This service is not a cluster that was just built, so the expected answer is that it is another one.
        boolean ended = (ENDLESS.contains(command) && status == 130)
                || (example.startsWith("init-cluster check ") && status == 5)
                // The backups here are older than any that a monitor accepts.
                || (example.startsWith("backups check ") && status == 1);
        if (status != expected && !ended) {
            System.out.println(command + ": " + example + "\n  status " + status + "\n"
                    + printed.toString(StandardCharsets.UTF_8).indent(4).stripTrailing());
        }
        long ms = (System.nanoTime() - start) / 1_000_000;
        if (ms > 4000) {
            System.err.println("slow, " + ms + " ms: " + example);
        }
    }
}
