package io.metash.lua;

import com.sun.jna.ptr.IntByReference;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parses a transaction from a Lua table: dense arrays of conditions and operations, without unknown fields. Errors
 * contain the path, such as {@code transaction["then"][1]}, and are worded like the reference client's.
 */
final class TransactionReader {
    private static final long EQUAL = 0;
    private static final long AT_LEAST = 2;

    private final long thread;

    /** Creates a reader of tables on a thread's stack. The stack is unchanged afterwards, except after an error. */
    TransactionReader(long thread) {
        this.thread = thread;
    }

    private static ScriptError invalid(String path, @Nullable String message) {
        return new ScriptError("Invalid transaction: " + path + ": " + message);
    }

    /** Parses the transaction in the table at a non-negative index. */
    Cmd.Transaction read(int index) {
        fields(index, "transaction", Set.of("conditions", "then", "else"));
        List<TxnCondition> conditions = array(index, "conditions", "transaction.conditions", this::condition);
        List<TxnOp> then = array(index, "then", "transaction[\"then\"]", this::operation);
        List<TxnOp> otherwise = array(index, "else", "transaction[\"else\"]", this::operation);
        return new Cmd.Transaction(List.of(), conditions, then, otherwise, UnknownFields.NONE);
    }

    private <T> List<T> array(int parent, String name, String path, BiFunction<Integer, String, T> item) {
        int top = LuaApi.lua_gettop(thread);
        push(parent, name);
        int table = top + 1;
        int type = LuaApi.lua_type(thread, table);
        List<T> items = new ArrayList<>();
        if (type == LuaApi.TYPE_TABLE) {
            long length = length(table, path);
            // Check all items before reading the first.
            for (long i = 1; i <= length; i++) {
                if (LuaApi.lua_rawgeti(thread, table, i) != LuaApi.TYPE_TABLE) {
                    throw invalid(path, "item " + i + " must be a table");
                }
                Stack.pop(thread, 1);
            }
            for (long i = 1; i <= length; i++) {
                LuaApi.lua_rawgeti(thread, table, i);
                items.add(item.apply(table + 1, path + "[" + i + "]"));
                LuaApi.lua_settop(thread, table);
            }
        } else if (type != LuaApi.TYPE_NIL) {
            throw invalid(path, "must be an array, got " + Stack.typeName(thread, table));
        }
        LuaApi.lua_settop(thread, top);
        return items;
    }

    private long length(int table, String path) {
        long length = LuaApi.lua_rawlen(thread, table);
        long count = 0;
        for (LuaApi.lua_pushnil(thread); LuaApi.lua_next(thread, table) != 0; Stack.pop(thread, 1)) {
            count++;
            long key = 0;
            if (LuaApi.lua_isinteger(thread, -2) != 0) {
                key = LuaApi.lua_tointegerx(thread, -2, new IntByReference());
            }
            if (key < 1 || key > length) {
                throw invalid(path, "must be a dense array");
            }
        }
        if (count != length) {
            throw invalid(path, "must be a dense array");
        }
        return length;
    }

    private void fields(int table, String path, Set<String> known) {
        for (LuaApi.lua_pushnil(thread); LuaApi.lua_next(thread, table) != 0; Stack.pop(thread, 1)) {
            if (LuaApi.lua_type(thread, -2) != LuaApi.TYPE_STRING) {
                throw invalid(path, "field names must be strings");
            }
            String name = utf8(Stack.bytes(thread, -2), path, "field names must be UTF-8");
            if (!known.contains(name)) {
                throw invalid(path, "unknown field `" + name + "`");
            }
        }
    }

    private void push(int table, String field) {
        Stack.ensure(thread, LuaValues.SLOTS);
        Stack.push(thread, field);
        LuaApi.lua_rawget(thread, table);
    }

    private byte[] string(int table, String path, String field) {
        push(table, field);
        int type = LuaApi.lua_type(thread, -1);
        if (type == LuaApi.TYPE_NIL) {
            throw invalid(path, "missing field `" + field + "`");
        }
        byte[] bytes = null;
        if (type == LuaApi.TYPE_STRING) {
            bytes = Stack.bytes(thread, -1);
        }
        if (bytes == null) {
            throw invalid(path, "field `" + field + "` must be a string, got " + Stack.typeName(thread, -1));
        }
        Stack.pop(thread, 1);
        return bytes;
    }

    private String text(int table, String path, String field) {
        return utf8(string(table, path, field), path, "field `" + field + "` must be UTF-8");
    }

    private static String utf8(byte @Nullable [] bytes, String path, String message) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw invalid(path, message);
        }
    }

    private long number(int table, String path) {
        push(table, "value");
        if (LuaApi.lua_type(thread, -1) == LuaApi.TYPE_NIL) {
            throw invalid(path, "missing field `value`");
        }
        long number = -1;
        if (LuaApi.lua_isinteger(thread, -1) != 0) {
            number = LuaApi.lua_tointegerx(thread, -1, new IntByReference());
        }
        if (number < 0) {
            throw invalid(path, "field `value` must be a non-negative integer, got " + Stack.typeName(thread, -1));
        }
        Stack.pop(thread, 1);
        return number;
    }

    private TxnCondition condition(int table, String path) {
        fields(table, path, Set.of("key", "op", "value"));
        Bytes key = Bytes.utf8(text(table, path, "key"));
        String op = text(table, path, "op");
        return switch (op) {
            case "eq_seq" -> condition(key, EQUAL, new TxnCondition.Seq(number(table, path)));
            case "ge_seq" -> condition(key, AT_LEAST, new TxnCondition.Seq(number(table, path)));
            case "eq_value" -> condition(key, EQUAL, new TxnCondition.Value(Bytes.of(string(table, path, "value"))));
            default -> throw invalid(path, "unknown condition `" + op + "`");
        };
    }

    private static TxnCondition condition(Bytes key, long expected, TxnCondition.Target target) {
        return new TxnCondition(key, expected, target, UnknownFields.NONE);
    }

    private TxnOp operation(int table, String path) {
        String op = text(table, path, "op");
        Bytes key = Bytes.utf8(text(table, path, "key"));
        TxnOp.Request request =
                switch (op) {
                    case "put" -> put(table, path, key);
                    case "get" -> {
                        fields(table, path, Set.of("op", "key"));
                        yield new TxnOp.Get(key, UnknownFields.NONE);
                    }
                    case "delete" -> {
                        fields(table, path, Set.of("op", "key"));
                        yield new TxnOp.Delete(key, true, OptionalU64.ABSENT, UnknownFields.NONE);
                    }
                    default -> throw invalid(path, "unknown operation `" + op + "`");
                };
        return new TxnOp(request, UnknownFields.NONE);
    }

    private TxnOp.Request put(int table, String path, Bytes key) {
        fields(table, path, Set.of("op", "key", "value", "ttl"));
        Bytes value = Bytes.of(string(table, path, "value"));
        push(table, "ttl");
        Long ttlMs = null;
        if (LuaApi.lua_type(thread, -1) == LuaApi.TYPE_NUMBER) {
            double seconds = LuaApi.lua_tonumberx(thread, -1, new IntByReference());
            try {
                ttlMs = Span.ofSeconds(seconds).millis();
            } catch (ScriptError wrong) {
                throw invalid(path + ".ttl", wrong.getMessage());
            }
        } else if (LuaApi.lua_type(thread, -1) != LuaApi.TYPE_NIL) {
            throw invalid(path, "field `ttl` must be a number, got " + Stack.typeName(thread, -1));
        }
        Stack.pop(thread, 1);
        return TxnOp.Put.of(key, value).withExpiry(null, ttlMs).withMatchSeq(OptionalU64.ABSENT);
    }
}
