package io.metash.upgrade;

import java.util.List;
import java.util.Optional;

/**
 * Completes deletes in transactions: since v1.1.32, programs write their {@code match_seq}, null when empty
 * (record-stream §8.2).
 */
final class Deletes {
    private Deletes() {}

    /** Adds the field to all deletes of a log line. */
    static void complete(StoreLine line) {
        line.value()
                .map(entry -> entry.object("payload"))
                .map(payload -> payload.object("Normal"))
                .map(normal -> normal.object("cmd"))
                .map(command -> command.object("Transaction"))
                .ifPresent(Deletes::complete);
    }

    private static void complete(JsonObject transaction) {
        for (String branch : List.of("if_then", "else_then")) {
            if (transaction.get(branch) instanceof List<?> operations) {
                operations.forEach(Deletes::complete);
            }
        }
    }

    private static void complete(Object operation) {
        Optional.ofNullable(operation instanceof JsonObject object ? object.object("request") : null)
                .map(request -> request.object("Delete"))
                .ifPresent(delete -> delete.addAfter("prev_value", "match_seq", JsonObject.Text.NULL));
    }
}
