package io.metash.lua;

import io.metash.client.AdminClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a script can connect to. */
public interface LuaServices {
    /** A client of the service at an address; it connects with its first call. */
    KvClient grpc(String address);

    /** A client of the admin API at an address. */
    AdminClient admin(String address);

    /** The open session, or null where there is none: then a script has no function for it. */
    @Nullable
    Supplier<KvClient> sessionOrNull();
}
