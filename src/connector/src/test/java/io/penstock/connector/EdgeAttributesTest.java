package io.penstock.connector;

import io.penstock.PenstockException;
import io.penstock.conformance.tool.EachSeed;
import io.penstock.conformance.tool.EdgeValues;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives channels attributes with values from the edges of every type: each is taken, or refused with one line that
 * names it. {@code -Dpenstock.seeds=N} tries more seeds.
 */
class EdgeAttributesTest {

    private static final int SEEDS = 3;
    private static final int VALUES = 30;

    /** A number that Java reads, and hardly anybody else. */
    private static final String FOREIGN = "\u0663";

    private static final List<String> STRANGE = List.of(
            "",
            " ",
            " 5 ",
            "+5",
            "0x10",
            "1e3",
            "0.5",
            "-0",
            "99999999999999999999",
            FOREIGN,
            "many",
            "P1Y",
            "PT",
            "5s",
            "P9223372036854775807D",
            "106751991167300d",
            "106751991167301d",
            "\u0663d",
            "1\u0663",
            "offset:9223372036854775808",
            "offset:-1",
            "1969-12-31T23:59:59Z",
            "a,,b",
            ",");

    private static final List<ConnectorAttribute> ATTRIBUTES =
            Arrays.asList(PenstockConnector.class.getAnnotationsByType(ConnectorAttribute.class));

    private static final List<String> WITH_DIGITS = List.of("int", "long", "double", "java.time.Duration");

    @Test
    void shouldTakeAValueOrNameTheAttributeThatIsWrong() {
        assertThat(PenstockConnector.class).hasAnnotation(Connector.class);
        assertThat(ATTRIBUTES).hasSizeGreaterThan(20);
        EachSeed.fromAnywhere(SEEDS, seed -> {
            System.out.println("Edges of values in attributes of channels, seed " + seed);
            var values = new EdgeValues(new Random(seed), InstantSource.system());
            var faults = new SoftAssertions();
            for (var attribute : ATTRIBUTES) {
                for (int i = 0; i < VALUES; i++) {
                    String value = value(attribute, values);
                    faults.assertThatCode(() -> configure(attribute, value)).doesNotThrowAnyException();
                }
            }
            faults.assertAll();
        });
    }

    private static String value(ConnectorAttribute attribute, EdgeValues values) {
        if (values.once(4)) {
            return values.of(STRANGE);
        }
        return switch (attribute.type()) {
            case "int", "long" -> String.valueOf(values.once(2) ? values.number() : values.large());
            case "double" -> String.valueOf(values.factor());
            case "boolean" -> values.once(2) ? "true" : values.text();
            case "java.time.Duration" -> values.duration().toString();
            default -> values.once(2) ? values.name() : values.text();
        };
    }

    private static void configure(ConnectorAttribute attribute, String value) {
        boolean isOutgoing = attribute.direction() == ConnectorAttribute.Direction.OUTGOING;
        try {
            if (isOutgoing) {
                ChannelConfig.outgoing("channel", attribute.name(), value);
            } else {
                ChannelConfig.incoming("channel", attribute.name(), value);
            }
            assertThat(value.contains(FOREIGN) && WITH_DIGITS.contains(attribute.type()))
                    .as("%s = '%s' is taken", attribute.name(), value)
                    .isFalse();
        } catch (PenstockException.InvalidConfiguration e) {
            assertThat(e.getMessage())
                    .as("%s = '%s'", attribute.name(), value)
                    .startsWith("Channel 'channel': ")
                    .contains(attribute.name().replaceAll("\\..*", ""))
                    .hasLineCount(1);
        } catch (IllegalArgumentException e) {
            // What cannot be read at all is refused by the reader of configuration, in its own words.
            assertThat(e.getMessage()).as("%s = '%s'", attribute.name(), value).contains(attribute.name());
        }
    }
}
