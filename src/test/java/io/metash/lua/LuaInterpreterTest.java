package io.metash.lua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.StreamObserver;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.testing.FakeService;
import io.metash.testing.LiveService;
import io.metash.wire.RaftRequest;
import io.metash.wire.StreamItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metactl table beyond the recorded scripts, and the limits of a script. */
class LuaInterpreterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path scratch;

    private static String out(String... scripts) {
        LuaRun run = new LuaRun();
        assertEquals(0, run.run(scripts), run.err());
        assertEquals("", run.err());
        return run.out();
    }

    private static String masked(String text) {
        return text.replaceAll("\"proposed_at_ms\"=\\d+", "\"proposed_at_ms\"=TIME")
                .replaceAll("\"expire_at\"=\\d+", "\"expire_at\"=TIME");
    }

    @Test
    void printsEveryKindOfValue() {
        assertEquals(
                """
                "a\\x01b\\x7F\\b\\f"
                {"a"=1,"b"="hello","c"=true}
                {[1]="first","name"="mixed"}
                {"address"={"city"="Anytown"},"age"=30}
                {[2]=104}
                {[1]="apple",[2]="cherry"}
                {"a"=1}
                {[true]="yes"}
                {[1.5]=1,[2]=2,"x"=3}
                "AB"
                {[1]=1.5}
                {[1]=-1}
                "<bytes vector too large: 1048577 bytes>"
                <function>\t<thread>\t<userdata>
                {"f"=<function>}
                """,
                out(
                        """
                        local s = metactl.to_string
                        print(s("a\\1b\\127\\b\\f")) print(s({ b = "hello", a = 1, c = true })) print(s({ name = "mixed", [1] = "first" }))
                        print(s({ address = { city = "Anytown" }, age = 30 })) print(s({ [2] = 104 })) print(s({ "apple", "cherry" }))
                        print(s({ a = 1, b = metactl.NULL })) print(s({ [true] = "yes" })) print(s({ x = 3, [2] = 2, [1.5] = 1 }))
                        print(s({ 65.0, 66 })) print(s({ 1.5 })) print(s({ -1 }))
                        local large = {} for i = 1, 1048577 do large[i] = 0 end print(s(large)) large = nil
                        print(s(print), s(coroutine.create(print)), s(io.stdout)) print(s({ f = print }))
                        """));
    }

    @Test
    void upsertAndGetReturnTables() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            assertEquals(
                    """
                    ident	userdata
                    prev	userdata
                    result	table
                    {"data"="v1","meta"={"proposed_at_ms"=TIME},"seq"=1}
                    {"prev"={"data"="v1","meta"={"proposed_at_ms"=TIME},"seq"=1},"result"={"data"="2","meta"={"proposed_at_ms"=TIME},"seq"=2}}
                    {"data"="2","meta"={"proposed_at_ms"=TIME},"seq"=2}	nil
                    2	nil	false
                    """,
                    masked(out(("local c = metactl.new_grpc_client('ADDR')\n"
                                    + """
                                    local r = c:upsert("12", "v1")
                                    local names = {} for k in pairs(r) do names[#names + 1] = k end table.sort(names)
                                    for _, k in ipairs(names) do print(k, type(r[k])) end
                                    print(metactl.to_string(r.result)) print(metactl.to_string((c:upsert(12, 2))))
                                    local v, e = c:get(12) print(metactl.to_string(v), e)
                                    print(select("#", c:get("12")), v.meta.expire_at, getmetatable(v.data))
                                    """)
                            .replace("ADDR", service.address()))));
        }
    }

    @Test
    void transactionResultsMatchTheReference() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            assertEquals(
                    """
                    {"execution_path"="then","responses"={[1]={"response"={"Put"={"current"={"data"="alpha","meta"={"proposed_at_ms"=TIME},"seq"=1},"key"="k"}}},[2]={"response"={"Get"={"key"="k","value"={"data"="alpha","meta"={"proposed_at_ms"=TIME},"seq"=1}}}},[3]={"response"={"Delete"={"key"="none","success"=false}}}},"success"=true}
                    true	true	true
                    {"execution_path"="else","responses"={[1]={"response"={"Get"={"key"="none"}}}},"success"=false}
                    {"execution_path"="then","responses"={[1]={"response"={"Delete"={"key"="k","prev_value"={"data"="alpha","meta"={"proposed_at_ms"=TIME},"seq"=1},"success"=true}}}},"success"=true}
                    {"execution_path"="then","responses"={[1]={"response"={"Put"={"current"={"data"="\\x00\\xFF","meta"={"expire_at"=TIME,"proposed_at_ms"=TIME},"seq"=2},"key"="b"}}}},"success"=true}
                    {"execution_path"="then","responses"={},"success"=true}
                    """,
                    masked(out(("local c = metactl.new_grpc_client('ADDR')\n"
                                    + """
                                    local function t(txn) local r, e = c:transaction(txn) assert(r, e) print(metactl.to_string(r)) return r end
                                    local r = t(metactl.new_txn({ metactl.eq_seq("k", 0) }, { metactl.put_op("k", "alpha"), metactl.get_op("k"), metactl.delete_op("none") }))
                                    local put = r.responses[1].response.Put
                                    print(put.prev_value == metactl.NULL, put.current.meta.expire_at == metactl.NULL, r.responses[3].response.Delete.prev_value == metactl.NULL)
                                    t(metactl.new_txn({ metactl.eq_value("k", "beta") }, {}, { metactl.get_op("none") }))
                                    t(metactl.new_txn({ metactl.ge_seq("k", 1) }, { metactl.delete_op("k") }))
                                    t({ ["then"] = { metactl.put_op("b", "\\0\\255", 60.5) } })
                                    t({})
                                    """)
                            .replace("ADDR", service.address()))));
        }
    }

    @Test
    void aWrongTransactionIsRefusedWithItsPath() {
        assertEquals(
                """
                Invalid transaction: transaction: unknown field `unknown`
                Invalid transaction: transaction: field names must be strings
                Invalid transaction: transaction: field names must be UTF-8
                Invalid transaction: transaction.conditions: must be an array, got integer
                Invalid transaction: transaction["then"]: must be an array, got number
                Invalid transaction: transaction.conditions: must be a dense array
                Invalid transaction: transaction["else"]: must be a dense array
                Invalid transaction: transaction["then"]: item 1 must be a table
                Invalid transaction: transaction.conditions[1]: missing field `key`
                Invalid transaction: transaction.conditions[1]: field `value` must be a non-negative integer, got integer
                Invalid transaction: transaction.conditions[1]: field `value` must be a non-negative integer, got number
                Invalid transaction: transaction.conditions[1]: missing field `value`
                Invalid transaction: transaction.conditions[2]: unknown condition `bad`
                Invalid transaction: transaction.conditions[1]: field `key` must be UTF-8
                Invalid transaction: transaction["then"][1]: missing field `value`
                Invalid transaction: transaction["then"][1]: unknown operation `bad`
                Invalid transaction: transaction["then"][1]: unknown field `ttl`
                Invalid transaction: transaction["then"][1]: field `value` must be a string, got integer
                Invalid transaction: transaction["else"][1].ttl: duration must be finite, non-negative, and representable
                Invalid transaction: transaction["then"][1].ttl: duration must be finite, non-negative, and representable
                Invalid transaction: transaction["then"][1].ttl: duration exceeds the meta service limit
                Invalid transaction: transaction["then"][1]: field `ttl` must be a number, got string
                """,
                out(
                        """
                        local c = metactl.new_grpc_client("127.0.0.1:1")
                        local function t(txn) print((select(2, c:transaction(txn)))) end
                        t({ unknown = {} }) t({ {} }) t({ ["\\255"] = 1 }) t({ conditions = 1 }) t({ ["then"] = 1.5 })
                        t({ conditions = { [1] = {}, [3] = {} } }) t({ ["else"] = { {}, x = {} } }) t({ ["then"] = { "get" } })
                        t({ conditions = { { op = "eq_seq", value = 0 } } }) t({ conditions = { metactl.eq_seq("k", -1) } })
                        t({ conditions = { metactl.eq_seq("k", 1.0) } }) t({ conditions = { metactl.ge_seq("k") } })
                        t({ conditions = { metactl.eq_seq("k", 0), { key = "k", op = "bad", value = 0 } } })
                        t({ conditions = { metactl.eq_seq("\\255", 0) } })
                        t({ ["then"] = { { op = "put", key = "k" } } }) t({ ["then"] = { { op = "bad", key = "k" } } })
                        t({ ["then"] = { { op = "get", key = "k", ttl = 1 } } }) t({ ["then"] = { { op = "put", key = "k", value = 1 } } })
                        t({ ["else"] = { metactl.put_op("k", "v", -1) } }) t({ ["then"] = { metactl.put_op("k", "v", 0 / 0) } })
                        t({ ["then"] = { metactl.put_op("k", "v", 1e17) } }) t({ ["then"] = { metactl.put_op("k", "v", "1") } })
                        """));
    }

    @Test
    void tasksRunConcurrently() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            assertEquals(
                    """
                    one	two
                    task1 start, task2 start, task1 done, task2 done
                    written by 2	written by 1
                    a1 b1 a2 b2 a3 b3
                    """,
                    out(("SERVICE = 'ADDR'\n"
                                    + """
                                    local events = {}
                                    local function note(text) events[#events + 1] = text end
                                    local t1 = metactl.spawn(function() note("task1 start") metactl.sleep(0.1) note("task1 done") return "one" end)
                                    local t2 = metactl.spawn(function() note("task2 start") metactl.sleep(0.4) note("task2 done") return "two" end)
                                    print(t1:join(), t2:join()) print(table.concat(events, ", "))
                                    local function crossing(mine, other, value)
                                        return metactl.spawn(function()
                                            local c = metactl.new_grpc_client(SERVICE)
                                            c:upsert(mine, value)
                                            while true do
                                                local v = c:get(other)
                                                if v ~= metactl.NULL then return string.char(table.unpack(v.data)) end
                                                metactl.sleep(0.01)
                                            end
                                        end)
                                    end
                                    local x, y = crossing("k1", "k2", "written by 1"), crossing("k2", "k1", "written by 2")
                                    print(x:join(), y:join())
                                    events = {}
                                    local turns = {}
                                    for _, name in ipairs({ "a", "b" }) do
                                        turns[name] = metactl.spawn(function() for i = 1, 3 do note(name .. i) coroutine.yield() end end)
                                    end
                                    turns.a:join() turns.b:join() print(table.concat(events, " "))
                                    """)
                            .replace("ADDR", service.address())));
        }
    }

    @Test
    void otherTasksRunBelowATaskThatCannotBeSuspended() {
        assertEquals(
                """
                other task
                in a coroutine	1	true
                1 2 3
                joined in a coroutine	9
                """,
                out(
                        """
                        metactl.spawn(function() print("other task") end)
                        print("in a coroutine", coroutine.wrap(function() metactl.sleep(0.05) return 1, coroutine.isyieldable() end)())
                        local list = { 3, 1, 2 }
                        table.sort(list, function(a, b) metactl.sleep(0.001) return a < b end) print(table.concat(list, " "))
                        local t = metactl.spawn(function() metactl.sleep(0.05) return 9 end)
                        print("joined in a coroutine", coroutine.wrap(function() return t:join() end)())
                        """));
    }

    @Test
    void twoHundredTasksCallConcurrently() throws IOException {
        List<StreamObserver<StreamItem>> held = new ArrayList<>();
        try (FakeService service = new FakeService()) {
            service.onRead = (RaftRequest request, StreamObserver<StreamItem> to) -> {
                synchronized (held) {
                    held.add(to);
                    // No request is answered before all have arrived.
                    if (held.size() == 200) {
                        held.forEach(one -> FakeService.one(StreamItem.getDefaultInstance(), one));
                    }
                }
            };
            assertTimeoutPreemptively(
                    PATIENCE,
                    () -> assertEquals(
                            "200 answers\n",
                            out(("SERVICE = 'ADDR'\n"
                                            + """
                                            local tasks, answers = {}, 0
                                            for i = 1, 200 do
                                                tasks[i] = metactl.spawn(function()
                                                    local v, e = metactl.new_grpc_client(SERVICE):get("k")
                                                    assert(v == metactl.NULL, e)
                                                    answers = answers + 1
                                                end)
                                            end
                                            for i = 1, 200 do tasks[i]:join() end
                                            print(answers .. " answers")
                                            """)
                                    .replace("ADDR", service.address()))));
        }
        assertEquals(200, held.size());
    }

    @Test
    void scriptsShareOneStateAndItsTasks() {
        assertEquals(
                """
                first
                second	1
                task of the first
                """,
                out(
                        "x = 1 t = metactl.spawn(function() print('task of the first') end) print('first')",
                        "print('second', x) t:join()"));
    }

    @Test
    void durationsAreCheckedAndTimeIsMonotonic() {
        assertEquals(
                """
                true	nil
                false	runtime error: sleep: duration must be finite, non-negative, and representable
                false	runtime error: sleep: duration must be finite, non-negative, and representable
                false	runtime error: sleep: duration exceeds the meta service limit
                true	true
                """,
                out(
                        """
                        local function first(ok, text) return ok, text and tostring(text):match("[^\\n]*") end
                        print(first(pcall(metactl.sleep, "0.01"))) print(first(pcall(metactl.sleep, 1 / 0)))
                        print(first(pcall(metactl.sleep, 0 / 0))) print(first(pcall(metactl.sleep, 1e17)))
                        local a = metactl.now_ms() for i = 1, 1000 do end print(a >= 0, metactl.now_ms() >= a)
                        """));
    }

    @Test
    void argumentConversionMatchesTheReference() {
        assertEquals(
                """
                bad argument #2 to `LuaGrpcClient.get`: error converting Lua string to String (invalid utf-8 sequence)
                bad argument #3 to `LuaGrpcClient.upsert`: error converting Lua boolean to string (expected string or number)
                bad argument `self` to `LuaGrpcClient.get`: error converting Lua userdata to userdata
                bad argument `self` to `LuaTask.join`: error converting Lua integer to userdata
                bad argument #2 to `LuaAdminClient.transfer_leader`: error converting Lua integer to u64 (out of range)
                bad argument #2 to `LuaAdminClient.transfer_leader`: error converting Lua table to f64 (expected number or string coercible to number)
                bad argument #1: error converting Lua integer to function
                userdata	false	cannot change a protected metatable
                """,
                out(
                        """
                        local c, a = metactl.new_grpc_client("127.0.0.1:1"), metactl.new_admin_client("127.0.0.1:1")
                        local t = metactl.spawn(function() end)
                        local function e(...) local ok, text = pcall(...) print((tostring(text):match("[^\\n]*"))) end
                        e(c.get, c, "\\255") e(c.upsert, c, "k", true) e(c.get, a) e(t.join, 1)
                        e(a.transfer_leader, a, -1) e(a.transfer_leader, a, {}) e(metactl.spawn, 1)
                        local _, error_value = pcall(metactl.spawn, 1)
                        print(type(error_value), getmetatable(error_value), (select(2, pcall(setmetatable, setmetatable({}, { __metatable = 1 }), {}))))
                        """));
    }

    @Test
    void adminErrorsMatchTheReference() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            assertEquals(
                    """
                    nil	Admin API error: builder error
                    nil	Admin API error: error decoding response body
                    true	nil
                    true	nil
                    """,
                    out(
                            ("local bad, a = metactl.new_admin_client('127.0.0.1:99999'), metactl.new_admin_client('ADMIN')\n"
                                            + """
                                    print(bad:metrics()) print(a:status()) print(a:trigger_snapshot())
                                    local f, e = a:set_feature("dummy", true) print(f and f.enabled[1] == "dummy", e)
                                    """)
                                    .replace("ADMIN", service.admin())));
        }
    }

    @Test
    void aScriptIsConfinedToItsLibraries() throws IOException {
        Path module = Files.writeString(scratch.resolve("module.lua"), "return { text = 'from a file' }");
        Files.writeString(scratch.resolve("other.so"), "no library");
        assertEquals(
                """
                nil	nil	nil	empty
                2	true
                from a file
                false
                nil
                """,
                out(
                        "package.path = '" + module.getParent() + "/?.lua'\n"
                                + """
                        print(debug, java, package.loadlib, package.cpath == '' and 'empty') print(#package.searchers, package.loaded.java == nil)
                        print(require("module").text) print((pcall(require, "other")))
                        print(getmetatable(metactl.sleep))
                        """));
    }

    @Test
    void aScriptHasEmptyInputAndBothOutputStreams() {
        LuaRun run = new LuaRun();
        assertEquals(
                0,
                run.run(
                        "print(io.read('l')) io.write('a', 1, 2.5) io.stdout:write('\\n\\0\\n') io.stderr:write('e\\n')"));
        assertEquals("nil\na12.5\n\0\n", run.out());
        assertEquals("e\n", run.err());
    }

    @Test
    void exitEndsAllScriptsWithItsStatus() {
        for (String[] script : new String[][] {
            {"0", "os.exit()"},
            {"0", "os.exit(true)"},
            {"1", "os.exit(false)"},
            {"3", "os.exit(3)"},
            {"4", "pcall(os.exit, 4)"},
            {"5", "metactl.spawn(function() os.exit(5) end):join()"},
            {"6", "coroutine.wrap(function() os.exit(6) end)()"},
            {"7", "pcall(coroutine.resume, coroutine.create(function() os.exit(7) end))"},
            {"8", "table.sort({ 2, 1 }, function() os.exit(8) end)"},
        }) {
            LuaRun run = new LuaRun();
            int status = run.run("print('before') " + script[1] + " print('after')", "print('next script')");
            assertEquals(script[0] + " before\n", status + " " + run.out() + run.err(), script[1]);
        }
    }

    @Test
    void memoryIsBounded() {
        for (String filler : List.of(
                "local s = 'x' while true do s = s .. s end",
                "local s = ('x'):rep(1 << 30)",
                "local t = {} while true do t[#t + 1] = {} end",
                "local t = {} while true do t[#t + 1] = ('x'):rep(100000) .. #t end",
                "local function f() return f() + 1, {} end local t = {} for i = 1, 1e9 do t[i] = coroutine.create(f) end")) {
            LuaRun run = new LuaRun().withMemory(4_000_000);
            assertEquals(0, run.run("print(pcall(function() " + filler + " end)) print(#('x'):rep(1000))"), run.err());
            assertEquals("false\tnot enough memory\n1000\n", run.out(), filler);
            LuaRun uncaught = new LuaRun().withMemory(4_000_000);
            assertEquals(1, uncaught.run(filler), filler);
            assertEquals("Error: Lua execution error: memory error: not enough memory\n", uncaught.err(), filler);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "while true do pcall(function() while true do end end) end",
                "while true do pcall(error) end",
                "for i = 1, 1e18 do coroutine.wrap(function() end)() end",
                "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
                "table.sort({ 3, 2, 1 }, function() while true do end end)",
                "(('x'):rep(10)):gsub('x', function() while true do end end)",
                "setmetatable({}, { __index = function() while true do end end }).x = 1 local y = setmetatable({}, { __index = function() while true do end end }).y",
                "metactl.sleep(1e6)",
                "while true do metactl.sleep(0) end",
                "while true do coroutine.yield() end",
                "coroutine.wrap(function() metactl.sleep(1e6) end)()",
                "local a a = metactl.spawn(function() a:join() end) metactl.spawn(function() metactl.sleep(1e9) end):join()",
                "metactl.spawn(function() while true do end end):join()",
                "while true do pcall(metactl.sleep, -1) end",
                "string.find(('a'):rep(40), ('a?'):rep(40) .. ('a'):rep(40))",
                "setmetatable({}, { __gc = function() while true do end end }) collectgarbage()",
            })
    void anInterruptEndsAnyScript(String script) {
        LuaRun run = new LuaRun();
        Thread interrupt = new Thread(() -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException stop) {
                return;
            }
            run.cancel().ask();
        });
        interrupt.start();
        long startNs = System.nanoTime();
        Failure failure = assertTimeoutPreemptively(PATIENCE, () -> assertThrows(Failure.class, () -> run.run(script)));
        assertEquals(ExitStatus.INTERRUPTED, failure.status());
        assertEquals("", run.out() + run.err());
        long ms = (System.nanoTime() - startNs) / 1_000_000;
        assertTrue(ms < 20_000, ms + " ms");
    }

    @Test
    void aWaitingScriptIsInterrupted() throws IOException {
        LuaRun run = new LuaRun();
        try (FakeService service = new FakeService()) {
            service.onRead = (request, to) -> run.cancel().ask();
            Failure failure = assertTimeoutPreemptively(
                    PATIENCE,
                    () -> assertThrows(
                            Failure.class,
                            () -> run.run("metactl.new_grpc_client('" + service.address() + "'):get('k')")));
            assertEquals(ExitStatus.INTERRUPTED, failure.status());
        }
    }

    @Test
    void deepRecursionFailsTheScript() {
        LuaRun run = new LuaRun().withMemory(256_000_000);
        assertEquals(
                0,
                run.run(
                        """
                        local function first(ok, text) print(ok, (tostring(text):match("[^\\n]*"):gsub("%(.*", ""))) end
                        local function f() return 1 + f() end first(pcall(f))
                        local function g(n) return coroutine.wrap(function() return g(n + 1) end)() end first(pcall(g, 1))
                        local function h(s) return s:gsub("x", function() return h(s) end) end first(pcall(h, "x"))
                        first(pcall(string.rep, "(", -1)) first(load(("("):rep(300) .. "1"))
                        first(pcall(error)) first(pcall(error, setmetatable({}, { __tostring = function() return "own text" end })))
                        """),
                run.err());
        assertEquals(
                List.of(
                        "false\tx.lua:2: stack overflow",
                        "false\tx.lua:3: C stack overflow",
                        "false\tC stack overflow",
                        "true\t",
                        "nil\tC stack overflow",
                        "false\tnil",
                        "false\town text"),
                run.out()
                        .lines()
                        .map(line -> line.replaceAll("(x.lua:3: )+", "$1"))
                        .toList());
    }
}
