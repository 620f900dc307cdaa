package io.metash.lua;

import java.nio.charset.StandardCharsets;

/**
 * A script.
 *
 * @param chunkName its name in messages with Lua's prefix: {@code @} for a file, {@code =} for any other name
 * @param text its text
 */
public record LuaSource(String chunkName, byte[] text) {
    /** Creates a script from a file's text. */
    public static LuaSource ofFile(String name, byte[] text) {
        return new LuaSource("@" + name, text);
    }

    /** Creates a script that is not in a file, such as {@code script 1}. */
    public static LuaSource named(String name, String text) {
        return new LuaSource("=" + name, text.getBytes(StandardCharsets.UTF_8));
    }
}
