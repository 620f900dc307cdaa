package io.metash.lua;

import io.metash.client.Address;
import io.metash.client.AdminClient;
import io.metash.client.ClientOptions;
import io.metash.record.Cancel;
import io.metash.testing.Captured;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs Lua scripts in the test's own process, with clients of services on the loopback interface. */
final class LuaRun implements LuaServices {
    static final long MEMORY = 64_000_000;

    private final Captured streams = new Captured();
    private final Cancel cancel = new Cancel();
    private long memory = MEMORY;

    /** With another limit of memory, in bytes. */
    LuaRun withMemory(long bytes) {
        memory = bytes;
        return this;
    }

    Cancel cancel() {
        return cancel;
    }

    /** Runs scripts named {@code x.lua} in sequence in one state; returns the exit status of the command. */
    int run(String... scripts) {
        List<LuaSource> sources = new ArrayList<>();
        for (String script : scripts) {
            sources.add(LuaSource.ofFile("x.lua", script.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
        }
        LuaInterpreter interpreter = new LuaInterpreter(
                this, memory, null, streams.io().out(), streams.io().err(), cancel);
        try {
            return interpreter.run(sources);
        } catch (ScriptFailed failed) {
            streams.io().err().println("Error: Lua execution error: " + failed.getMessage());
            return 1;
        }
    }

    String out() {
        return streams.out();
    }

    String err() {
        return streams.err();
    }

    @Override
    public KvClient grpc(String address) {
        return new ServiceClient(address, ClientOptions.STANDARD.within(120_000, 120_000), () -> cancel);
    }

    @Override
    public AdminClient admin(String address) {
        return new AdminClient(Address.parse(address), 60_000, () -> cancel);
    }

    @Override
    public @Nullable Supplier<KvClient> session() {
        return null;
    }
}
