package io.metash.shell.terminal.jline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever is done to a lazy map, it answers like a map that was complete from the start. */
class LazyMapProperties {
    private static final Map<String, Integer> GIVEN = Map.of("a", 1, "b", 2);
    private static final Map<String, Integer> REST = Map.of("b", 3, "c", 4, "d", 5);

    @Property(tries = 300)
    void answersLikeACompleteMap(@ForAll @Size(max = 12) List<@IntRange(max = 49) Integer> steps) {
        LazyMap<Integer> lazy = new LazyMap<>(GIVEN, () -> REST);
        Map<String, Integer> complete = new HashMap<>(REST);
        complete.putAll(GIVEN);
        for (int step : steps) {
            String key = List.of("a", "b", "c", "d", "e").get(step % 5);
            assertEquals(answer(step / 5, complete, key), answer(step / 5, lazy, key), "step " + step);
        }
        assertEquals(complete, lazy);
        assertEquals(complete.hashCode(), lazy.hashCode());
    }

    private static Object answer(int operation, Map<String, Integer> map, String key) {
        return switch (operation) {
            case 0 -> map.get(key);
            case 1 -> map.containsKey(key);
            case 2 -> map.put(key, 9);
            case 3 -> map.putIfAbsent(key, 8);
            case 4 -> map.remove(key);
            case 5 -> map.size();
            case 6 -> map.keySet().remove(key);
            case 7 -> map.containsValue(4);
            case 8 -> map.merge(key, 1, Integer::sum);
            default -> map.equals(Map.copyOf(map));
        };
    }
}
