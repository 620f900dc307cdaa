package io.metash.shell.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terminal capabilities, written out and read again. */
class CapabilitiesTest {
    @TempDir
    Path directory;

    private record All(Set<Capability> bools, Map<Capability, Integer> ints, Map<Capability, String> strings) {
        All() {
            this(new HashSet<>(), new HashMap<>(), new HashMap<>());
        }
    }

    @Test
    void equalThoseOfJline() throws IOException {
        Capabilities.writeUsual(directory);
        for (String type : List.of("xterm-256color", "screen", "rxvt-unicode", "ansi")) {
            All theirs = new All();
            InfoCmp.parseInfoCmp(InfoCmp.getDefaultInfoCmp(type), theirs.bools, theirs.ints, theirs.strings);
            assertFalse(theirs.strings.isEmpty(), type);
            All ours = new All();
            Capabilities.read(directory, type).into(ours.bools, ours.ints, ours.strings);
            assertEquals(theirs, ours, type);
        }
    }

    @Test
    void tmuxEqualsScreenAndOthersAreUnknown() throws IOException {
        Capabilities.writeUsual(directory);
        All screen = new All();
        Capabilities.read(directory, "screen-256color").into(screen.bools, screen.ints, screen.strings);
        All tmux = new All();
        Capabilities.read(directory, "tmux-256color").into(tmux.bools, tmux.ints, tmux.strings);
        assertEquals(screen, tmux);
        assertNull(Capabilities.read(directory, "vt220"));
        assertNull(Capabilities.read(directory, "../terminal-xterm"));
    }
}
