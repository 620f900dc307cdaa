package io.metash.command.option;

import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.SessionPast;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Parses positions in a log: an index, a time, a time span before the last entry, or {@code latest}. */
public final class PointArguments {
    /** The word for the last applied entry. */
    public static final String LATEST = "latest";

    private PointArguments() {}

    /** The past of a session. */
    public static SessionPast past(Session session) throws IOException {
        return session.past().orElseThrow(() -> pastUnavailable(session));
    }

    private static Failure pastUnavailable(Session session) {
        if (!session.losses().isEmpty()) {
            return Failure.of(
                            ExitStatus.REFUSED,
                            "the session shows only the intact part of a damaged store, not earlier states")
                    .at(session.name())
                    .next("connect an older backup");
        }
        return Failure.of(ExitStatus.REFUSED, "a running service shows its present state only")
                .at(session.name())
                .next("export now.ndjson, then: connect now.ndjson, at INDEX");
    }

    /** Opens a session on the older backup for {@link SessionPast#base}. */
    public static Session base(CommandContext context, String word) throws IOException {
        Place place = Place.of(context, word);
        if (place.session() != null) {
            throw Failure.of(ExitStatus.USAGE, "--base takes an export file or a Raft directory")
                    .at(place.shown())
                    .next("export it first");
        }
        ConnectOptions options = ConnectOptions.standard().watched((r, b, t) -> {}, context.cancel());
        return place.open(options).session();
    }

    /** Parses an index. */
    public static long parse(String text, SessionPast past, Cancel cancel) throws IOException {
        if (text.equals(LATEST)) {
            return past.latest();
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            try {
                return U64.parse(text);
            } catch (NumberFormatException tooLarge) {
                throw none(text);
            }
        }
        return past.index(timeMs(text, past), cancel);
    }

    /** Parses a time, in milliseconds since the epoch. A time span counts back from the last entry. */
    public static long timeMs(String text, SessionPast past) {
        Long absolute = absoluteMs(text);
        if (absolute != null) {
            return absolute;
        }
        long span;
        try {
            span = TimeArguments.spanMs(text);
        } catch (Failure noSpan) {
            throw none(text).causedBy(noSpan);
        }
        Long last = past.latestTimeMs();
        if (last == null) {
            throw Failure.of(ExitStatus.NO, "no entry of this log has a time").next("at INDEX");
        }
        return last - span;
    }

    /** The time that a text names; null if it names none. */
    private static @Nullable Long absoluteMs(String text) {
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text.replace(' ', 'T')).toEpochMilli();
            }
            LocalDateTime time;
            if (text.length() == "2026-11-24".length()) {
                time = LocalDate.parse(text).atStartOfDay();
            } else {
                time = LocalDateTime.parse(text.replace(' ', 'T'));
            }
            return time.toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException noTime) {
            return null;
        }
    }

    private static Failure none(String text) {
        return Failure.of(ExitStatus.USAGE, "'" + text + "' is neither a log index nor a time")
                .next("at 123, at 2026-11-24T09:45:00Z, at 2h, or at latest");
    }
}
