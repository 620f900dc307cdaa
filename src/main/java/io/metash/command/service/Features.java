package io.metash.command.service;

import io.metash.client.AdminClient;
import io.metash.ndjson.JsonText;
import io.metash.output.PrettyJson;
import io.metash.record.UnknownFields;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the admin API says of features: {@code {"features":[…],"enabled":[…]}}. */
final class Features {
    private Features() {}

    /** The same over several lines. */
    static String pretty(String json, AdminClient api) {
        return PrettyJson.of(read(json, api));
    }

    /** Each feature with whether it is on. */
    static Map<String, Boolean> of(String json, AdminClient api) {
        Map<String, Boolean> all = new LinkedHashMap<>();
        UnknownFields object = (UnknownFields) read(json, api);
        for (UnknownFields.Field field : object.fields()) {
            for (Object name : (List<?>) field.value()) {
                all.merge((String) name, field.name().equals("enabled"), Boolean::logicalOr);
            }
        }
        return all;
    }

    private static Object read(String json, AdminClient api) {
        return JsonText.readAny(json.getBytes(StandardCharsets.UTF_8), "the answer of " + api.address());
    }
}
