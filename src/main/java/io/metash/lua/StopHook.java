package io.metash.lua;

import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
import java.util.function.BooleanSupplier;

/**
 * Stops a script that runs without calling metash. Checks for cancellation every {@value #INSTRUCTIONS} instructions.
 * Once cancelled, replaces itself by a hook that raises an error at every instruction, so that no {@code pcall} keeps
 * the script running.
 */
final class StopHook implements LuaApi.Hook {
    private static final int INSTRUCTIONS = 100_000;

    private final BooleanSupplier stop;
    private final Pointer self = CallbackReference.getFunctionPointer(this);
    private final Pointer raise = LuaApi.address("luaL_checkversion_");

    StopHook(BooleanSupplier stop) {
        this.stop = stop;
    }

    /** Watches a thread and all threads that it creates afterwards. */
    void watch(long state) {
        LuaApi.lua_sethook(state, self, LuaApi.MASK_COUNT, INSTRUCTIONS);
    }

    /** Stops a thread at its next instruction. */
    void end(long state) {
        LuaApi.lua_sethook(state, raise, LuaApi.MASK_COUNT, 1);
    }

    @Override
    public void call(long state, long activation) {
        if (stop.getAsBoolean()) {
            end(state);
        }
    }
}
