package io.metash.lua;

import io.metash.client.AdminClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Services available to scripts. */
public interface LuaServices {
    /** Creates a client for an address; it connects on its first call. */
    KvClient grpc(String address);

    /** Creates an admin API client for an address. */
    AdminClient admin(String address);

    /** Returns the open session, or null when scripts get no session function. */
    @Nullable
    Supplier<KvClient> session();
}
