package dev.skerry.local.vectors.filter;

import com.google.protobuf.Timestamp;
import dev.skerry.local.vectors.point.Rejection;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Moments in payloads: RFC 3339, or without an offset (then UTC), or a date alone. */
final class Datetimes {
    private Datetimes() {}

    static Optional<Instant> parse(String text) {
        String iso =
                text.length() > 10 && text.charAt(10) == ' '
                        ? text.substring(0, 10) + "T" + text.substring(11)
                        : text;
        try {
            if (iso.length() == 10) {
                return Optional.of(LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            boolean offset =
                    iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            return Optional.of(
                    offset
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Instant of(Timestamp moment) {
        try {
            return Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos());
        } catch (DateTimeException | ArithmeticException e) {
            throw Rejection.badInput(
                    "datetime_range: " + moment.getSeconds() + " s is no moment in time");
        }
    }
}
