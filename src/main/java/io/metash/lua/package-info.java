/**
 * Lua scripts with the {@code metactl} table (meta-service-api §6).
 *
 * <p>Lua itself is the C library; {@link io.metash.lua.LuaApi} calls it through JNA. C reports errors by
 * {@code longjmp}, which must not cross Java frames. Therefore every function written in Java returns to a few lines
 * of Lua that raise or yield for it ({@code setup.lua}), {@link io.metash.lua.MemoryLimit} rejects allocations of Lua
 * only, and {@link io.metash.lua.StopHook} stops a script through a C function.
 *
 * <p>One thread runs Lua. A {@link io.metash.lua.Task} is a coroutine; the {@link io.metash.lua.Scheduler} resumes
 * tasks that are ready, while service calls run on their own threads.
 */
@NullMarked
package io.metash.lua;

import org.jspecify.annotations.NullMarked;
