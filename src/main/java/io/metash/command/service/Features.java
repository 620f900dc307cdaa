package io.metash.command.service;

import io.metash.catalog.IndentedJson;
import io.metash.client.AdminAnswers;
import io.metash.client.AdminClient;
import io.metash.output.Printable;
import java.util.Map;

/** Parses the features reported by the admin API: {@code {"features":[…],"enabled":[…]}}. */
final class Features {
    private Features() {}

    /** Formats the JSON over several lines. */
    static String pretty(String json, AdminClient api) {
        return new IndentedJson(Printable::json)
                .any(AdminAnswers.any(json, api.address()))
                .toString();
    }

    /** Maps each feature to whether it is enabled. */
    static Map<String, Boolean> of(String json, AdminClient api) {
        return AdminAnswers.features(json, api.address());
    }
}
