package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTable;
import io.metash.command.CommandTrait;
import io.metash.command.completion.LineGrammar;
import io.metash.config.Config;
import io.metash.config.ConfigFiles;
import io.metash.config.Setting;
import io.metash.output.Column;
import io.metash.output.Io;
import io.metash.output.Listing;
import io.metash.output.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A command, an output format and a setting are declared once; a missing registry entry fails here. */
class RegistriesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.metash");

    /** A command that is not in {@link Commands}. */
    @Command(name = "scratch", description = "Prints a line.")
    public static final class ScratchCommand implements Callable<Integer> {
        private final CommandContext context;

        public ScratchCommand(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            context.io().out().println("scratch ran");
            return 0;
        }
    }

    @Test
    void everyCommandIsInTheTable() throws IOException {
        Set<String> declared = CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(Command.class) && !type.isInterface())
                .filter(type ->
                        !type.reflect().getAnnotation(Command.class).name().isEmpty())
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        declared.removeAll(parts());
        Set<String> listed = Commands.table().entries().stream()
                .map(entry -> entry.type().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(listed, declared);
    }

    /** The classes of subcommands, which belong to the entry of their command. */
    private static Set<String> parts() throws IOException {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Io io = new Io(null, nowhere, nowhere, false, false, false, () -> 80);
        Set<String> parts = new TreeSet<>();
        try (CommandContext context = new CommandContext(Commands.table(), io, false, false)) {
            CommandLineRunner runner = new CommandLineRunner(context);
            for (CommandEntry entry : Commands.table().entries()) {
                for (CommandLine part :
                        runner.commandLine(entry).getSubcommands().values()) {
                    parts.add(part.getCommand().getClass().getName());
                }
            }
        }
        return parts;
    }

    @Test
    void everyCommandHasTheNameOfItsEntry() {
        for (CommandEntry entry : Commands.table().entries()) {
            assertEquals(entry.name(), entry.type().getAnnotation(Command.class).name());
        }
    }

    @Test
    void oneTableLineAddsACommand() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        CommandTable table = new CommandTable(List.of(
                CommandEntry.of("scratch", ScratchCommand.class, "Shell", "print a line", CommandTrait.DESTRUCTIVE)));
        Io io = new Io(null, stream, stream, false, false, false, () -> 80);
        try (CommandContext context = new CommandContext(table, io, false, false)) {
            assertEquals(0, new CommandLineRunner(context).run(List.of("scratch")));
            assertEquals(true, new LineGrammar(context).destroys("scratch"));
        }
        assertEquals("scratch ran\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void everyListingHasAFormat() {
        Set<String> classes = CLASSES.stream()
                .filter(type -> type.isAssignableTo(Listing.class) && !type.isEquivalentTo(Listing.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Io io = new Io(null, nowhere, nowhere, false, false, false, () -> 80);
        Set<String> opened = Stream.of(OutputFormat.values())
                .map(format -> Listing.of(format, io, List.of(Column.text("name")))
                        .getClass()
                        .getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(classes, opened);
    }

    @Test
    void theEnvironmentAcceptsEveryFormat() {
        for (OutputFormat format : OutputFormat.values()) {
            String name = format.name().toLowerCase(Locale.ROOT);
            Config config = Config.load(ConfigFiles.NONE, Map.of("METASH_OUTPUT", name));
            assertEquals(List.of(), config.warnings());
            assertEquals(name, config.text(Setting.OUTPUT));
        }
    }

    @Test
    void theLauncherReadsTheProfilesOfTheEntries() {
        Set<String> moving = Commands.table().entries().stream()
                .filter(entry -> entry.is(CommandTrait.STREAM))
                .map(entry -> entry.name() + " stream")
                .collect(Collectors.toCollection(TreeSet::new));
        moving.add("serve service");
        assertEquals(String.join("\n", moving) + "\n", JvmProfiles.text());
    }
}
