package io.metash.command.transfer;

import com.github.luben.zstd.ZstdOutputStream;
import io.metash.command.CommandContext;
import io.metash.command.OutputGuard;
import io.metash.command.SessionNotes;
import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.ShellWord;
import io.metash.session.CacheDirectory;
import io.metash.upgrade.LegacyLines;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** {@code export --as-is}: exports an old directory in the format of the release that wrote it, without a manifest. */
record AsIsExport(CommandContext context, Path raftDir, String target) {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LINES_BETWEEN_CHECKS = 1000;

    /** Writes the lines; returns the exit status. */
    int run() throws IOException {
        if (!LegacyDir.isAt(raftDir)) {
            throw Failure.of(ExitStatus.USAGE, "--as-is is for Raft directories of V0 to V003")
                    .at(raftDir.toString())
                    .next("metash export --raft-dir " + ShellWord.of(raftDir));
        }
        LiftOptions lifting = new LiftOptions(CacheDirectory.ofUser().scratch(), Progress.NONE, context.cancel());
        try (LegacyDir dir = LegacyDir.open(raftDir);
                LegacyLines lines = dir.linesAsExported(lifting)) {
            long count;
            if (target.isEmpty()) {
                count = write(lines, context.io().bulk());
            } else {
                count = toFile(lines);
            }
            String to = "";
            if (!target.isEmpty()) {
                to = " to " + Printable.text(target);
            }
            context.io()
                    .err()
                    .println("exported " + Units.count(count, "line") + " of " + dir.version() + " from "
                            + Printable.text(raftDir.toString()) + to);
            SessionNotes.print(context.io(), Note.texts(dir.notes()));
        }
        return ExitStatus.OK.code();
    }

    private long toFile(LegacyLines lines) throws IOException {
        OutputGuard.of(context).reads(raftDir).check(Path.of(target));
        try (AtomicFile file = AtomicFile.begin(Path.of(target), Disk.real())) {
            OutputStream packer = packer(file.stream());
            long count = write(lines, packer);
            if (packer != file.stream()) {
                packer.close();
            }
            file.commit();
            return count;
        }
    }

    private OutputStream packer(OutputStream file) throws IOException {
        if (target.endsWith(".gz")) {
            return new GZIPOutputStream(new OpenOutput(file), BUFFER_BYTES);
        }
        if (target.endsWith(".zst")) {
            return new ZstdOutputStream(new OpenOutput(file));
        }
        return file;
    }

    /** Keeps the file open when the compressor is closed, so that the file can be synced. */
    private static final class OpenOutput extends FilterOutputStream {
        OpenOutput(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private long write(LegacyLines lines, OutputStream to) throws IOException {
        OutputStream out = new BufferedOutputStream(to, BUFFER_BYTES);
        long count = 0;
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            out.write(line);
            out.write('\n');
            if (++count % LINES_BETWEEN_CHECKS == 0) {
                context.cancel().check();
            }
        }
        out.flush();
        return count;
    }
}
