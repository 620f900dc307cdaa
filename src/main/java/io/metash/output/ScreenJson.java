package io.metash.output;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.IndentedJson;
import java.util.Optional;
import java.util.function.Function;

/** Writes JSON for people: indented, coloured, with object names after ids. */
public final class ScreenJson extends IndentedJson {
    private final boolean colored;
    private final Function<CatalogKey, Optional<String>> names;
    private final String arrow;

    /**
     * Creates a document.
     *
     * @param colored whether colours are used
     * @param unicode whether characters beyond ASCII are used outside of data
     * @param names the name of the object of a key
     */
    public ScreenJson(boolean colored, boolean unicode, Function<CatalogKey, Optional<String>> names) {
        super(Printable::json);
        this.colored = colored;
        this.names = names;
        if (unicode) {
            this.arrow = " \u2192 ";
        } else {
            this.arrow = " -> ";
        }
    }

    @Override
    protected String markedUp(Part part, String json) {
        return switch (part) {
            case NAME -> Style.KEY.on(json, colored);
            case TEXT -> Style.QUOTED.on(json, colored);
            case NUMBER -> json;
            case BOOL -> Style.OPTION.on(json, colored);
            case NULL, MASK -> Style.FAINT.on(json, colored);
        };
    }

    @Override
    public void refersTo(CatalogKey key) {
        names.apply(key).ifPresent(name -> note(Style.FAINT.on(arrow + Printable.text(name), colored)));
    }
}
