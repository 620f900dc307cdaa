package io.metash.command.service;

import io.metash.client.AdminAnswers;
import io.metash.client.AdminClient;
import io.metash.output.PrettyJson;
import java.util.Map;

/** The features as reported by the admin API: {@code {"features":[…],"enabled":[…]}}. */
final class Features {
    private Features() {}

    /** The JSON over several lines. */
    static String pretty(String json, AdminClient api) {
        return PrettyJson.of(AdminAnswers.any(json, api.address()));
    }

    /** Each feature with whether it is on. */
    static Map<String, Boolean> of(String json, AdminClient api) {
        return AdminAnswers.features(json, api.address());
    }
}
