package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Await;
import io.metash.testing.FakeService;
import io.metash.testing.LiveService;
import io.metash.testing.Program;
import io.metash.testing.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lua} in one shot, in scripts of the shell, and interrupted. */
class LuaCommandTest {
    @TempDir
    Path scratch;

    private String out;
    private String err;

    private int metash(String input, String... arguments) {
        RunResult result = InProcess.runWithInput(input, arguments);
        out = result.out();
        err = result.err();
        return result.status();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(scratch.resolve(name), text).toString();
    }

    @Test
    void filesAndScriptsRunInTheOrderGiven() throws IOException {
        String first = file("first.lua", "order = 'file-1'\n");
        String second = file("second.lua", "print(order .. ', file-2')\n");
        assertEquals(
                0,
                metash(
                        "",
                        "lua",
                        "--file",
                        first,
                        "--script",
                        "order = order .. ', inline-1'",
                        "--file=" + second,
                        "--script",
                        "print(order .. ', inline-2', io.read())"),
                err);
        assertEquals("file-1, inline-1, file-2\nfile-1, inline-1, inline-2\tnil\n", out);
        assertEquals("", err);
    }

    @Test
    void withoutAScriptItReadsStandardInput() {
        assertEquals(0, metash("print('Hello from stdin!')\nprint(5 * 6)\n", "lua"), err);
        assertEquals("Hello from stdin!\n30\n", out);
        assertEquals(1, metash("print(1)\nerror('no')", "lua"));
        assertEquals("1\n", out);
        assertEquals(
                """
                Error: Lua execution error: runtime error: stdin:2: no
                stack traceback:
                	[C]: in function 'error'
                	stdin:2: in main chunk
                """,
                err);
    }

    @Test
    void aScriptReadsTheRestOfStandardInput() {
        assertEquals(0, metash("a line\nanother\n", "lua", "--script", "print(io.read()) print(io.read('a'))"), err);
        assertEquals("a line\nanother\n\n", out);
    }

    @Test
    void errorsNameTheScript() throws IOException {
        String file = file("x.lua", "print('before')\nlocal t = nil\nprint(t.x)\n");
        assertEquals(1, metash("", "lua", "--file", file, "--script", "print('not reached')"));
        assertEquals("before\n", out);
        assertTrue(err.contains("x.lua:3: attempt to index a nil value (local 't')\nstack traceback:\n"), err);
        assertEquals(1, metash("", "lua", "--script", "x = 1", "--script", "x ="));
        assertEquals("Error: Lua execution error: syntax error: script 2:1: unexpected symbol near <eof>\n", err);
        assertEquals(7, metash("", "lua", "--file", scratch + "/none.lua"));
        assertEquals(3, metash("", "lua", "--script", "os.exit(3)"));
        assertEquals(2, metash("", "lua", "--memory", "10", "--script", ""));
        assertEquals(1, metash("", "lua", "--memory", "2m", "--script", "x = ('x'):rep(3000000)"));
        assertEquals("Error: Lua execution error: memory error: not enough memory\n", err);
    }

    /** A script fails after two seconds, as in metactl; the shell waits longer. */
    @Test
    void aSilentServiceFailsTheCall() throws IOException {
        try (FakeService service = new FakeService()) {
            service.onRead = (request, to) -> {};
            String get = "print(metactl.new_grpc_client('" + service.address() + "'):get('k'))";
            assertEquals(0, metash("", "lua", "--script", get), err);
            assertTrue(out.startsWith("nil\tgRPC error: "), out);
            assertTrue(out.contains("no answer within 2 s"), out);
        }
    }

    @Test
    void aSessionIsReadAndWrittenByItsRules() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            service.put("k=v");
            String script = file(
                    "session.metash",
                    """
                    connect $1 as live
                    lua --script 'local s = metactl.session() print(metactl.to_string(s:get("k").data)) print(s:upsert("k", "w"))'
                    rw on
                    lua <<'END' > %s
                    local s = metactl.session()
                    print(metactl.to_string(s:upsert("k", "w").result.data))
                    print(metactl.to_string(s:transaction({ ["then"] = { metactl.get_op("k") } }).responses[1].response.Get.value.data))
                    END
                    get k --raw
                    """
                            .formatted(scratch.resolve("out.txt")));
            assertEquals(0, metash("", script, service.address()), err);
            assertEquals("\"v\"\nnil\tgRPC error: the session is read-only\nw", out);
            assertEquals("\"w\"\n\"w\"\n", Files.readString(scratch.resolve("out.txt")));
        }
    }

    @Test
    void aDirectoryOrFileSessionIsReadOnly() throws IOException {
        String backup = file(
                "backup.ndjson",
                """
                ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
                ["raft_log",{"NodeId":1}]
                ["raft_log",{"Vote":{"leader_id":{"term":1,"node_id":1},"committed":true}}]
                ["raft_log",{"Committed":{"leader_id":{"term":1,"node_id":1},"index":1}}]
                ["raft_log",{"Purged":{"leader_id":{"term":1,"node_id":1},"index":1}}]
                ["state_machine/0",{"Sequences":{"key":"generic-kv","value":1}}]
                ["state_machine/0",{"StateMachineMeta":{"key":"LastApplied","value":{"LogId":{"leader_id":{"term":1,"node_id":1},"index":1}}}}]
                ["state_machine/0",{"StateMachineMeta":{"key":"LastMembership","value":{"Membership":{"log_id":null,"membership":{"configs":[[1]],"nodes":{"1":{}}}}}}}]
                ["state_machine/0",{"Nodes":{"key":1,"value":{"name":"1","endpoint":{"addr":"localhost","port":28103},"grpc_api_advertise_address":null}}}]
                ["state_machine/0",{"GenericKV":{"key":"k","value":{"seq":1,"meta":null,"data":[97]}}}]
                """);
        assertEquals(
                0,
                metash(
                        "",
                        "-c",
                        "connect " + backup
                                + " as b; lua --script 'local s = metactl.session()"
                                + " print(metactl.to_string((s:get(\"k\")))) print(s:upsert(\"k\", \"v\"))'"),
                err);
        assertEquals(
                "{\"data\"=\"a\",\"seq\"=1}\n"
                        + "nil\tgRPC error: a session on an export file is read-only: A directory or a file can only be"
                        + " replaced as a whole.\n",
                out);
    }

    @Test
    void oneShotHasNoSession() {
        assertEquals(0, metash("", "lua", "--script", "print(metactl.session)"), err);
        assertEquals("nil\n", out);
    }

    @Test
    void anInterruptEndsTheProcess() throws IOException, InterruptedException {
        for (String script : new String[] {
            "print('begun') while true do pcall(function() while true do end end) end",
            "print('begun') metactl.sleep(1000)"
        }) {
            Path seen = scratch.resolve("seen.txt");
            Process process = new Program(scratch)
                    .builder(Program.interruptible("lua", "--script", script))
                    .redirectOutput(seen.toFile())
                    .start();
            Await.until("the script runs", () -> Files.readString(seen).equals("begun\n"));
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(130, process.exitValue());
            assertEquals("begun\n", Files.readString(seen));
        }
    }

    @Test
    void exitEndsTheProcessAfterFlushingOutput() throws IOException, InterruptedException {
        Program program = new Program(scratch);
        assertEquals(3, program.run("lua", "--script", "io.write('x') os.exit(3)"), program.err());
        assertEquals("x", program.out());
        assertEquals("", program.err());
    }
}
