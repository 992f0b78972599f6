package io.penstock.quarkus;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.quarkus.PenstockConfig.ScheduleConfig;

/** A schedule as configuration names it. */
final class ConfiguredSchedule {

    private ConfiguredSchedule() {}

    /** @throws PenstockException.InvalidConfiguration if it cannot be; the message names the property */
    static Schedule of(String name, ScheduleConfig config) {
        try {
            var message = Message.to(config.destination())
                    .key(config.key().orElse(null))
                    .body(config.body().orElse(null));
            config.headers().forEach(message::header);
            return new Schedule(
                    name,
                    message.build(),
                    config.cron().orElse(null),
                    config.zone(),
                    config.every().orElse(null),
                    config.start().orElse(null),
                    config.end().orElse(null),
                    config.misfire());
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration("penstock.schedules.\"" + name + "\": " + e.getMessage());
        }
    }
}
