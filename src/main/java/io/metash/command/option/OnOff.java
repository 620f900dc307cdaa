package io.metash.command.option;

import java.util.Iterator;
import java.util.List;

/** The words that switch something, for completion. */
public final class OnOff implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return List.of("on", "off").iterator();
    }
}
