package io.metash.command.script;

import io.metash.client.AdminClient;
import io.metash.client.ClientOptions;
import io.metash.command.CommandContext;
import io.metash.command.option.AdminOption;
import io.metash.command.option.ConnectionOptions;
import io.metash.lua.KvClient;
import io.metash.lua.LuaInterpreter;
import io.metash.lua.LuaServices;
import io.metash.lua.LuaSource;
import io.metash.lua.ScriptFailed;
import io.metash.lua.ServiceClient;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.SmallFile;
import io.metash.session.ServiceAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lua}: runs scripts in Lua. */
@Command(
        name = "lua",
        description = {
            "Runs Lua scripts in the order given, in one state; without any, the script on standard input.",
            "Scripts reach services through the table metactl, as with metactl; metactl.session() is the open"
                    + " session. The language is Lua 5.4 with its standard libraries, except debug: scripts can open"
                    + " files and start programs.",
            "",
            "Examples:",
            "  lua --file load.lua",
            "  lua --file define.lua --script 'callit()'",
            "  lua --memory 1g --file large.lua"
        })
public final class LuaCommand implements Callable<Integer> {
    private static final String MEMORY = "256m";
    private static final long MIN_MEMORY = 1_000_000;
    /** The timeout of a script's calls, as in metactl. */
    private static final long ANSWER_MS = 2000;

    private final CommandContext context;

    @ArgGroup(exclusive = true, multiplicity = "0..*")
    private List<Part> parts = new ArrayList<>();

    /** A part of a script: a file or a text. */
    static final class Part {
        @Option(
                names = "--file",
                paramLabel = "FILE",
                required = true,
                description = "A file with a script; may be repeated.")
        private Path file;

        @Option(names = "--script", paramLabel = "TEXT", required = true, description = "A script; may be repeated.")
        private String script;
    }

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "The memory limit of scripts, such as 64m or 1g; default: " + MEMORY + ".")
    private String memory = MEMORY;

    @Mixin
    private ConnectionOptions service = new ConnectionOptions();

    public LuaCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<LuaSource> sources = sources();
        boolean fromInput = parts.isEmpty();
        ServiceAccess access = service.access(context, null, null);
        LuaInterpreter interpreter = new LuaInterpreter(
                new Services(access),
                memoryBytes(),
                fromInput ? null : context.io().in(),
                context.io().out(),
                context.io().err(),
                context.cancel());
        try {
            return interpreter.run(sources);
        } catch (ScriptFailed failed) {
            context.io().out().flush();
            context.io().err().println("Error: Lua execution error: " + failed.getMessage());
            return ExitStatus.NO.code();
        }
    }

    private long memoryBytes() {
        long bytes = Units.parseBytes(memory);
        if (bytes < MIN_MEMORY) {
            throw Failure.of(ExitStatus.USAGE, "--memory is at least 1m, not " + memory)
                    .next("metash lua --memory " + MEMORY);
        }
        return bytes;
    }

    private List<LuaSource> sources() throws IOException {
        List<LuaSource> sources = new ArrayList<>();
        int scripts = 0;
        for (Part part : parts) {
            sources.add(
                    part.file != null
                            ? LuaSource.ofFile(part.file.toString(), SmallFile.read(part.file))
                            : LuaSource.named("script " + ++scripts, part.script));
        }
        if (parts.isEmpty()) {
            InputStream in = context.io().in();
            if (in == null || context.interactive() && !context.hasInput()) {
                throw Failure.of(ExitStatus.USAGE, "lua: the script is missing").next("metash lua --file FILE");
            }
            sources.add(new LuaSource("=stdin", in.readAllBytes()));
        }
        return sources;
    }

    /** Opens clients according to the options, and gives access to the open session. */
    private final class Services implements LuaServices {
        private final ServiceAccess access;

        Services(ServiceAccess access) {
            this.access = access;
        }

        @Override
        public KvClient grpc(String address) {
            ClientOptions client =
                    access.client().within(ANSWER_MS, access.client().connectMs());
            return new ServiceClient(address, client, access.cancel());
        }

        @Override
        public AdminClient admin(String address) {
            return AdminOption.client(address, access.cancel());
        }

        @Override
        public @Nullable Supplier<KvClient> session() {
            boolean inShell = !context.oneShot();
            if (inShell) {
                return () -> new SessionClient(context, context.session());
            }
            return null;
        }
    }
}
