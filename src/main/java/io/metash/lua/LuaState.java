package io.metash.lua;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A Lua state: its memory, its libraries, and the Java objects behind its values. Confined to one thread. */
final class LuaState implements Closeable {
    /** Metatable name of errors raised by host functions. */
    static final String ERROR = "metash.Error";

    private static final String ARRAY = "metash.Array";
    private static final int RETURNS = 0;
    private static final int WAITS = 1;
    private static final int RAISES = 2;
    private static final int WORD = 8;
    /** The libraries that the reference client opens, which exclude {@code debug}. */
    private static final List<String> LIBRARIES =
            List.of("coroutine", "table", "io", "os", "string", "utf8", "math", "package");

    private final MemoryLimit memory;
    private final StopHook hook;
    private final long main;
    private final StandardFiles files;
    /** Callbacks that only Lua references, by address. */
    private final List<LuaApi.Function> functions = new ArrayList<>();

    private final Map<Long, Object> objects = new HashMap<>();
    private long lastObject;
    private int toText;

    /**
     * Opens a state.
     *
     * @param limitBytes the script's memory limit in bytes
     * @param stop polled to find out whether to stop the script
     */
    LuaState(long limitBytes, BooleanSupplier stop, StandardFiles files) {
        this.memory = new MemoryLimit(limitBytes);
        this.hook = new StopHook(stop);
        this.files = files;
        this.main = LuaApi.lua_newstate(memory, 0);
        if (main == 0) {
            throw new OutOfMemoryError("no memory for a Lua state");
        }
        hook.watch(main);
        open("_G", "base");
        files.during(() -> LIBRARIES.forEach(library -> open(library, library)));
        type(ERROR, Map.of());
        type(ARRAY, Map.of());
    }

    private void open(String name, String library) {
        LuaApi.luaL_requiref(main, name, LuaApi.address("luaopen_" + library), 1);
        Stack.pop(main, 1);
    }

    /** The main thread, which runs no script itself. */
    long main() {
        return main;
    }

    /** Wraps Java code in a C function whose first result is the outcome. */
    private LuaApi.Function function(HostFunction body, int level) {
        LuaApi.Function function = thread -> {
            boolean before = memory.exempt(true);
            try {
                return answer(thread, body, level);
            } finally {
                memory.exempt(before);
            }
        };
        functions.add(function);
        return function;
    }

    private int answer(long thread, HostFunction body, int level) {
        int top = LuaApi.lua_gettop(thread);
        try {
            Stack.ensure(thread, LuaValues.SLOTS);
            int values = body.call(thread);
            LuaApi.lua_pushinteger(thread, values == HostFunction.WAITS ? WAITS : RETURNS);
            int count = Math.max(values, 0);
            LuaApi.lua_rotate(thread, -count - 1, 1);
            return count + 1;
        } catch (Throwable thrown) {
            // No exception may cross Lua's frames.
            LuaApi.lua_settop(thread, top);
            LuaApi.lua_checkstack(thread, LuaValues.SLOTS);
            LuaApi.lua_pushinteger(thread, RAISES);
            pushError(thread, messageOf(thrown), level);
            return 2;
        }
    }

    private static String messageOf(Throwable thrown) {
        if (thrown instanceof ScriptError) {
            return String.valueOf(thrown.getMessage());
        }
        return thrown.toString();
    }

    /** Pushes an error with a stack traceback from a level on. */
    private void pushError(long thread, String text, int level) {
        LuaApi.luaL_traceback(thread, thread, Pointer.NULL, level);
        String trace = new String(Stack.bytes(thread, -1), StandardCharsets.UTF_8);
        Stack.pop(thread, 1);
        LuaApi.lua_newuserdatauv(thread, 0, 1);
        Stack.push(thread, text + "\n" + (level == 0 ? trace : Traceback.ofHostFunction(trace)) + "\n");
        LuaApi.lua_setiuservalue(thread, -2, 1);
        LuaApi.luaL_setmetatable(thread, ERROR);
    }

    /** Pushes a function that runs Java; the setup script completes it in Lua. */
    void pushFunction(long thread, HostFunction body, int level) {
        LuaApi.lua_pushcclosure(thread, function(body, level), 0);
    }

    /**
     * Registers the metatable of an object type, of {@link #ERROR} or of arrays; leaves the stack unchanged.
     *
     * @param fields further fields of the metatable
     */
    void type(String name, Map<String, HostFunction> fields) {
        LuaApi.luaL_newmetatable(main, name);
        int metatable = LuaApi.lua_gettop(main);
        LuaApi.lua_pushboolean(main, 0);
        Stack.setField(main, metatable, "__metatable");
        if (name.equals(ERROR)) {
            LuaApi.Function text = thread -> LuaApi.lua_getiuservalue(thread, 1, 1) >= 0 ? 1 : 0;
            functions.add(text);
            LuaApi.lua_pushcclosure(main, text, 0);
            Stack.setField(main, metatable, "__tostring");
        } else if (name.equals(ARRAY)) {
            // Prints like a plain table.
            LuaApi.lua_pushnil(main);
            Stack.setField(main, metatable, "__name");
        } else {
            LuaApi.Function collected = thread -> collect(thread, name);
            functions.add(collected);
            LuaApi.lua_pushcclosure(main, collected, 0);
            Stack.setField(main, metatable, "__gc");
        }
        fields.forEach((field, body) -> {
            pushFunction(main, body, 0);
            Stack.setField(main, metatable, field);
        });
        Stack.pop(main, 1);
    }

    private int collect(long thread, String type) {
        Pointer block = LuaApi.luaL_testudata(thread, 1, type);
        Object object = null;
        if (block != null) {
            object = objects.remove(block.getLong(0));
        }
        if (object instanceof Closeable closeable) {
            close(closeable);
        }
        return 0;
    }

    private static void close(Closeable object) {
        try {
            object.close();
        } catch (IOException | RuntimeException ended) {
            // Errors while closing a collected client have no reader.
            return;
        }
    }

    /** Pushes a userdata value for an object; a {@link Closeable} is closed when Lua collects it. */
    void pushObject(long thread, String type, Object object) {
        Pointer block = LuaApi.lua_newuserdatauv(thread, WORD, 0);
        block.setLong(0, ++lastObject);
        objects.put(lastObject, object);
        LuaApi.luaL_setmetatable(thread, type);
    }

    /** Returns the object behind a value, or null for a value of another type. */
    @Nullable
    Object object(long thread, int index, String type) {
        Pointer block = LuaApi.luaL_testudata(thread, index, type);
        if (block == null) {
            return null;
        }
        return objects.get(block.getLong(0));
    }

    /** Marks the table on the top of the stack as a JSON array. */
    static void markArray(long thread) {
        LuaApi.luaL_setmetatable(thread, ARRAY);
    }

    /**
     * Creates a thread for the function on the top of {@code from}, and pops it. The thread stays alive until
     * {@link #release}.
     */
    Anchor newThread(long from) {
        Stack.ensure(from, 2);
        long thread = LuaApi.lua_newthread(from);
        LuaApi.lua_rotate(from, -2, 1);
        LuaApi.lua_xmove(from, thread, 1);
        int reference = LuaApi.luaL_ref(from, LuaApi.REGISTRY);
        hook.watch(thread);
        return new Anchor(thread, reference);
    }

    /**
     * A thread protected from the collector.
     *
     * @param thread its address
     * @param reference its key in the registry
     */
    record Anchor(long thread, int reference) {}

    /** Makes a thread collectable. */
    void release(Anchor anchored) {
        LuaApi.luaL_unref(main, LuaApi.REGISTRY, anchored.reference());
    }

    /** Runs a thread until it ends or yields; returns a Lua status. */
    int resume(long thread, int arguments, IntByReference results) {
        boolean before = memory.exempt(false);
        try {
            return LuaApi.lua_resume(thread, main, arguments, results);
        } finally {
            memory.exempt(before);
        }
    }

    /** Stops a thread at its next instruction. */
    void end(long thread) {
        hook.end(thread);
    }

    /** Compiles a script and pushes it onto the main thread. */
    void load(LuaSource source) {
        int status = LuaApi.luaL_loadbufferx(main, source.text(), source.text().length, source.chunkName(), "t");
        if (status != LuaApi.OK) {
            String message = new String(Stack.bytes(main, -1), StandardCharsets.UTF_8);
            Stack.pop(main, 1);
            throw new ScriptFailed((status == LuaApi.ERROR_MEMORY ? "memory error: " : "syntax error: ") + message);
        }
    }

    /** Runs an internal script; the values on the main thread's stack above the others are its arguments. */
    int runPrepared(String resource, int arguments) throws IOException {
        try (InputStream in = LuaState.class.getResourceAsStream(resource)) {
            load(new LuaSource("=" + resource, in.readAllBytes()));
        }
        Anchor anchored = newThread(main);
        LuaApi.lua_xmove(main, anchored.thread(), arguments);
        IntByReference results = new IntByReference();
        int status = resume(anchored.thread(), arguments, results);
        if (status != LuaApi.OK) {
            throw new IllegalStateException(resource + ": " + errorText(anchored.thread(), status));
        }
        LuaApi.lua_xmove(anchored.thread(), main, results.getValue());
        release(anchored);
        return results.getValue();
    }

    /** Pops the function on the top of the main thread and uses it to convert values to text. */
    void textBy() {
        toText = LuaApi.luaL_ref(main, LuaApi.REGISTRY);
    }

    /** Returns the error text of a failed thread, worded like the reference client's. */
    String errorText(long thread, int status) {
        Stack.ensure(thread, LuaValues.SLOTS);
        if (LuaApi.luaL_testudata(thread, -1, ERROR) != null) {
            LuaApi.lua_getiuservalue(thread, -1, 1);
            String text = new String(Stack.bytes(thread, -1), StandardCharsets.UTF_8);
            Stack.pop(thread, 1);
            return text;
        }
        String text = textOfTop(thread);
        if (status == LuaApi.ERROR_MEMORY) {
            return "memory error: " + text;
        }
        LuaApi.luaL_traceback(main, thread, Pointer.NULL, 0);
        String trace = new String(Stack.bytes(main, -1), StandardCharsets.UTF_8);
        Stack.pop(main, 1);
        return "runtime error: " + text + "\n" + trace;
    }

    private String textOfTop(long thread) {
        if (LuaApi.lua_type(thread, -1) == LuaApi.TYPE_STRING) {
            return new String(Stack.bytes(thread, -1), StandardCharsets.UTF_8);
        }
        LuaApi.lua_rawgeti(main, LuaApi.REGISTRY, toText);
        Anchor helper = newThread(main);
        LuaApi.lua_pushvalue(thread, -1);
        LuaApi.lua_xmove(thread, helper.thread(), 1);
        int status = resume(helper.thread(), 1, new IntByReference());
        byte[] text = null;
        if (status == LuaApi.OK) {
            text = Stack.bytes(helper.thread(), -1);
        }
        release(helper);
        if (text == null) {
            return "<" + Stack.typeName(thread, -1) + ">";
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        LuaApi.lua_close(main);
        files.close();
        objects.values().forEach(left -> {
            if (left instanceof Closeable closeable) {
                close(closeable);
            }
        });
        objects.clear();
    }
}
