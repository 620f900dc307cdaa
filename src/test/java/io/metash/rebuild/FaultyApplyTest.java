package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.Disk;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import io.metash.testing.FaultyDisk;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plan of three nodes is applied on a failing disk: each write, fsync or rename fails once; all calls fail from one
 * on, as after a kill; the disk is full from one on. Every directory is exactly old or exactly new, and both resume and
 * rollback work.
 */
class FaultyApplyTest {
    /** How a disk fails. */
    private enum How {
        ONCE,
        KILLED,
        FULL
    }

    private static final int APPLY_FAULTS = 1500;
    private static final int ROLLBACK_FAULTS = 100;

    @TempDir
    Path scratch;

    private String old;
    private Path template;
    private int faults;
    private int oldSeen;
    private int newSeen;

    /** Node 1 has no directory, node 2 a store, node 3 an empty directory. */
    private Path prepared(String name) throws IOException {
        if (template == null) {
            old = Files.readString(Plans.OLD);
            template = scratch.resolve("template");
            Imports.run(template, old);
        }
        Path base = Files.createDirectory(scratch.resolve(name));
        Stores.copy(template, base.resolve("n2"));
        Files.createDirectory(base.resolve("n3"));
        return base;
    }

    private static FaultyDisk disk(How how, long call, boolean exchanges) {
        return how == How.FULL ? FaultyDisk.full(call, exchanges) : new FaultyDisk(call, how == How.KILLED, exchanges);
    }

    private void everyCall(long first, long step, boolean applies, boolean rollbacks) throws IOException {
        for (boolean exchanges : new boolean[] {true, false}) {
            FaultyDisk counting = new FaultyDisk(-1, false, exchanges);
            Path counted = prepared("count-" + exchanges);
            Path countedPlan = Plans.file(counted);
            Plans.run(countedPlan, counting).apply(Plans.SILENT, new Cancel());
            long applyCalls = counting.calls();
            Plans.run(countedPlan, counting).rollback();
            long rollbackCalls = counting.calls() - applyCalls;
            assertTrue(applyCalls > 100 && rollbackCalls > 10, applyCalls + " and " + rollbackCalls);
            for (How how : How.values()) {
                for (long call = first; applies && call < applyCalls; call += step) {
                    String name = exchanges + "-" + how + "-" + call;
                    apply(name + "-on", disk(how, call, exchanges), true);
                    apply(name + "-back", disk(how, call, exchanges), false);
                }
                for (long call = first % step; rollbacks && call < rollbackCalls; call += step) {
                    rollback(exchanges + "-" + how + "-undo-" + call, disk(how, call, exchanges));
                }
            }
        }
    }

    /** A failing apply, then resume or rollback. */
    private void apply(String name, FaultyDisk disk, boolean on) throws IOException {
        Path base = prepared(name);
        Path plan = Plans.file(base);
        TreeMap<String, String> before = Stores.tree(base.resolve("n2/df_meta"));
        faults++;
        try {
            Plans.run(plan, disk).apply(Plans.SILENT, new Cancel());
        } catch (IOException | Failure failed) {
            assertTrue(failed.getMessage() != null);
        }
        checkDirectories(name, base, plan, before);
        PlanRun run = Plans.run(plan, Disk.real());
        if (on) {
            run.apply(Plans.SILENT, new Cancel());
            for (int id = 1; id <= 3; id++) {
                assertEquals(Plans.expected(id), Stores.text(base.resolve("n" + id)), name + ", node " + id);
            }
        } else {
            run.rollback();
            allOld(name, base, before);
        }
        Disk.real().deleteTree(base);
    }

    private void rollback(String name, FaultyDisk disk) throws IOException {
        Path base = prepared(name);
        Path plan = Plans.file(base);
        TreeMap<String, String> before = Stores.tree(base.resolve("n2/df_meta"));
        Plans.run(plan, Disk.real()).apply(Plans.SILENT, new Cancel());
        faults++;
        try {
            Plans.run(plan, disk).rollback();
        } catch (IOException | Failure failed) {
            assertTrue(failed.getMessage() != null);
        }
        checkDirectories(name, base, plan, before);
        Plans.run(plan, Disk.real()).rollback();
        allOld(name, base, before);
        Disk.real().deleteTree(base);
    }

    /** Every directory is exactly old or exactly new, and the plan knows which. */
    private void checkDirectories(String name, Path base, Path plan, TreeMap<String, String> before)
            throws IOException {
        for (var node : Plans.run(plan, Disk.real()).states().entrySet()) {
            int id = (int) node.getKey().id();
            Path dir = base.resolve("n" + id);
            if (node.getValue() == NodeState.CUT) {
                // Two renames, interrupted in the middle: the next command on this directory completes them.
                assertFalse(Files.exists(dir.resolve("df_meta")) && name.startsWith("true"), name);
                continue;
            }
            if (node.getValue() == NodeState.NEW) {
                assertEquals(Plans.expected(id), Stores.text(dir), name + ", node " + id);
                newSeen++;
                continue;
            }
            oldSeen++;
            switch (id) {
                case 1 -> assertFalse(Files.exists(dir.resolve("df_meta")), name);
                case 2 -> assertOld(name, before, dir);
                default -> assertTrue(Files.isDirectory(dir) && !Files.exists(dir.resolve("df_meta")), name);
            }
        }
    }

    /** Only a lock file may be new. */
    private static void assertOld(String name, TreeMap<String, String> before, Path dir) throws IOException {
        TreeMap<String, String> now = Stores.tree(dir.resolve("df_meta"));
        for (TreeMap<String, String> tree : java.util.List.of(before, now)) {
            tree.remove("V004/log/LOCK");
            tree.replaceAll((path, what) -> what.endsWith("directory") ? "directory" : what);
        }
        assertEquals(before, now, name);
    }

    private void allOld(String name, Path base, TreeMap<String, String> before) throws IOException {
        assertFalse(Files.exists(base.resolve("n1/df_meta")), name);
        assertOld(name, before, base.resolve("n2"));
        assertTrue(Files.isDirectory(base.resolve("n3")) && !Files.exists(base.resolve("n3/df_meta")), name);
    }

    @Test
    void someFaultsOfAnApply() throws IOException {
        everyCall(new Random(6).nextInt(11), 37, true, true);
        assertTrue(faults > 40 && oldSeen > 20 && newSeen > 20, faults + ", " + oldSeen + ", " + newSeen);
    }

    @Tag("slow")
    @Test
    void everyFaultOfAnApply() throws IOException {
        everyCall(0, 1, true, false);
        System.out.println(
                "faults of an apply: " + faults + "; directories found old " + oldSeen + " times, new " + newSeen);
        assertTrue(faults >= APPLY_FAULTS, faults + " faults");
    }

    @Tag("slow")
    @Test
    void everyFaultOfARollback() throws IOException {
        everyCall(0, 1, false, true);
        System.out.println(
                "faults of a rollback: " + faults + "; directories found old " + oldSeen + " times, new " + newSeen);
        assertTrue(faults >= ROLLBACK_FAULTS, faults + " faults");
    }

    /** Killed, then killed again while the apply is completed or undone. */
    @Tag("slow")
    @Test
    void faultsUponFaults() throws IOException {
        Random random = new Random(66);
        for (int i = 0; i < 300; i++) {
            boolean exchanges = random.nextBoolean();
            String name = exchanges + "-twice-" + i;
            Path base = prepared(name);
            Path plan = Plans.file(base);
            TreeMap<String, String> before = Stores.tree(base.resolve("n2/df_meta"));
            for (int again = 0; again < 3; again++) {
                FaultyDisk disk = disk(How.values()[random.nextInt(3)], random.nextInt(140), exchanges);
                try {
                    if (random.nextBoolean()) {
                        Plans.run(plan, disk).apply(Plans.SILENT, new Cancel());
                    } else {
                        Plans.run(plan, disk).rollback();
                    }
                } catch (IOException | Failure failed) {
                    assertTrue(failed.getMessage() != null);
                }
                checkDirectories(name, base, plan, before);
            }
            Plans.run(plan, Disk.real()).apply(Plans.SILENT, new Cancel());
            for (int id = 1; id <= 3; id++) {
                assertEquals(Plans.expected(id), Stores.text(base.resolve("n" + id)), name + ", node " + id);
            }
            Plans.run(plan, Disk.real()).rollback();
            allOld(name, base, before);
            Disk.real().deleteTree(base);
        }
    }
}
