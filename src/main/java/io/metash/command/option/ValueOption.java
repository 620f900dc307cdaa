package io.metash.command.option;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.SecretKeys;
import io.metash.catalog.SecretPolicy;
import io.metash.command.CommandContext;
import io.metash.output.Column;
import io.metash.output.ValueCell;
import io.metash.output.ValueCell.Form;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of every command that prints values: decoded or as bytes, with or without secrets. */
public final class ValueOption {
    @Option(names = "--show-secrets", description = "Shows secrets in values.")
    private boolean showSecrets;

    @Option(names = "--plain-keys", description = "Shows a description next to each key.")
    private boolean plainKeys;

    @ArgGroup
    private Bytewise bytewise = new Bytewise();

    /** The forms that are not decoded. */
    static final class Bytewise {
        @Option(names = "--raw", description = "Shows raw values: text, or base64.")
        private boolean raw;

        @Option(names = "--hex", description = "Shows values in hex digits.")
        private boolean hex;
    }

    /** Creates the options from values that a command parsed itself. */
    public static ValueOption of(boolean showSecrets, boolean plainKeys, boolean hex) {
        ValueOption option = new ValueOption();
        option.showSecrets = showSecrets;
        option.plainKeys = plainKeys;
        option.bytewise.hex = hex;
        return option;
    }

    /** The secret policy of a command without the other options. */
    public static SecretPolicy policy(CommandContext context, boolean showSecrets) {
        boolean shown = showSecrets
                || context.sessions().hasCurrent()
                        && context.state(context.session()).secretsShownForNanos() > 0;
        if (shown) {
            return SecretPolicy.SHOW;
        }
        return SecretPolicy.HIDE;
    }

    /** The secret policy. */
    public SecretPolicy policy(CommandContext context) {
        return policy(context, showSecrets);
    }

    /** The form of printed values. */
    public Form form() {
        if (bytewise.raw) {
            return Form.RAW;
        }
        if (bytewise.hex) {
            return Form.HEX;
        }
        return Form.DECODED;
    }

    /** Whether keys are explained. */
    public boolean plainKeys() {
        return plainKeys;
    }

    /** The columns of a table for people, with or without the value. */
    public List<Column> tableColumns() {
        List<Column> columns = new ArrayList<>(List.of(Column.id("seq"), Column.text("key")));
        if (plainKeys) {
            columns.add(Column.text("plain_key"));
        }
        columns.add(Column.text("value"));
        return columns;
    }

    /** The columns of a key with its value for programs; equal for all commands. */
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("key")));
        if (plainKeys) {
            columns.add(Column.text("plain_key"));
        }
        columns.addAll(List.of(
                Column.id("seq"),
                Column.time("proposed_at_ms"),
                Column.time("expire_at_ms"),
                Column.number("bytes"),
                Column.text("encoding"),
                Column.text("value")));
        return columns;
    }

    /** The cells of {@link #tableColumns}. */
    public List<@Nullable Object> tableCells(CommandContext context, Bytes key, Object keyCell, SeqV value) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(value.seq());
        cells.add(keyCell);
        if (plainKeys) {
            cells.add(plain(key));
        }
        cells.add(cell(context, key, value));
        return cells;
    }

    /** The cells of {@link #columns}; {@code value} is null if there is none. */
    public List<@Nullable Object> cells(CommandContext context, Bytes key, Object keyCell, @Nullable SeqV value) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(keyCell);
        if (plainKeys) {
            cells.add(plain(key));
        }
        if (value == null) {
            cells.addAll(Collections.nCopies(6, null));
            return cells;
        }
        KvMeta meta = value.meta();
        ValueCell cell = cell(context, key, value);
        cells.add(value.seq());
        cells.add(meta == null ? null : meta.proposedAtMs());
        cells.add(meta == null ? null : meta.expireAtMs());
        cells.add((long) value.data().length());
        cells.add(cell.encoding());
        cells.add(cell);
        return cells;
    }

    /** A cell with a value. */
    public ValueCell cell(CommandContext context, Bytes key, SeqV value) {
        return ValueCell.of(key, value.data(), form(), policy(context));
    }

    /** A description of a key in plain words. */
    public static String plain(Bytes key) {
        return CatalogKey.parse(SecretKeys.masked(key)).plain();
    }
}
