package io.metash.output;

import java.util.List;

/**
 * A cell with a list of texts: an array of strings in JSON, one text in other formats.
 *
 * @param items the texts
 * @param separator the separator in the one text
 */
public record ListCell(List<String> items, String separator) implements JsonCell {
    @Override
    public String json() {
        StringBuilder json = new StringBuilder("[");
        for (String item : items) {
            if (json.length() > 1) {
                json.append(',');
            }
            json.append(Printable.json(item));
        }
        return json.append(']').toString();
    }

    @Override
    public String toString() {
        return String.join(separator, items);
    }
}
