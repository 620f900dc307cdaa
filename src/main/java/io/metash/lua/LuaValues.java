package io.metash.lua;

import io.metash.client.TxnOutcome;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.UnknownFields;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pushes answers as tables in the reference client's layout. */
final class LuaValues {
    /** Limit on stack slots per value, excluding deep JSON. */
    static final int SLOTS = 24;

    private LuaValues() {}

    private static int table(long thread, int fields) {
        Stack.ensure(thread, SLOTS);
        LuaApi.lua_createtable(thread, 0, fields);
        return LuaApi.lua_gettop(thread);
    }

    private static void field(long thread, int table, String name) {
        Stack.setField(thread, table, name);
    }

    /** Pushes a value with its sequence number, or the null value; omits absent fields of the meta. */
    static void pushStored(long thread, @Nullable SeqV value) {
        pushValue(thread, value, false);
    }

    private static void pushValue(long thread, @Nullable SeqV value, boolean absentAsNull) {
        if (value == null) {
            Stack.pushNull(thread);
            return;
        }
        int table = table(thread, 3);
        Stack.pushUnsigned(thread, value.seq());
        field(thread, table, "seq");
        pushMeta(thread, value.meta(), absentAsNull);
        field(thread, table, "meta");
        pushBytes(thread, value.data().array());
        field(thread, table, "data");
    }

    private static void pushMeta(long thread, @Nullable KvMeta meta, boolean absentAsNull) {
        if (meta == null) {
            Stack.pushNull(thread);
            return;
        }
        int table = table(thread, 2);
        time(thread, table, "expire_at", meta.expireAt(), absentAsNull);
        time(thread, table, "proposed_at_ms", meta.proposedAtMs(), absentAsNull);
    }

    private static void time(long thread, int table, String name, @Nullable Long time, boolean absentAsNull) {
        if (time != null) {
            Stack.pushUnsigned(thread, time);
        } else if (absentAsNull) {
            Stack.pushNull(thread);
        } else {
            return;
        }
        field(thread, table, name);
    }

    /** Pushes bytes as an array of numbers. */
    private static void pushBytes(long thread, byte[] bytes) {
        LuaApi.lua_createtable(thread, bytes.length, 0);
        for (int i = 0; i < bytes.length; i++) {
            LuaApi.lua_pushinteger(thread, bytes[i] & 0xff);
            LuaApi.lua_rawseti(thread, -2, i + 1L);
        }
        LuaState.markArray(thread);
    }

    /** Pushes the result of an upsert. */
    static void pushChange(long thread, TxnOutcome.Result change) {
        int table = table(thread, 3);
        Stack.pushNull(thread);
        field(thread, table, "ident");
        pushStored(thread, change.before());
        field(thread, table, "prev");
        pushStored(thread, change.after());
        field(thread, table, "result");
    }

    /** Pushes the reply to a transaction. */
    static void pushReply(long thread, TxnOutcome outcome) {
        int table = table(thread, 3);
        LuaApi.lua_pushboolean(thread, outcome.success() ? 1 : 0);
        field(thread, table, "success");
        Stack.push(thread, outcome.path());
        field(thread, table, "execution_path");
        LuaApi.lua_createtable(thread, outcome.results().size(), 0);
        int responses = LuaApi.lua_gettop(thread);
        long index = 1;
        for (TxnOutcome.Result result : outcome.results()) {
            pushResponse(thread, result);
            LuaApi.lua_rawseti(thread, responses, index++);
        }
        LuaState.markArray(thread);
        field(thread, table, "responses");
    }

    private static void pushResponse(long thread, TxnOutcome.Result result) {
        int response = table(thread, 1);
        int variant = table(thread, 1);
        int fields = table(thread, 3);
        Stack.push(thread, result.key().array());
        field(thread, fields, "key");
        String name;
        switch (result.operation()) {
            case "put" -> {
                name = "Put";
                pushed(thread, fields, "prev_value", result.before());
                pushed(thread, fields, "current", result.after());
            }
            case "delete" -> {
                name = "Delete";
                pushed(thread, fields, "prev_value", result.before());
                LuaApi.lua_pushboolean(thread, result.number() > 0 ? 1 : 0);
                field(thread, fields, "success");
            }
            default -> {
                name = "Get";
                pushed(thread, fields, "value", result.after());
            }
        }
        field(thread, variant, name);
        field(thread, response, "response");
    }

    private static void pushed(long thread, int table, String name, @Nullable SeqV value) {
        pushValue(thread, value, true);
        field(thread, table, name);
    }

    /** Pushes JSON parsed by {@link io.metash.ndjson.JsonText#readAny}. */
    static void pushJson(long thread, @Nullable Object value) {
        Stack.ensure(thread, SLOTS);
        if (value == null) {
            Stack.pushNull(thread);
        } else if (value instanceof Boolean bool) {
            LuaApi.lua_pushboolean(thread, bool ? 1 : 0);
        } else if (value instanceof BigInteger number) {
            if (number.bitLength() < Long.SIZE) {
                LuaApi.lua_pushinteger(thread, number.longValue());
            } else {
                LuaApi.lua_pushnumber(thread, number.doubleValue());
            }
        } else if (value instanceof String text) {
            Stack.push(thread, text);
        } else if (value instanceof List<?> items) {
            LuaApi.lua_createtable(thread, items.size(), 0);
            int table = LuaApi.lua_gettop(thread);
            for (int i = 0; i < items.size(); i++) {
                pushJson(thread, items.get(i));
                LuaApi.lua_rawseti(thread, table, i + 1L);
            }
            LuaState.markArray(thread);
        } else {
            UnknownFields object = (UnknownFields) value;
            int table = table(thread, object.fields().size());
            for (UnknownFields.Field field : object.fields()) {
                pushJson(thread, field.value());
                field(thread, table, field.name());
            }
        }
    }

    /** Encodes a script's key as bytes. */
    static Bytes key(String text) {
        return Bytes.utf8(text);
    }
}
