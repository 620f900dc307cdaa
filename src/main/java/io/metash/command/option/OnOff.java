package io.metash.command.option;

import java.util.Iterator;
import java.util.List;

/** The words {@code on} and {@code off}, for completion. */
public final class OnOff implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return List.of("on", "off").iterator();
    }
}
