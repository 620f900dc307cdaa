package io.metash.backup;

import io.metash.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;

/** Maps byte offsets to line numbers of a text file and back. */
final class LineIndex {
    private LineIndex() {}

    /** Returns the number of the line that contains a byte, starting at 1. */
    static long lineOf(StoredFile file, long byteAt) throws IOException {
        long line = 1;
        long passed = 0;
        try (InputStream in = file.open()) {
            byte[] buffer = new byte[1 << 18];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count && passed + i < byteAt; i++) {
                    if (buffer[i] == '\n') {
                        line++;
                    }
                }
                passed += count;
                if (passed >= byteAt) {
                    break;
                }
            }
        }
        return line;
    }

    /** Returns the byte offset of the start of a line. */
    static long startOf(StoredFile file, long line) throws IOException {
        long left = line - 1;
        long passed = 0;
        try (InputStream in = file.open()) {
            byte[] buffer = new byte[1 << 18];
            for (int count = in.read(buffer); count >= 0 && left > 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n' && --left == 0) {
                        return passed + i + 1;
                    }
                }
                passed += count;
            }
        }
        if (left == 0) {
            return 0;
        }
        return -1;
    }
}
