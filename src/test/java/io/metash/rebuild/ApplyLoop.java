package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.record.Cancel;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that applies a plan and undoes it in a loop until it is killed: {@code ApplyLoop PLAN}. It prints {@code
 * ready} when it begins.
 */
final class ApplyLoop {
    private ApplyLoop() {}

    /** Runs until the process is killed. */
    public static void main(String[] arguments) throws IOException {
        Path plan = Path.of(arguments[0]);
        System.out.println("ready");
        while (true) {
            Plans.run(plan, Disk.real()).apply(Plans.SILENT, new Cancel());
            Plans.run(plan, Disk.real()).rollback();
        }
    }
}
