package io.metash.session;

import java.io.IOException;

/** Opens sessions of one kind. {@link Sessions} asks each opener in turn whether it handles a place. */
public interface SessionOpener {
    /** Whether the place is of this kind; does not open it. */
    boolean knows(String place);

    /** Opens the place as a session of this name. */
    Session open(String place, String name, ConnectOptions options) throws IOException;
}
