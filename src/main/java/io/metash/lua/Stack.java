package io.metash.lua;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads and pushes plain values on the stack of a Lua thread. */
final class Stack {
    private Stack() {}

    /** Reserves space for values; fails the script when the stack cannot grow. */
    static void ensure(long thread, int slots) {
        if (LuaApi.lua_checkstack(thread, slots) == 0) {
            throw new ScriptError("stack overflow");
        }
    }

    static void push(long thread, byte[] bytes) {
        LuaApi.lua_pushlstring(thread, bytes, bytes.length);
    }

    static void push(long thread, String text) {
        push(thread, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Pushes the value that represents null in answers. */
    static void pushNull(long thread) {
        LuaApi.lua_pushlightuserdata(thread, Pointer.NULL);
    }

    /** Pushes a u64: an integer if it fits, else a float. */
    static void pushUnsigned(long thread, long number) {
        if (number >= 0) {
            LuaApi.lua_pushinteger(thread, number);
        } else {
            LuaApi.lua_pushnumber(thread, (number >>> 1) * 2.0);
        }
    }

    /**
     * Returns the bytes of a string or number, or null for any other value; converts a number on the stack to a
     * string.
     */
    static byte @Nullable [] bytes(long thread, int index) {
        long[] length = new long[1];
        Pointer text = LuaApi.lua_tolstring(thread, index, length);
        if (text == null) {
            return null;
        }
        return text.getByteArray(0, Math.toIntExact(length[0]));
    }

    /** Pops values. */
    static void pop(long thread, int count) {
        LuaApi.lua_settop(thread, -count - 1);
    }

    /** Sets a field of the table at a non-negative index to the value on the top, and pops the value. */
    static void setField(long thread, int table, String name) {
        push(thread, name);
        LuaApi.lua_rotate(thread, -2, 1);
        LuaApi.lua_rawset(thread, table);
    }

    /** Returns the reference client's name for a value's type. */
    static String typeName(long thread, int index) {
        return switch (LuaApi.lua_type(thread, index)) {
            case LuaApi.TYPE_NONE, LuaApi.TYPE_NIL -> "nil";
            case LuaApi.TYPE_BOOLEAN -> "boolean";
            case LuaApi.TYPE_LIGHT_USERDATA -> "lightuserdata";
            case LuaApi.TYPE_NUMBER -> LuaApi.lua_isinteger(thread, index) != 0 ? "integer" : "number";
            case LuaApi.TYPE_STRING -> "string";
            case LuaApi.TYPE_TABLE -> "table";
            case LuaApi.TYPE_FUNCTION -> "function";
            case LuaApi.TYPE_USERDATA ->
                LuaApi.luaL_testudata(thread, index, LuaState.ERROR) == null ? "userdata" : "error";
            default -> "thread";
        };
    }
}
