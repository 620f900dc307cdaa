/**
 * Lua scripts with the {@code metactl} table (meta-service-api §6).
 *
 * <p>Lua itself is the C library; {@link io.metash.lua.LuaApi} calls it through JNA. C reports errors by {@code longjmp} and Java
 * does not survive one that passes its frames, so every function written in Java returns to a few lines of Lua that raise or yield for it ({@code setup.lua}), the {@link io.metash.lua.MemoryLimit} refuses memory only to Lua, and a {@link
 * io.metash.lua.StopHook} that must end a script leaves that to a C function.
 *
 * <p>One thread runs Lua. A {@link io.metash.lua.Task} is a coroutine; the {@link io.metash.lua.Scheduler} resumes those that have
 * something to do, while calls to services run on threads of their own.
 */
@NullMarked
package io.metash.lua;

import org.jspecify.annotations.NullMarked;
