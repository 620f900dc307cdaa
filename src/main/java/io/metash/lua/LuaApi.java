package io.metash.lua;

import com.sun.jna.Callback;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.metash.files.Jna;
import io.metash.record.PrivateLibrary;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The functions of Lua's C API that metash uses, each under its own name (Lua 5.4 Reference Manual, 4). The shared
 * library is that of luajava; it loads with the first use of this class. A {@code lua_State *} is a long.
 *
 * <p>A function that raises a Lua error exits by {@code longjmp}, which must never cross a Java frame. Java therefore
 * calls only functions that cannot raise: raw access, with memory that {@link MemoryLimit} grants to Java.
 */
final class LuaApi {
    static final int OK = 0;
    static final int YIELD = 1;
    static final int ERROR_SYNTAX = 3;
    static final int ERROR_MEMORY = 4;

    static final int TYPE_NONE = -1;
    static final int TYPE_NIL = 0;
    static final int TYPE_BOOLEAN = 1;
    static final int TYPE_LIGHT_USERDATA = 2;
    static final int TYPE_NUMBER = 3;
    static final int TYPE_STRING = 4;
    static final int TYPE_TABLE = 5;
    static final int TYPE_FUNCTION = 6;
    static final int TYPE_USERDATA = 7;

    /** Pseudo-index of the registry: {@code -LUAI_MAXSTACK - 1000}. */
    static final int REGISTRY = -1_001_000;

    /** Hook event mask for instruction counts. */
    static final int MASK_COUNT = 8;

    /** A C function of Lua: takes arguments from the stack and returns the number of results. */
    interface Function extends Callback {
        int call(long state);
    }

    /** Called by Lua after a number of instructions. */
    interface Hook extends Callback {
        void call(long state, long activation);
    }

    /** Allocates, resizes and frees: {@code lua_Alloc}. */
    interface Allocator extends Callback {
        long call(long userData, long block, long oldBytes, long newBytes);
    }

    private static final String FILE = LuaLibrary.RESOURCE.substring(1);

    private static final NativeLibrary LIBRARY = load();

    static {
        com.sun.jna.Native.register(LuaApi.class, LIBRARY);
    }

    private LuaApi() {}

    private static NativeLibrary load() {
        Jna.prepare();
        String directory = System.getProperty("jna.boot.library.path");
        if (directory != null && Files.exists(Path.of(directory, FILE))) {
            return NativeLibrary.getInstance(Path.of(directory, FILE).toString());
        }
        NativeLibrary[] loaded = new NativeLibrary[1];
        PrivateLibrary.load(LuaLibrary.RESOURCE, file -> loaded[0] = NativeLibrary.getInstance(file.toString()));
        return loaded[0];
    }

    /** Returns the address of a library function. */
    static Pointer address(String function) {
        return LIBRARY.getGlobalVariableAddress(function);
    }

    static native long lua_newstate(Allocator allocator, long userData);

    static native void lua_close(long state);

    static native long lua_newthread(long state);

    static native int lua_resume(long state, long from, int arguments, IntByReference results);

    static native int lua_isyieldable(long state);

    static native void lua_sethook(long state, Pointer hook, int mask, int count);

    static native int lua_gettop(long state);

    static native void lua_settop(long state, int index);

    static native void lua_pushvalue(long state, int index);

    static native void lua_rotate(long state, int index, int count);

    static native void lua_xmove(long from, long to, int count);

    static native int lua_checkstack(long state, int slots);

    static native int lua_type(long state, int index);

    static native int lua_isinteger(long state, int index);

    static native long lua_tointegerx(long state, int index, IntByReference isNumber);

    static native double lua_tonumberx(long state, int index, IntByReference isNumber);

    static native int lua_toboolean(long state, int index);

    static native Pointer lua_tolstring(long state, int index, long[] length);

    static native long lua_rawlen(long state, int index);

    static native Pointer lua_touserdata(long state, int index);

    static native long lua_topointer(long state, int index);

    static native void lua_pushnil(long state);

    static native void lua_pushnumber(long state, double number);

    static native void lua_pushinteger(long state, long integer);

    static native void lua_pushboolean(long state, int value);

    static native Pointer lua_pushlstring(long state, byte[] bytes, long length);

    static native void lua_pushcclosure(long state, Function function, int upvalues);

    static native void lua_pushlightuserdata(long state, Pointer pointer);

    static native void lua_createtable(long state, int arrayItems, int fields);

    static native Pointer lua_newuserdatauv(long state, long bytes, int userValues);

    static native int lua_getiuservalue(long state, int index, int which);

    static native int lua_setiuservalue(long state, int index, int which);

    static native int lua_rawget(long state, int index);

    static native int lua_rawgeti(long state, int index, long key);

    static native void lua_rawset(long state, int index);

    static native void lua_rawseti(long state, int index, long key);

    static native int lua_setmetatable(long state, int index);

    static native int lua_next(long state, int index);

    static native int luaL_ref(long state, int table);

    static native void luaL_unref(long state, int table, int reference);

    static native int luaL_newmetatable(long state, String name);

    static native void luaL_setmetatable(long state, String name);

    static native Pointer luaL_testudata(long state, int index, String name);

    static native void luaL_requiref(long state, String name, Pointer opener, int global);

    static native void luaL_traceback(long to, long of, Pointer message, int level);

    static native int luaL_loadbufferx(long state, byte[] text, long length, String name, String mode);
}
