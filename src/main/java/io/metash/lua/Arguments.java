package io.metash.lua;

import com.sun.jna.ptr.IntByReference;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Converts the arguments of a host function like the reference client: numbers and strings into each other; rejects
 * other types with the reference's error texts.
 */
final class Arguments {
    private final long thread;
    private final String function;

    /**
     * Creates access to the arguments on a thread's stack.
     *
     * @param function the name of a method for messages, or empty for a function
     */
    Arguments(long thread, String function) {
        this.thread = thread;
        this.function = function;
    }

    /** Returns a string that must be UTF-8. */
    String text(int index) {
        byte[] bytes = stringOr(index, "String");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw bad(index, "string", "String", "invalid utf-8 sequence");
        }
    }

    /** Returns a string of any bytes. */
    byte[] bytes(int index) {
        return stringOr(index, "string");
    }

    private byte[] stringOr(int index, String wanted) {
        byte[] bytes = null;
        int type = LuaApi.lua_type(thread, index);
        if (type == LuaApi.TYPE_STRING || type == LuaApi.TYPE_NUMBER) {
            bytes = Stack.bytes(thread, index);
        }
        if (bytes == null) {
            throw bad(index, Stack.typeName(thread, index), wanted, "expected string or number");
        }
        return bytes;
    }

    /** Returns a number, converting a numeric string. */
    double number(int index) {
        IntByReference isNumber = new IntByReference();
        double number = LuaApi.lua_tonumberx(thread, index, isNumber);
        if (isNumber.getValue() == 0) {
            throw bad(index, Stack.typeName(thread, index), "f64", "expected number or string coercible to number");
        }
        return number;
    }

    /** Returns a u64, or null when the argument is absent. */
    @Nullable
    Long unsigned(int index) {
        if (LuaApi.lua_type(thread, index) <= LuaApi.TYPE_NIL) {
            return null;
        }
        IntByReference isInteger = new IntByReference();
        long number = LuaApi.lua_tointegerx(thread, index, isInteger);
        if (isInteger.getValue() == 0) {
            number(index);
        }
        if (isInteger.getValue() == 0 || number < 0) {
            throw bad(index, Stack.typeName(thread, index), "u64", "out of range");
        }
        return number;
    }

    /** Returns the truth value of an argument. */
    boolean truth(int index) {
        return LuaApi.lua_toboolean(thread, index) != 0;
    }

    /** Requires an argument of type {@code TYPE_TABLE} or {@code TYPE_FUNCTION}. */
    void require(int index, int type, String name) {
        if (LuaApi.lua_type(thread, index) != type) {
            throw new ScriptError("bad argument #" + index + to() + ": error converting Lua "
                    + Stack.typeName(thread, index) + " to " + name);
        }
    }

    private ScriptError bad(int index, String type, String wanted, String why) {
        return new ScriptError("bad argument #" + index + to() + ": error converting Lua " + type + " to " + wanted
                + " (" + why + ")");
    }

    private String to() {
        if (function.isEmpty()) {
            return "";
        }
        return " to `" + function + "`";
    }

    /** Creates the error for a method called on another type. */
    static ScriptError badSelf(long thread, String function) {
        String type = "missing argument";
        if (LuaApi.lua_type(thread, 1) != LuaApi.TYPE_NONE) {
            type = Stack.typeName(thread, 1);
        }
        return new ScriptError(
                "bad argument `self` to `" + function + "`: error converting Lua " + type + " to userdata");
    }
}
