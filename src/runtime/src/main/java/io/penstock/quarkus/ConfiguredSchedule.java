package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.quarkus.config.PenstockConfig.ScheduleConfig;
import io.penstock.quarkus.config.Setting;
import org.jboss.logging.Logger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/** A schedule that configuration declares. */
record ConfiguredSchedule(Schedule schedule) {

    private static final Logger LOG = Logger.getLogger(ConfiguredSchedule.class);

    /**
     * Checks the settings of a schedule and makes the schedule from them.
     *
     * @throws PenstockException.InvalidConfiguration if a setting is invalid; the message names the property
     */
    static ConfiguredSchedule of(String name, ScheduleConfig config) {
        var setting = setting(name);
        config.every()
                .ifPresent(
                        interval -> setting.of("every").within(interval, Schedule.MIN_INTERVAL, Schedule.MAX_INTERVAL));
        var zone = zone(setting.of("zone"), config.zone());
        var start = config.start().map(text -> time(setting.of("start"), text)).orElse(null);
        var end = config.end().map(text -> time(setting.of("end"), text)).orElse(null);
        if (start != null && end != null && !start.isBefore(end)) {
            throw setting.of("start").wrong(start, "it is not before the end, which is " + end + ".");
        }
        if (config.cron().isPresent() == config.every().isPresent()) {
            throw setting.of("cron")
                    .wrong(
                            config.cron().orElse("(not set)"),
                            "and " + setting.of("every").property() + " = "
                                    + config.every().map(Setting::text).orElse("(not set)")
                                    + ": exactly one of them is needed.");
        }
        try {
            var message = Message.to(config.destination())
                    .key(config.key().orElse(null))
                    .body(config.body().orElse(null));
            config.headers().forEach(message::header);
            return new ConfiguredSchedule(Schedule.builder(name, message.build())
                    .cron(config.cron().orElse(null))
                    .zone(zone)
                    .interval(config.every().orElse(null))
                    .start(start)
                    .end(end)
                    .misfire(config.misfire())
                    .build());
        } catch (PenstockException.InvalidConfiguration | PenstockException.InvalidMessage e) {
            throw setting.wrong(e);
        }
    }

    private static Setting setting(String name) {
        return Setting.entry("quarkus.penstock.schedules", name);
    }

    private static ZoneId zone(Setting setting, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw setting.wrong(text, "choose a time zone, such as UTC or Europe/Berlin.");
        }
    }

    private static Instant time(Setting setting, String text) {
        try {
            var time = Instant.parse(text);
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(Schedule.MAX_TIME)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Text that is no time is refused below, like a time out of range.
        }
        throw setting.wrong(text, "choose a time from 1970 to 9999, such as 2026-01-31T12:00:00Z.");
    }

    /**
     * Declares the schedule, and a queue for its messages if their destination does not exist. A schedule whose end has
     * passed is skipped with a warning: an application must not fail to start only because time has gone by.
     *
     * @throws PenstockException.InvalidConfiguration if the broker refuses it; the message names the property
     */
    void declare(Broker broker) {
        declareDestination(broker);
        try {
            broker.schedule(schedule);
        } catch (PenstockException.InvalidConfiguration e) {
            if (!hasEnded()) {
                throw refused(e);
            }
            passOver(broker, e);
        } catch (PenstockException.InvalidMessage
                | PenstockException.MessageTooLarge
                | PenstockException.UnknownDestination e) {
            throw refused(e);
        }
    }

    private PenstockException refused(PenstockException refusal) {
        var setting = setting(schedule.name());
        boolean isCron = schedule.cron() != null && refusal.getMessage().contains("cron = ");
        return isCron ? setting.of("cron").wrong(schedule.cron(), refusal.getMessage()) : setting.wrong(refusal);
    }

    private boolean hasEnded() {
        return schedule.end() != null
                && !schedule.end().isAfter(InstantSource.system().instant());
    }

    private void passOver(Broker broker, PenstockException refusal) {
        var setting = setting(schedule.name());
        // A schedule that was declared with another end would go on against the present configuration.
        boolean existed = broker.schedules().find(schedule.name()).isPresent();
        if (existed) {
            broker.schedules().cancel(schedule.name());
        }
        LOG.warnf(
                "%s = %s has passed: the schedule '%s' %s. Remove it from the configuration, or choose a later end."
                        + " (%s)",
                setting.of("end").property(),
                schedule.end(),
                schedule.name(),
                existed ? "was cancelled" : "is not declared",
                refusal.getMessage());
    }

    private void declareDestination(Broker broker) {
        var setting = setting(schedule.name()).of("destination");
        var name = schedule.message().destination();
        try {
            if (broker.destination(name).isEmpty()) {
                broker.declare(Destination.queue(name).build());
                LOG.infof(
                        "Declared the queue '%s', which nothing but %s names. If another one is meant, mend that; if a"
                                + " topic is, say so by penstock.destinations.\"%s\".kind.",
                        name, setting.property(), name);
            }
        } catch (PenstockException.InvalidConfiguration e) {
            throw setting.wrong(name, e.getMessage());
        }
    }
}
