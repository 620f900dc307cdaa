package io.metash.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PumpTest {
    private static final int READS_OF_A_RECORD = 100;

    @TempDir
    Path scratch;

    /** Records that take many reads of one open file, as those of an open session do. */
    private static final class FileSource implements RecordSource {
        private final FileChannel file;
        private int read;

        FileSource(FileChannel file) {
            this.file = file;
        }

        @Override
        public MetaRecord next() throws IOException {
            for (int i = 0; i < READS_OF_A_RECORD; i++) {
                file.read(ByteBuffer.allocate(1), 0);
            }
            read++;
            return new MetaRecord.Sequences("generic-kv", read);
        }

        @Override
        public String position() {
            return "record " + read;
        }

        @Override
        public long bytesRead() {
            return read;
        }

        @Override
        public long bytesTotal() {
            return -1;
        }

        @Override
        public void close() {
            throw new AssertionError("a pump does not close its source");
        }
    }

    /** Fails at the second batch, while the next one is read. */
    private static final class FailingSink implements RecordSink {
        @Override
        public void accept(MetaRecord record) {
            if (((MetaRecord.Sequences) record).value() > 1000) {
                throw Failure.of(ExitStatus.IO, "the disk is full");
            }
        }

        @Override
        public void finish() {
            throw new AssertionError("a failed sink is not finished");
        }

        @Override
        public void close() {
            throw new AssertionError("a pump does not close its sink");
        }
    }

    /** An interrupt of a thread that reads a file closes the file, which a session reads again. */
    @Test
    @Timeout(60)
    void aStopLeavesTheFileOpen() throws IOException {
        Path path = Files.write(scratch.resolve("store"), new byte[1]);
        try (FileChannel file = FileChannel.open(path)) {
            FileSource source = new FileSource(file);
            Pump pump = new Pump(source, List.of(), new FailingSink(), Progress.NONE, new Cancel());
            assertEquals(
                    "the disk is full", assertThrows(Failure.class, pump::run).what());
            assertTrue(file.isOpen());
        }
    }
}
