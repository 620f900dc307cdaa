package io.metash.raftdir.sled;

import java.io.Closeable;
import java.io.IOException;

/** The items that lie outside of the log. */
interface LargeItems extends Closeable {
    /** The result of checking an item. */
    enum State {
        SOUND,
        /** The slot or file was reused or removed: normal for messages that were superseded. */
        DANGLING,
        /** The item is of another kind than its pointer. */
        WRONG_KIND,
        /** The item cannot be read to its end. */
        UNREADABLE
    }

    /** The bytes of a pointer in a message body. */
    int pointerBytes();

    /** Decodes a pointer. */
    LargePointer pointer(SledBytes in);

    /** Checks an item without keeping it. */
    State check(LargePointer pointer, MessageKind kind) throws IOException;

    /** Reads an item, which may have zeros after its end; damage is a failure with file and offset. */
    byte[] read(LargePointer pointer, MessageKind kind) throws IOException;

    /** The file of an item, for messages. */
    String place(LargePointer pointer);
}
