package io.metash.lua;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.Test;

/**
 * A hundred scripts of random statements, most of them invalid: each ends together with its state, and the JVM
 * continues.
 */
class GeneratedScriptsTest {
    private static final int SCRIPTS = 100;
    private static final long LIMIT_MS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final List<String> ATOMS = List.of(
            "nil",
            "true",
            "0",
            "-1",
            "1.5",
            "1 / 0",
            "0 / 0",
            "math.mininteger",
            "'text'",
            "'\\0\\255'",
            "('x'):rep(70000)",
            "{}",
            "{ 1, 2, 3 }",
            "print",
            "metactl",
            "metactl.NULL",
            "client",
            "admin",
            "task",
            "metactl.get_op('k')",
            "io.stdout",
            "setmetatable({}, { __index = function(t, k) return k end, __gc = function() error('gc') end, __close ="
                    + " error })",
            "coroutine.create(function(...) coroutine.yield(...) error(...) end)",
            "x",
            "y",
            "_G",
            "string",
            "math.huge");

    private static final List<String> FUNCTIONS = List.of(
            "metactl.sleep",
            "metactl.spawn",
            "metactl.to_string",
            "metactl.new_grpc_client",
            "metactl.new_admin_client",
            "metactl.now_ms",
            "client.get",
            "client.upsert",
            "client.transaction",
            "admin.metrics",
            "admin.transfer_leader",
            "admin.set_feature",
            "task.join",
            "coroutine.resume",
            "coroutine.wrap",
            "coroutine.yield",
            "coroutine.close",
            "coroutine.isyieldable",
            "string.format",
            "string.rep",
            "string.gsub",
            "string.pack",
            "string.dump",
            "load",
            "table.concat",
            "table.unpack",
            "table.sort",
            "table.move",
            "setmetatable",
            "getmetatable",
            "rawset",
            "rawget",
            "next",
            "pcall",
            "xpcall",
            "error",
            "tostring",
            "tonumber",
            "select",
            "utf8.char",
            "math.floor",
            "collectgarbage",
            "require",
            "metactl.ZipfGenerator.new",
            "assert",
            "os.time",
            "print",
            "io.write",
            "warn");

    private final Random random = new Random(16);

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String expression(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(9)) {
            case 0, 1, 2 -> any(ATOMS);
            case 3, 4 -> "guard(" + any(FUNCTIONS) + arguments(depth - 1) + ")";
            case 5 ->
                "(" + expression(depth - 1)
                        + any(List.of(" + ", " .. ", " == ", " < ", " // ", " and ", " or ", " << "))
                        + expression(depth - 1) + ")";
            case 6 -> "(function(...) " + block(depth - 1) + "return ... end)";
            case 7 -> "{ " + expression(depth - 1) + ", k = " + expression(depth - 1) + " }";
            default -> "#(" + expression(depth - 1) + ")";
        };
    }

    private String arguments(int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(", ").append(expression(depth));
        }
        return text.toString();
    }

    private String block(int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(statement(Math.max(depth, 0))).append(' ');
        }
        return text.toString();
    }

    private String statement(int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 9)) {
            case 0 -> "x = " + expression(depth) + ";";
            case 1 -> "y = guard(" + any(FUNCTIONS) + arguments(depth) + ");";
            case 2 -> "guard(" + any(FUNCTIONS) + arguments(depth) + ");";
            case 3 -> "for i = 1, " + random.nextInt(50) + " do " + block(depth - 1) + "end";
            case 4 -> "while " + expression(depth - 1) + " do " + block(depth - 1) + "end";
            case 5 -> "metactl.spawn(function() " + block(depth - 1) + "end)";
            case 6 -> "pcall(function() local z <close> = " + expression(depth - 1) + " " + block(depth - 1) + "end)";
            case 7 -> "coroutine.wrap(function() " + block(depth - 1) + "end)()";
            default -> "guard(table.sort, { 3, 1, 2 }, function() " + block(depth - 1) + "return x end)";
        };
    }

    private String script() {
        return "local client, admin = metactl.new_grpc_client('127.0.0.1:1'), metactl.new_admin_client('127.0.0.1:1')\n"
                + "local task = metactl.spawn(function() return 1 end)\n"
                + "local function guard(f, ...) local r = table.pack(pcall(f, ...)) return r[2] end\n"
                + block(4) + "\n" + block(4) + "\n" + block(4);
    }

    @Test
    void everyScriptEndsWithoutEndingTheJvm() {
        Timer timer = new Timer(true);
        int ran = 0;
        for (int i = 0; i < SCRIPTS; i++) {
            String script = script();
            LuaRun run = new LuaRun().withMemory(8_000_000);
            TimerTask stop = new TimerTask() {
                @Override
                public void run() {
                    run.cancel().ask();
                }
            };
            timer.schedule(stop, LIMIT_MS);
            assertTimeoutPreemptively(PATIENCE, () -> end(run, script), script);
            stop.cancel();
            ran += run.out().isEmpty() && run.err().contains("syntax error") ? 0 : 1;
        }
        timer.cancel();
        assertTrue(ran == SCRIPTS, ran + " of " + SCRIPTS + " are Lua");
        LuaRun after = new LuaRun();
        after.run("print(metactl.to_string({ still = 'here' }))");
        org.junit.jupiter.api.Assertions.assertEquals("{\"still\"=\"here\"}\n", after.out());
    }

    private static void end(LuaRun run, String script) {
        try {
            int status = run.run(script);
            if (status != 0 && !run.err().contains("Error: Lua execution error: ")) {
                fail("status " + status + ": " + script);
            }
        } catch (Failure stopped) {
            if (stopped.status() != ExitStatus.INTERRUPTED) {
                fail(stopped + ": " + script);
            }
        }
    }
}
