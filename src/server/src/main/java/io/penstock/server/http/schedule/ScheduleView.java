package io.penstock.server.http.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.MisfirePolicy;
import io.penstock.ScheduleState;
import io.penstock.ScheduleStatus;
import io.penstock.server.http.message.MessageView;
import io.penstock.server.http.request.Text;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Shows a schedule and its state. Of key and body, the form is set that shows them: text if they are UTF-8, else
 * base64.
 *
 * @param next absent while it is paused and after its last firing
 * @param status whether it fires, and if not, why
 * @param problem why it does not fire now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduleView(
        String name,
        String destination,
        String cron,
        String zone,
        Duration interval,
        Instant start,
        Instant end,
        MisfirePolicy misfire,
        String key,
        String keyBase64,
        String body,
        String bodyBase64,
        Map<String, Object> headers,
        ScheduleStatus status,
        boolean paused,
        Instant next,
        Instant last,
        long fired,
        long skipped,
        String problem) {

    /** Shows a schedule as somebody has set it, without what it has done. */
    static ScheduleView configured(ScheduleState state) {
        return of(state, false);
    }

    static ScheduleView of(ScheduleState state) {
        return of(state, true);
    }

    private static ScheduleView of(ScheduleState state, boolean hasProgress) {
        var schedule = state.schedule();
        var message = schedule.message();
        var key = Text.of(message.key());
        var body = Text.of(message.body());
        return new ScheduleView(
                schedule.name(),
                message.destination(),
                schedule.cron(),
                schedule.cron() == null ? null : schedule.zone().getId(),
                schedule.interval(),
                schedule.start(),
                schedule.end(),
                schedule.misfire(),
                key.text(),
                key.base64(),
                body.text(),
                body.base64(),
                MessageView.headers(message, name -> true),
                hasProgress ? state.status() : null,
                state.paused(),
                hasProgress ? state.next().orElse(null) : null,
                hasProgress ? state.last().orElse(null) : null,
                hasProgress ? state.fired() : 0,
                hasProgress ? state.skipped() : 0,
                hasProgress ? state.problem().orElse(null) : null);
    }
}
