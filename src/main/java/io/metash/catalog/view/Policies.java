package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The policies of a store: network, password, masking and row access. */
public final class Policies {
    private final CatalogReader reader;
    private final List<Row> rows = new ArrayList<>();

    private Policies(CatalogReader reader) {
        this.reader = reader;
    }

    /**
     * A policy.
     *
     * @param tenant the tenant
     * @param kind {@code network}, {@code password}, {@code masking} or {@code row access}
     * @param name the name
     * @param rule a summary of the rule
     * @param tables the number of tables it applies to; empty for network and password policies
     * @param comment the comment
     * @param createdMs the creation time in milliseconds since the epoch; empty when not recorded
     */
    public record Row(
            String tenant,
            String kind,
            String name,
            String rule,
            OptionalLong tables,
            String comment,
            OptionalLong createdMs) {}

    /** Lists network, password, masking and row access policies, each by tenant and name. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        Policies policies = new Policies(reader);
        reader.each(
                "__fd_network_policies",
                entry -> policies.add("network", entry, entry.message(), OptionalLong.empty()));
        reader.each(
                "__fd_password_policies",
                entry -> policies.add("password", entry, entry.message(), OptionalLong.empty()));
        policies.byId("masking", "__fd_datamask", "__fd_mask_policy_apply_table_id");
        policies.byId("row access", "__fd_row_access_policy", "__fd_row_access_policy_apply_table_id");
        return policies.rows;
    }

    private void byId(String kind, String names, String applied) throws IOException {
        Map<String, Long> tables = new LinkedHashMap<>();
        reader.each(applied, entry -> tables.merge(entry.tenant() + "/" + entry.part("policy"), 1L, Long::sum));
        reader.each(names, entry -> {
            Optional<Long> id = entry.value().id();
            String text = CatalogReader.id(id.orElse(0L));
            Optional<StoredMessage> meta = Optional.empty();
            if (!id.isEmpty()) {
                meta = meta(kind, entry.tenant(), text);
            }
            long count = tables.getOrDefault(entry.tenant() + "/" + text, 0L);
            add(kind, entry, meta, OptionalLong.of(count));
        });
    }

    private Optional<StoredMessage> meta(String kind, String tenant, String id) throws IOException {
        Optional<CatalogReader.Entry> entry;
        if (kind.equals("masking")) {
            entry = reader.entry("__fd_datamask_by_id/{u:policy}", id);
        } else {
            entry = reader.entry("__fd_row_access_policy_by_id/{t}/{u:policy}", tenant, id);
        }
        return entry.flatMap(CatalogReader.Entry::message);
    }

    private void add(String kind, CatalogReader.Entry entry, Optional<StoredMessage> policy, OptionalLong tables) {
        rows.add(new Row(
                entry.tenant(),
                kind,
                entry.part("policy"),
                policy.map(Policies::rule).orElse(""),
                tables,
                policy.map(read -> read.text("comment")).orElse(""),
                policy.map(read -> CatalogReader.time(read, "create_on")).orElse(OptionalLong.empty())));
    }

    private static String rule(StoredMessage policy) {
        return switch (policy.type().name()) {
            case "NetworkPolicy" ->
                "allow " + addresses(policy.texts("allowed_ip_list")) + ", block "
                        + addresses(policy.texts("blocked_ip_list"));
            case "PasswordPolicy" ->
                policy.asText("min_length") + " to " + policy.asText("max_length") + " characters, at most "
                        + policy.asText("max_age_days") + " days old";
            case "DatamaskMeta" -> policy.text("body") + " -> " + policy.text("return_type");
            default -> policy.text("body");
        };
    }

    private static String addresses(List<String> list) {
        if (list.isEmpty()) {
            return "none";
        }
        return String.join(" ", list);
    }
}
