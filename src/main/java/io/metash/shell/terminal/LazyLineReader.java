package io.metash.shell.terminal;

import java.util.Map;
import java.util.Set;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.Log;

/**
 * JLine's line editor with a faster start: before the first prompt it binds only the common keys, and creates none of
 * the 150 widgets. The rest is created after the prompt is shown, or when a key needs it.
 */
public abstract class LazyLineReader extends LineReaderImpl {
    private boolean everyKeyMap;
    private boolean prompted;

    public LazyLineReader(Terminal terminal, Map<String, Object> variables) {
        super(terminal, "metash", variables);
        LazyMap<Widget> own = new LazyMap<>(Map.of(), super::builtinWidgets);
        builtinWidgets = own;
        widgets = new LazyMap<>(Map.of(CALLBACK_INIT, () -> true), own::all);
    }

    /** Replacements for objects that JLine's constructor requires. */
    @Override
    protected Map<String, Widget> builtinWidgets() {
        return Map.of();
    }

    @Override
    public Map<String, KeyMap<Binding>> defaultKeyMaps() {
        everyKeyMap = plain();
        Map<String, KeyMap<Binding>> first = super.defaultKeyMaps();
        if (everyKeyMap) {
            return first;
        }
        first.keySet().retainAll(Set.of(MAIN, EMACS));
        return new LazyMap<>(first, () -> {
            everyKeyMap = true;
            return super.defaultKeyMaps();
        });
    }

    @Override
    public KeyMap<Binding> viCmd() {
        if (everyKeyMap) {
            return super.viCmd();
        }
        return new KeyMap<>();
    }

    @Override
    public KeyMap<Binding> viInsertion() {
        if (everyKeyMap) {
            return super.viInsertion();
        }
        return new KeyMap<>();
    }

    @Override
    public KeyMap<Binding> menu() {
        if (everyKeyMap) {
            return super.menu();
        }
        return new KeyMap<>();
    }

    @Override
    public KeyMap<Binding> viOpp() {
        if (everyKeyMap) {
            return super.viOpp();
        }
        return new KeyMap<>();
    }

    @Override
    public KeyMap<Binding> visual() {
        if (everyKeyMap) {
            return super.visual();
        }
        return new KeyMap<>();
    }

    @Override
    public KeyMap<Binding> safe() {
        if (everyKeyMap) {
            return super.safe();
        }
        return new KeyMap<>();
    }

    @Override
    public KeyMap<Binding> dumb() {
        if (everyKeyMap) {
            return super.dumb();
        }
        return new KeyMap<>();
    }

    @Override
    protected void redisplay(boolean flush) {
        super.redisplay(flush);
        if (reading && !prompted) {
            prompted = true;
            Thread rest = new Thread(this::makeRest, "metash-keys");
            rest.setDaemon(true);
            rest.start();
        }
    }

    /** Whether the terminal cannot move its cursor. */
    public final boolean plain() {
        return Terminal.TYPE_DUMB.equals(terminal.getType()) || Terminal.TYPE_DUMB_COLOR.equals(terminal.getType());
    }

    private void makeRest() {
        widgets.get("");
        keyMaps.get("");
        // JLine logs each key; creating the unused log is slow.
        Log.isDebugEnabled();
        makeMore();
    }

    /** Creates further objects for the first keys, after the prompt. */
    protected void makeMore() {}
}
