package io.metash.lua;

/** The path of Lua's shared library, for unpacking it in advance. */
public final class LuaLibrary {
    /** The library for this platform in its jar, from the root. */
    public static final String RESOURCE =
            "/" + (System.getProperty("os.arch").equals("aarch64") ? "liblua54arm64.so" : "liblua5464.so");

    private LuaLibrary() {}
}
