package io.metash.catalog;

/** Kinds of objects that references lead to. */
public enum ObjectKind {
    /** A database, by id. */
    DATABASE("database", "__fd_database_by_id", true),
    /** A table, by id. */
    TABLE("table", "__fd_table_by_id", true),
    /** A procedure, by id. */
    PROCEDURE("procedure", "__fd_procedure_by_id", true),
    /** A masking policy, by id. */
    MASKING_POLICY("masking policy", "__fd_datamask_by_id", true),
    /** A row access policy, by id. */
    ROW_ACCESS_POLICY("row access policy", "__fd_row_access_policy_by_id", true),
    /** A database, by tenant and name. */
    DATABASE_NAME("database", "__fd_database", false),
    /** A role. */
    ROLE("role", "__fd_roles", false),
    /** A function. */
    FUNCTION("function", "__fd_udfs", false),
    /** A stage. */
    STAGE("stage", "__fd_stages", false),
    /** A connection. */
    CONNECTION("connection", "__fd_connection", false),
    /** A sequence. */
    SEQUENCE("sequence", "__fd_sequence", false),
    /** The counter of a sequence. */
    COUNTER("counter of the sequence", "__fd_sequence_storage", false),
    /** A network policy. */
    NETWORK_POLICY("network policy", "__fd_network_policies", false),
    /** A password policy. */
    PASSWORD_POLICY("password policy", "__fd_password_policies", false);

    private final String word;
    private final String prefix;
    private final boolean byId;

    ObjectKind(String word, String prefix, boolean byId) {
        this.word = word;
        this.prefix = prefix;
        this.byId = byId;
    }

    /** The name of the kind. */
    public String word() {
        return word;
    }

    /** The first segment of its key. */
    public String prefix() {
        return prefix;
    }

    /** Whether references use the id, the last segment of its key, rather than the name. */
    public boolean byId() {
        return byId;
    }
}
