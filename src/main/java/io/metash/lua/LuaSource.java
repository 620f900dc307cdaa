package io.metash.lua;

import java.nio.charset.StandardCharsets;

/**
 * A script.
 *
 * @param chunkName its name in messages, with Lua's prefix: {@code @} before a file, {@code =} before any other name
 * @param text its text
 */
public record LuaSource(String chunkName, byte[] text) {
    /** The text of a file. */
    public static LuaSource ofFile(String name, byte[] text) {
        return new LuaSource("@" + name, text);
    }

    /** A text of no file, such as {@code script 1}. */
    public static LuaSource named(String name, String text) {
        return new LuaSource("=" + name, text.getBytes(StandardCharsets.UTF_8));
    }
}
