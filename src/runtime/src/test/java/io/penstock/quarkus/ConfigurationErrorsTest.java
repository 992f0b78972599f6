package io.penstock.quarkus;

import io.penstock.PenstockException;
import io.penstock.quarkus.alert.ConfiguredAlert;
import io.penstock.quarkus.alert.Webhooks;
import io.penstock.quarkus.config.Choices;
import io.penstock.quarkus.config.EdgeSettings;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.jms.ConfiguredJms;
import io.penstock.quarkus.security.AuditDestination;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is wrong with the configuration: each error is one line with the property, its value, and what can be. */
class ConfigurationErrorsTest {

    private static PenstockConfig config(String... properties) {
        var values = new HashMap<String, String>();
        for (var property : properties) {
            int end = property.indexOf('=');
            values.put(property.substring(0, end).strip(), property.substring(end + 1));
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withInterceptors(new Choices())
                .withMapping(PenstockConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PenstockConfig.class);
    }

    /** All that is read of it at the start, but for listeners, which have to be there. */
    private static void read(PenstockConfig config) {
        ConfiguredBroker.checkDrainTimeout(config);
        ConfiguredBroker.options(config);
        ConfiguredJms.options(config.jms());
        new ConfiguredDestinations(config.destinations());
        AuditDestination.of(config.security())
                .ifPresent(
                        topic -> topic.requireUndeclared(config.destinations().keySet()));
        config.schedules().forEach(ConfiguredSchedule::of);
        config.alerts().forEach(ConfiguredAlert::of);
        Webhooks.check(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`quarkus.penstock.data=  ` | '  ': name a directory.",
                "quarkus.penstock.drain-timeout=-1s | -1s: choose 0s to 1d.",
                "quarkus.penstock.drain-timeout=1000000000d | 1000000000d: choose 0s to 1d.",
                "quarkus.penstock.max-send-wait=-1s | -1s: choose 0s to 1d.",
                "quarkus.penstock.max-send-wait=25h | 25h: choose 0s to 1d.",
                "quarkus.penstock.max-message-size=0 | 0: choose 1 to 523200K.",
                "quarkus.penstock.max-message-size=1G | 1G: choose 1 to 523200K.",
                "quarkus.penstock.max-message-size=99999999999G | 99999999999G: choose 1 to 523200K.",
                "quarkus.penstock.journal.file-size=4M | 4M: choose 4224K to 1G. How much is needed depends on"
                        + " quarkus.penstock.max-message-size, which is 1M.",
                "quarkus.penstock.journal.file-size=0 | 0: choose 4224K to 1G.",
                "quarkus.penstock.journal.file-size=2G | 2G: choose 4224K to 1G.",
                "quarkus.penstock.journal.file-size=99999999999G | 99999999999G: choose 4224K to 1G.",
                "quarkus.penstock.journal.file-size=8000000 | 8000000: choose a multiple of 4K, such as 7816K.",
                "quarkus.penstock.journal.force-interval=0s | 0s: choose 1ms to 1m.",
                "quarkus.penstock.journal.force-interval=PT0.0001S | PT0.0001S: choose 1ms to 1m.",
                "quarkus.penstock.journal.force-interval=61s | 61s: choose 1ms to 1m.",
                "quarkus.penstock.journal.force-interval=1000000000d | 1000000000d: choose 1ms to 1m.",
                "quarkus.penstock.journal.min-free-space=99999999999G | 99999999999G: choose 0 to 9223372036854775807.",
                "quarkus.penstock.archive.young-files=-1 | -1: choose 0 to 10000.",
                "quarkus.penstock.archive.young-files=10001 | 10001: choose 0 to 10000.",
                "quarkus.penstock.archive.segment-size=0 | 0: choose 4K to 1G.",
                "quarkus.penstock.archive.segment-size=2G | 2G: choose 4K to 1G.",
                "quarkus.penstock.destinations.\"d\".partitions=0 | 0: choose 1 to 65536.",
                "quarkus.penstock.destinations.\"d\".partitions=-3 | -3: choose 1 to 65536.",
                "quarkus.penstock.destinations.\"d\".priorities=11 | 11: choose 1 to 10.",
                "quarkus.penstock.destinations.\"d\".deduplication=-1s | -1s: choose 0s to 7d.",
                "quarkus.penstock.destinations.\"d\".deduplication=8d | 8d: choose 0s to 7d.",
                "quarkus.penstock.destinations.\"d\".time-to-live=-1s | -1s: choose 0s to 3660d.",
                "quarkus.penstock.destinations.\"d\".time-to-live=1000000000d | 1000000000d: choose 0s to 3660d.",
                "quarkus.penstock.destinations.\"d\".retention.max-age=-1d | -1d: choose 0s to 36525d.",
                "quarkus.penstock.destinations.\"d\".retention.max-age=1000000000d | 1000000000d: choose 0s to 36525d.",
                "quarkus.penstock.destinations.\"d\".retention.tombstone-age=-1d | -1d: choose 0s to 36525d.",
                "quarkus.penstock.destinations.\"d\".retention.max-size=99999999999G | 99999999999G: choose 0 to",
                "quarkus.penstock.destinations.\"d\".limits.max-messages=-1 | -1: choose 0 to 9223372036854775807.",
                "quarkus.penstock.destinations.\"d\".limits.max-size=99999999999G | 99999999999G: choose 0 to",
                "quarkus.penstock.destinations.\"d\".limits.max-message-size=3G | 3G: choose 0 to 2147483647.",
                "quarkus.penstock.schedules.\"s\".every=0s | 0s: choose 1s to 3660d.",
                "quarkus.penstock.schedules.\"s\".every=-1h | -1h: choose 1s to 3660d.",
                "quarkus.penstock.schedules.\"s\".every=1000000000d | 1000000000d: choose 1s to 3660d.",
                "quarkus.penstock.schedules.\"s\".start=+100000-01-01T00:00:00Z | +100000-01-01T00:00:00Z: choose a time from"
                        + " 1970 to 9999, such as 2026-01-31T12:00:00Z.",
                "quarkus.penstock.schedules.\"s\".end=1960-01-01T00:00:00Z | 1960-01-01T00:00:00Z: choose a time from 1970 to"
                        + " 9999, such as 2026-01-31T12:00:00Z.",
                "quarkus.penstock.schedules.\"s\".start=soon | soon: choose a time from 1970 to 9999, such as",
                "quarkus.penstock.schedules.\"s\".zone=Mars/Olympus | Mars/Olympus: choose a time zone, such as UTC or",
                "quarkus.penstock.alerts.\"a\".more-dead-letters-than=-1 | -1: choose 0 to 10000.",
                "quarkus.penstock.alerts.\"a\".more-dead-letters-than=10001 | 10001: choose 0 to 10000.",
                "quarkus.penstock.alerts.\"a\".window=0s | 0s: choose 1s to 7d.",
                "quarkus.penstock.alerts.\"a\".window=8d | 8d: choose 1s to 7d.",
                "quarkus.penstock.alerts.\"a\".oldest-message-older-than=0s | 0s: choose 1s to 30d.",
                "quarkus.penstock.alerts.\"a\".oldest-message-older-than=31d | 31d: choose 1s to 30d.",
                "quarkus.penstock.alerts.\"a\".lag-above=-1 | -1: choose 0 to 1000000000000.",
                "quarkus.penstock.alerts.\"a\".no-consumer-for=500ms | 500ms: choose 1s to 30d.",
                "quarkus.penstock.alerts.\"a\".disk-above=0 | 0: choose 1 to 99.",
                "quarkus.penstock.alerts.\"a\".disk-above=100 | 100: choose 1 to 99.",
                "quarkus.penstock.security.audit.retention=-1d | -1d: choose 0s to 36525d.",
                "quarkus.penstock.security.audit.retention=1000000000d | 1000000000d: choose 0s to 36525d.",
                "quarkus.penstock.jms.trusted-classes=a b | a b: 'a b' names no trusted classes: use a class name",
            })
    void shouldNameThePropertyTheValueAndTheRange(String setting, String problem) {
        var property = setting.substring(0, setting.indexOf('='));
        var config = config(
                "quarkus.penstock.schedules.\"s\".destination=d",
                setting.startsWith("quarkus.penstock.schedules.\"s\".every")
                        ? "quarkus.penstock.data=."
                        : "quarkus.penstock.schedules.\"s\".every=1h",
                setting);

        assertThatThrownBy(() -> read(config))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith(property + " = " + problem)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "quarkus.penstock.destinations.\"a b\".kind=queue | quarkus.penstock.destinations.\"a b\": 'a b' is no valid destination"
                        + " name",
                "quarkus.penstock.destinations.\"d\".retention.max-age=1d | quarkus.penstock.destinations.\"d\": Invalid retention:"
                        + " cleanup = SETTLED keeps a message until it is settled",
                "quarkus.penstock.destinations.\"d\".limits.overflow=block | quarkus.penstock.destinations.\"d\": Invalid limits: overflow"
                        + " = BLOCK has no meaning without",
                "quarkus.penstock.destinations.\"d\".exchange.type=direct | quarkus.penstock.destinations.\"d\": kind = QUEUE, but"
                        + " properties that begin with 'exchange.' are set",
                "quarkus.penstock.schedules.\"s\".cron=0 * * * * ? | quarkus.penstock.schedules.\"s\".cron = 0 * * * * ?: and"
                        + " quarkus.penstock.schedules.\"s\".every = 1h: exactly one of them is needed.",
                "quarkus.penstock.alerts.\"a\".destinations=d | quarkus.penstock.alerts.\"a\" has 0 conditions: set exactly one",
                "quarkus.penstock.alerts.\"a\".lag-above=1 | quarkus.penstock.alerts.\"a\": Alert 'a': say which destinations",
                "quarkus.penstock.alerts.\"a b\".disk-above=1 | quarkus.penstock.alerts.\"a b\": 'a b' is no valid alert name",
                "quarkus.penstock.webhooks.\"w\".url=https://a | quarkus.penstock.webhooks.\"w\".secret (not shown): it has 0",
                "quarkus.penstock.webhooks.\"w\".url=https://u:p@a/ | quarkus.penstock.webhooks.\"w\".url (not shown): it has a"
                        + " user",
                "quarkus.penstock.webhooks.\"w\".url=ftp://a/ | quarkus.penstock.webhooks.\"w\".url (not shown): it does not"
                        + " begin with http://",
                "quarkus.penstock.webhooks.\"w\".url=https:/a | quarkus.penstock.webhooks.\"w\".url (not shown): it has no valid"
                        + " host",
                "quarkus.penstock.webhooks.\"w\".secret=x | quarkus.penstock.webhooks.\"w\".url (not shown): it does not begin",
                "quarkus.penstock.webhooks.\"a b\".url=x | quarkus.penstock.webhooks.\"a b\": the name of a webhook has 1 to",
                "quarkus.penstock.schedules.\"a b\".destination=d | quarkus.penstock.schedules.\"a b\".cron = (not set): and",
            })
    void shouldNameTheEntryWhoseValuesDoNotFitTogether(String setting, String message) {
        var config = config(
                "quarkus.penstock.schedules.\"s\".destination=d", "quarkus.penstock.schedules.\"s\".every=1h", setting);

        assertThatThrownBy(() -> read(config))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith(message)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "106751991167301D, more than 106751991167300d",
        "99999999999999999999s, more than 106751991167300d",
        "P106751991167301D, more than 106751991167300d",
        "9223372036854775808, more than 106751991167300d",
        "-106751991167301D, less than -106751991167300d",
    })
    void shouldNamePropertyAndRangeOfADurationThatIsTooLongToBeComputed(String value, String said) {
        assertThatThrownBy(() -> read(config("quarkus.penstock.drain-timeout=" + value)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("quarkus.penstock.drain-timeout = " + said + ": choose 0s to 1d.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.penstock.archive.young-files",
                "quarkus.penstock.metrics.limit",
                "quarkus.penstock.destinations.\"d\".partitions",
                "quarkus.penstock.destinations.\"d\".priorities",
                "quarkus.penstock.destinations.\"d\".limits.max-messages",
                "quarkus.penstock.jms.mdb.\"a.B\".max-session",
                "quarkus.penstock.listeners.\"l\".concurrency",
                "quarkus.penstock.listeners.\"l\".max-deliveries",
                "quarkus.penstock.listeners.\"l\".dead-letter.alert.more-than",
            })
    void shouldTakeNumbersOfTheDigits0To9Alone(String property) {
        assertThatThrownBy(() -> config(property + "=\u0663"))
                .hasMessageContaining(property)
                .hasMessageContaining("is no whole number of the digits 0 to 9");
        config(property + "= 3 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quarkus.penstock.durability | sync, os or memory",
                "quarkus.penstock.destinations.\"a.b\".kind | queue, topic or exchange",
                "quarkus.penstock.destinations.\"a.b\".compression | none, lz4 or zstd",
                "quarkus.penstock.destinations.\"a.b\".retention.cleanup | settled, delete or compact",
                "quarkus.penstock.destinations.\"a.b\".limits.overflow | reject, block or discard-oldest",
                "quarkus.penstock.destinations.\"a.b\".exchange.type | direct, fanout, pattern or headers",
                "quarkus.penstock.destinations.\"a.b\".exchange.unroutable | reject or discard",
                "quarkus.penstock.destinations.\"a.b\".exchange.bindings[0].match | all or any",
                "quarkus.penstock.schedules.\"a.b\".misfire | fire-once, skip or fire-all",
                "quarkus.penstock.listeners.\"a.b\".ordering | none, key, group or partition",
                "quarkus.penstock.engine | embedded, remote or kafka",
                "quarkus.penstock.kafka.role | auto or client",
                "quarkus.penstock.listeners.\"a.b\".dead-letter.policy | queue or discard",
            })
    void shouldNameThePropertyTheValueAndTheChoices(String property, String choices) {
        assertThatThrownBy(() -> config(
                        "quarkus.penstock.schedules.\"a.b\".destination=d",
                        "quarkus.penstock.destinations.\"a.b\".exchange.bindings[0].destination=d",
                        property + "=often"))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessage("Configuration validation failed:\n\t" + property + " = often: choose " + choices + ".");
    }

    @Test
    void shouldKnowTheChoicesOfAllPropertiesThatHaveSome() {
        var properties = EdgeSettings.of("quarkus.penstock", PenstockConfig.class).stream()
                .filter(property -> property.type().isEnum())
                .toList();
        assertThat(properties).hasSize(13).allSatisfy(property -> {
            for (var constant : property.type().getEnumConstants()) {
                assertThatCode(() -> configWith(property, constant.toString())).doesNotThrowAnyException();
                assertThatCode(() -> configWith(property, dashed(constant))).doesNotThrowAnyException();
            }
            assertThatThrownBy(() -> configWith(property, "often"))
                    .hasMessageContaining("\n\t" + property.name() + " = often: choose ");
        });
    }

    private static String dashed(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static PenstockConfig configWith(EdgeSettings.Property property, String value) {
        return config(
                "quarkus.penstock.schedules.\"d0\".destination=d",
                "quarkus.penstock.destinations.\"d0\".exchange.bindings[0].destination=d",
                property.name() + "=" + value);
    }

    /** What cannot be read at all is refused by the reader of configuration, in its own words. */
    @ParameterizedTest
    @CsvSource({
        "quarkus.penstock.journal.file-size, large, '[0-9]+[BbKkMmGgTtPpEeZzYy]?'",
        "quarkus.penstock.journal.file-size, -1, '[0-9]+[BbKkMmGgTtPpEeZzYy]?'",
        "quarkus.penstock.drain-timeout, soon, soon",
        "quarkus.penstock.archive.young-files, many, many",
        "quarkus.penstock.data, '', empty",
    })
    void shouldNameThePropertyAndTheValueOfWhatCannotBeRead(String property, String value, String says) {
        assertThatThrownBy(() -> config("quarkus.penstock.schedules.\"s\".destination=d", property + "=" + value))
                .hasMessageContaining(property)
                .hasMessageContaining(value)
                .hasMessageContaining(says);
    }

    @Test
    void shouldSayInOneLineWhateverTheValueIs() {
        assertThatThrownBy(() -> read(config("quarkus.penstock.jms.trusted-classes=a\n\u001b[31m")))
                .hasMessageStartingWith("quarkus.penstock.jms.trusted-classes = a\\u{a}\\u{1b}[31m: ")
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @Test
    void shouldTakeTheSmallestFilesThatTheErrorsName() {
        var options = ConfiguredBroker.options(config("quarkus.penstock.journal.file-size=4224K"));
        assertThat(options.log().journal().fileBytes()).isEqualTo(4224 << 10);

        var small = ConfiguredBroker.options(
                config("quarkus.penstock.max-message-size=64K", "quarkus.penstock.journal.file-size=2304K"));
        assertThat(small.maxMessageBytes()).isEqualTo(64 << 10);
        assertThatThrownBy(() -> ConfiguredBroker.options(
                        config("quarkus.penstock.max-message-size=64K", "quarkus.penstock.journal.file-size=2300K")))
                .hasMessageContaining("choose 2304K to 1G");
        var large = ConfiguredBroker.options(
                config("quarkus.penstock.max-message-size=523200K", "quarkus.penstock.journal.file-size=1G"));
        assertThat(large.maxMessageBytes()).isEqualTo(523_200 << 10);
    }

    @Test
    void shouldReadTheDefaults() {
        var options = ConfiguredBroker.options(config());
        assertThat(options.maxMessageBytes()).isEqualTo(1 << 20);
        assertThat(options.log().journal().maxFrameBytes()).isEqualTo(16 << 20);
        read(config());
        assertThat(Map.of()).isEqualTo(config().destinations());
    }

    @Test
    void shouldRefuseATopicOfTheAuditThatIsDeclaredElsewhereOrHasNoGoodName() {
        assertThatThrownBy(() -> read(config(
                        "quarkus.penstock.security.audit.topic=audit",
                        "quarkus.penstock.destinations.\"audit\".kind=topic")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith(
                        "quarkus.penstock.security.audit.topic = audit: quarkus.penstock.destinations.\"audit\"");
        assertThatThrownBy(() -> read(config("quarkus.penstock.security.audit.topic=" + "x".repeat(1_000))))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("quarkus.penstock.security.audit.topic: ");
    }
}
