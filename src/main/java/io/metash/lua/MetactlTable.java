package io.metash.lua;

import io.metash.client.AdminClient;
import io.metash.client.ReferenceErrors;
import io.metash.client.TxnOutcome;
import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Failure;
import io.metash.record.SeqV;
import io.metash.record.UnknownFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The functions of the {@code metactl} table and the methods of its clients and tasks. */
final class MetactlTable {
    private static final String GRPC = "LuaGrpcClient";
    private static final String ADMIN = "LuaAdminClient";
    private static final String TASK = "LuaTask";
    private static final double NANOS_IN_MILLI = 1e6;

    private final LuaState lua;
    private final Scheduler scheduler;
    private final LuaServices services;
    private final java.io.PrintStream err;

    MetactlTable(LuaState lua, Scheduler scheduler, LuaServices services, java.io.PrintStream err) {
        this.lua = lua;
        this.scheduler = scheduler;
        this.services = services;
        this.err = err;
    }

    /** Registers the functions by name; the setup script builds the Lua table from them. */
    void install() throws IOException {
        long main = lua.main();
        List.of(GRPC, ADMIN, TASK).forEach(type -> lua.type(type, Map.of()));
        LuaApi.lua_createtable(main, 0, 24);
        int table = LuaApi.lua_gettop(main);
        direct(table, "new_grpc_client", this::newGrpcClient);
        direct(table, "new_admin_client", this::newAdminClient);
        direct(table, "spawn", this::spawn);
        direct(table, "now_ms", this::now);
        direct(table, "exit", this::exit);
        waiting(table, "sleep", this::sleep);
        Supplier<KvClient> session = services.session();
        if (session != null) {
            direct(table, "session", thread -> client(thread, session.get()));
        }
        method(table, GRPC, "get", this::get);
        method(table, GRPC, "upsert", this::upsert);
        method(table, GRPC, "transaction", this::transaction);
        method(table, ADMIN, "metrics", this::metrics);
        method(table, ADMIN, "status", this::status);
        method(table, ADMIN, "transfer_leader", this::transferLeader);
        method(table, ADMIN, "trigger_snapshot", this::triggerSnapshot);
        method(table, ADMIN, "list_features", this::listFeatures);
        method(table, ADMIN, "set_feature", this::setFeature);
        waiting(table, TASK + ".join", this::join);
        LuaApi.lua_createtable(main, 0, 4);
        for (String type : List.of(GRPC, ADMIN, TASK)) {
            LuaApi.luaL_newmetatable(main, type);
            Stack.setField(main, table + 1, type);
        }
        Stack.pushNull(main);
        lua.runPrepared("setup.lua", 3);
        lua.textBy();
        lua.runPrepared("prelude.lua", 0);
        lua.runPrepared("zipf.lua", 0);
    }

    private void direct(int table, String name, HostFunction body) {
        lua.pushFunction(lua.main(), body, 1);
        Stack.setField(lua.main(), table, name);
    }

    private void waiting(int table, String name, HostFunction body) {
        lua.pushFunction(lua.main(), body, 0);
        Stack.setField(lua.main(), table, name);
    }

    /** Registers a method whose first argument is an object of its type. */
    private <T> void method(int table, String type, String name, Method<T> body) {
        String full = type + "." + name;
        waiting(table, full, thread -> body.call(thread, self(thread, type, full), new Arguments(thread, full)));
    }

    @FunctionalInterface
    private interface Method<T> {
        int call(long thread, T self, Arguments arguments);
    }

    @SuppressWarnings("unchecked")
    private <T> T self(long thread, String type, String function) {
        Object object = lua.object(thread, 1, type);
        if (object == null) {
            throw Arguments.badSelf(thread, function);
        }
        return (T) object;
    }

    private int newGrpcClient(long thread) {
        return client(thread, services.grpc(new Arguments(thread, "").text(1)));
    }

    private int client(long thread, KvClient client) {
        lua.pushObject(thread, GRPC, client);
        return 1;
    }

    private int newAdminClient(long thread) {
        String address = new Arguments(thread, "").text(1);
        lua.pushObject(thread, ADMIN, (Supplier<AdminClient>) () -> services.admin(address));
        return 1;
    }

    private int spawn(long thread) {
        new Arguments(thread, "").require(1, LuaApi.TYPE_FUNCTION, "function");
        LuaApi.lua_pushvalue(thread, 1);
        lua.pushObject(thread, TASK, scheduler.spawn(thread));
        return 1;
    }

    private int join(long thread) {
        Task task = self(thread, TASK, TASK + ".join");
        if (!task.join()) {
            err.println("Handle already consumed - task was already awaited");
            LuaApi.lua_pushnil(thread);
            return 1;
        }
        return scheduler.join(thread, task);
    }

    private int now(long thread) {
        LuaApi.lua_pushnumber(thread, scheduler.sinceStartNs() / NANOS_IN_MILLI);
        return 1;
    }

    private int exit(long thread) {
        boolean isBoolean = LuaApi.lua_type(thread, 1) == LuaApi.TYPE_BOOLEAN;
        int status;
        if (isBoolean) {
            if (new Arguments(thread, "").truth(1)) {
                status = 0;
            } else {
                status = 1;
            }
        } else {
            Long given = new Arguments(thread, "").unsigned(1);
            if (given == null) {
                status = 0;
            } else {
                status = (int) (given & 0xff);
            }
        }
        return scheduler.exit(thread, status);
    }

    private int sleep(long thread) {
        double seconds = new Arguments(thread, "").number(1);
        try {
            return scheduler.sleep(thread, Span.ofSeconds(seconds).nanos());
        } catch (ScriptError wrong) {
            throw new ScriptError("runtime error: sleep: " + wrong.getMessage());
        }
    }

    private int get(long thread, KvClient client, Arguments arguments) {
        Bytes key = Bytes.utf8(arguments.text(2));
        return grpc(thread, () -> {
            SeqV value = client.get(key);
            return to -> one(to, () -> LuaValues.pushStored(to, value));
        });
    }

    private int upsert(long thread, KvClient client, Arguments arguments) {
        Bytes key = Bytes.utf8(arguments.text(2));
        Bytes value = Bytes.of(arguments.bytes(3));
        return grpc(thread, () -> {
            TxnOutcome.Result change = client.upsert(key, value);
            return to -> one(to, () -> LuaValues.pushChange(to, change));
        });
    }

    private int transaction(long thread, KvClient client, Arguments arguments) {
        arguments.require(2, LuaApi.TYPE_TABLE, "table");
        Cmd.Transaction transaction;
        try {
            transaction = new TransactionReader(thread).read(2);
        } catch (ScriptError wrong) {
            return failed(thread, String.valueOf(wrong.getMessage()));
        }
        return grpc(thread, () -> {
            TxnOutcome outcome = client.transaction(transaction);
            return to -> one(to, () -> LuaValues.pushReply(to, outcome));
        });
    }

    /** Pushes one value, and nil for the error. */
    private static int one(long thread, Runnable value) {
        value.run();
        LuaApi.lua_pushnil(thread);
        return 2;
    }

    private static int failed(long thread, String text) {
        LuaApi.lua_pushnil(thread);
        Stack.push(thread, text);
        return 2;
    }

    private int grpc(long thread, Supplier<Values> call) {
        return scheduler.call(thread, () -> {
            try {
                return call.get();
            } catch (Failure failure) {
                return to -> failed(to, "gRPC error: " + ReferenceErrors.grpc(failure));
            }
        });
    }

    private int metrics(long thread, Supplier<AdminClient> admin, Arguments arguments) {
        return admin(thread, admin, "/v1/metrics", body -> to -> one(to, () -> Stack.push(to, body)));
    }

    private int status(long thread, Supplier<AdminClient> admin, Arguments arguments) {
        return json(thread, admin, "/v1/cluster/status", List.of("name"));
    }

    private int transferLeader(long thread, Supplier<AdminClient> admin, Arguments arguments) {
        Long to = arguments.unsigned(2);
        return json(
                thread,
                admin,
                "/v1/ctrl/trigger_transfer_leader" + (to == null ? "" : "?to=" + to),
                List.of("from", "to", "voter_ids"));
    }

    private int triggerSnapshot(long thread, Supplier<AdminClient> admin, Arguments arguments) {
        return admin(
                thread, admin, "/v1/ctrl/trigger_snapshot", body -> to -> one(to, () -> LuaApi.lua_pushboolean(to, 1)));
    }

    private int listFeatures(long thread, Supplier<AdminClient> admin, Arguments arguments) {
        return json(thread, admin, "/v1/features/list", List.of("features", "enabled"));
    }

    private int setFeature(long thread, Supplier<AdminClient> admin, Arguments arguments) {
        String feature = arguments.text(2);
        return json(
                thread,
                admin,
                "/v1/features/set?feature=" + feature + "&enable=" + arguments.truth(3),
                List.of("features", "enabled"));
    }

    private int json(long thread, Supplier<AdminClient> admin, String path, List<String> fields) {
        return admin(thread, admin, path, body -> {
            UnknownFields object = object(body, fields);
            if (object == null) {
                return to -> failed(to, "Admin API error: error decoding response body");
            }
            return to -> one(to, () -> LuaValues.pushJson(to, object));
        });
    }

    /** Parses a JSON object; null when a field is missing or the text is not an object. */
    private static @Nullable UnknownFields object(String body, List<String> fields) {
        Object json;
        try {
            json = JsonText.readAny(body.getBytes(StandardCharsets.UTF_8), "answer");
        } catch (Failure noJson) {
            return null;
        }
        if (!(json instanceof UnknownFields object)) {
            return null;
        }
        List<UnknownFields.Field> wanted = new ArrayList<>();
        for (UnknownFields.Field field : object.fields()) {
            if (fields.contains(field.name())) {
                wanted.add(field);
            }
        }
        if (wanted.size() == fields.size()) {
            return new UnknownFields(wanted);
        }
        return null;
    }

    private int admin(long thread, Supplier<AdminClient> admin, String path, Function<String, Values> answer) {
        return scheduler.call(thread, () -> {
            try {
                AdminClient.Answer got = admin.get().ask(path);
                if (got.ok()) {
                    return answer.apply(got.body());
                }
                return to -> failed(to, "Admin API error: status code: " + got.statusLine() + ", msg: " + got.body());
            } catch (Failure failure) {
                return to -> failed(to, "Admin API error: " + ReferenceErrors.admin(failure, path));
            }
        });
    }
}
