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

/** One Lua state: its memory, its libraries, the objects of Java that its values stand for. One thread uses it. */
final class LuaState implements Closeable {
    /** The type of errors that host functions raise. */
    static final String ERROR = "metash.Error";

    private static final String ARRAY = "metash.Array";
    private static final int RETURNS = 0;
    private static final int WAITS = 1;
    private static final int RAISES = 2;
    private static final int WORD = 8;
    /** The libraries that the reference opens; {@code debug} is not among them. */
    private static final List<String> LIBRARIES =
            List.of("coroutine", "table", "io", "os", "string", "utf8", "math", "package");

    private final MemoryLimit memory;
    private final StopHook hook;
    private final long main;
    private final StandardFiles files;
    /** What Lua refers to by address only. */
    private final List<LuaApi.Function> functions = new ArrayList<>();

    private final Map<Long, Object> objects = new HashMap<>();
    private long lastObject;
    private int toText;

    /**
     * Opens a state.
     *
     * @param limitBytes the most memory that the script may hold
     * @param stop asked now and then whether the script is to end
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

    /** The main thread, which runs nothing itself. */
    long main() {
        return main;
    }

    /** A C function that calls Java: its first result is the outcome of the call. */
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
            // Nothing may pass through the frames of Lua.
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

    /** Pushes an error with the trace of the calls from a level on. */
    private void pushError(long thread, String text, int level) {
        LuaApi.luaL_traceback(thread, thread, Pointer.NULL, level);
        String trace = new String(Stack.bytes(thread, -1), StandardCharsets.UTF_8);
        Stack.pop(thread, 1);
        LuaApi.lua_newuserdatauv(thread, 0, 1);
        Stack.push(thread, text + "\n" + (level == 0 ? trace : Traceback.ofHostFunction(trace)) + "\n");
        LuaApi.lua_setiuservalue(thread, -2, 1);
        LuaApi.luaL_setmetatable(thread, ERROR);
    }

    /** Pushes a function that runs Java, to be joined to Lua by the set-up script. */
    void pushFunction(long thread, HostFunction body, int level) {
        LuaApi.lua_pushcclosure(thread, function(body, level), 0);
    }

    /**
     * Defines a type of objects, and of the {@link #ERROR} and array values; leaves nothing on the stack.
     *
     * @param fields further fields of its metatable
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
            // Prints as the table that it is.
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
            // A collected client has nothing left to report.
            return;
        }
    }

    /** Pushes a value that represents an object; a {@link Closeable} is closed when Lua collects it. */
    void pushObject(long thread, String type, Object object) {
        Pointer block = LuaApi.lua_newuserdatauv(thread, WORD, 0);
        block.setLong(0, ++lastObject);
        objects.put(lastObject, object);
        LuaApi.luaL_setmetatable(thread, type);
    }

    /** The object that a value represents, or null when it has another type. */
    @Nullable
    Object object(long thread, int index, String type) {
        Pointer block = LuaApi.luaL_testudata(thread, index, type);
        if (block == null) {
            return null;
        }
        return objects.get(block.getLong(0));
    }

    /** Marks the table on the top as an array of an answer. */
    static void markArray(long thread) {
        LuaApi.luaL_setmetatable(thread, ARRAY);
    }

    /** A new thread for a function: the value on the top of {@code from}, which is popped. Kept until {@link #release}. */
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
     * A thread that the collector leaves alone.
     *
     * @param thread its address
     * @param reference under which the registry holds it
     */
    record Anchor(long thread, int reference) {}

    /** Lets the collector have a thread. */
    void release(Anchor anchored) {
        LuaApi.luaL_unref(main, LuaApi.REGISTRY, anchored.reference());
    }

    /** Runs a thread until it ends or waits; the answer is a status of Lua. */
    int resume(long thread, int arguments, IntByReference results) {
        boolean before = memory.exempt(false);
        try {
            return LuaApi.lua_resume(thread, main, arguments, results);
        } finally {
            memory.exempt(before);
        }
    }

    /** Ends a thread at its next instruction. */
    void end(long thread) {
        hook.end(thread);
    }

    /** Pushes a function made of a text onto the main thread. */
    void load(LuaSource source) {
        int status = LuaApi.luaL_loadbufferx(main, source.text(), source.text().length, source.chunkName(), "t");
        if (status != LuaApi.OK) {
            String message = new String(Stack.bytes(main, -1), StandardCharsets.UTF_8);
            Stack.pop(main, 1);
            throw new ScriptFailed((status == LuaApi.ERROR_MEMORY ? "memory error: " : "syntax error: ") + message);
        }
    }

    /** Runs an internal script at once; the values on the main thread above {@code top} are its arguments. */
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

    /** Uses the function on the top of the main thread to turn values into text; pops it. */
    void textBy() {
        toText = LuaApi.luaL_ref(main, LuaApi.REGISTRY);
    }

    /** The text of the error that ended a thread, in the words of the reference. */
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
