package io.metash.client;

import io.metash.ndjson.JsonText;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses JSON of the admin API (meta-service-api §5) strictly, since another program may listen on the port. */
public final class AdminAnswers {
    private AdminAnswers() {}

    /**
     * A transfer of the leadership.
     *
     * @param from the previous leader
     * @param to the new leader
     * @param voters the ids of the voters
     */
    public record LeaderTransfer(String from, String to, List<String> voters) {}

    /** Parses the answer to a leadership transfer. */
    public static LeaderTransfer transfer(String json, Address address) {
        Map<String, Object> fields = object(json, address);
        return new LeaderTransfer(
                number(fields.get("from"), "from", address),
                number(fields.get("to"), "to", address),
                list(fields.getOrDefault("voter_ids", List.of()), "voter_ids", address).stream()
                        .map(id -> number(id, "voter_ids", address))
                        .toList());
    }

    /** Parses the features, each with whether it is enabled: {@code {"features":[…],"enabled":[…]}}. */
    public static Map<String, Boolean> features(String json, Address address) {
        Map<String, Boolean> all = new LinkedHashMap<>();
        object(json, address).forEach((field, names) -> {
            for (Object name : list(names, field, address)) {
                if (!(name instanceof String text)) {
                    throw unexpected("'" + field + "' is not a list of names", address);
                }
                all.merge(text, field.equals("enabled"), Boolean::logicalOr);
            }
        });
        return all;
    }

    /** Parses any JSON value; null for the value null. */
    public static @Nullable Object any(String json, Address address) {
        try {
            return JsonText.readAny(json.getBytes(StandardCharsets.UTF_8), "the answer of " + address);
        } catch (Failure notJson) {
            throw unexpected("it is not JSON", address).causedBy(notJson);
        }
    }

    private static Map<String, Object> object(String json, Address address) {
        if (!(any(json, address) instanceof UnknownFields object)) {
            throw unexpected("it is not a JSON object", address);
        }
        Map<String, Object> fields = new HashMap<>();
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (UnknownFields.Field field : object.fields()) {
            if (fields.put(field.name(), field.value()) != null) {
                throw unexpected("'" + field.name() + "' occurs twice", address);
            }
            ordered.put(field.name(), field.value());
        }
        return ordered;
    }

    private static List<?> list(Object value, String name, Address address) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw unexpected("'" + name + "' is not a list", address);
    }

    private static String number(@Nullable Object value, String name, Address address) {
        String text = String.valueOf(value);
        try {
            return U64.text(U64.parse(text));
        } catch (NumberFormatException noNumber) {
            throw unexpected("'" + name + "' is not a number", address);
        }
    }

    private static Failure unexpected(String why, Address address) {
        return Failure.of(ExitStatus.UNREACHABLE, "unexpected answer from the admin API")
                .at(address.toString())
                .because(why)
                .next("check that it listens there: its admin_api_address is 127.0.0.1:28002 by default");
    }
}
