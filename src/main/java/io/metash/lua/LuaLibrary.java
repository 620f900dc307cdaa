package io.metash.lua;

/** Lua's shared library, for whoever unpacks it ahead of its use. */
public final class LuaLibrary {
    /** The library of this machine in its jar, from the root. */
    public static final String RESOURCE =
            "/" + (System.getProperty("os.arch").equals("aarch64") ? "liblua54arm64.so" : "liblua5464.so");

    private LuaLibrary() {}
}
