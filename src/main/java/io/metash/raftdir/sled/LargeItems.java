package io.metash.raftdir.sled;

import java.io.Closeable;
import java.io.IOException;

/** Items stored outside the log. */
interface LargeItems extends Closeable {
    /** Results of checking an item. */
    enum State {
        SOUND,
        /** The slot or file was reused or removed, which is normal for superseded messages. */
        DANGLING,
        /** The item's kind differs from its pointer's. */
        WRONG_KIND,
        /** The item cannot be read completely. */
        UNREADABLE
    }

    /** The size of a pointer in a message body in bytes. */
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
