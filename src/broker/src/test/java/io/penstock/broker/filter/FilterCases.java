package io.penstock.broker.filter;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Evaluates filters on one set of values that holds every type. */
final class FilterCases {

    private static final Map<String, Object> VALUES = new HashMap<>();

    static {
        VALUES.put("t", true);
        VALUES.put("f", false);
        VALUES.put("byte7", (byte) 7);
        VALUES.put("short7", (short) 7);
        VALUES.put("int7", 7);
        VALUES.put("long7", 7L);
        VALUES.put("float7", 7f);
        VALUES.put("double7", 7d);
        VALUES.put("float01", 0.1f);
        VALUES.put("double01", 0.1d);
        VALUES.put("maxInt", Integer.MAX_VALUE);
        VALUES.put("maxLong", Long.MAX_VALUE);
        VALUES.put("minLong", Long.MIN_VALUE);
        VALUES.put("nan", Double.NaN);
        VALUES.put("minusZero", -0d);
        VALUES.put("text7", "7");
        VALUES.put("textTrue", "TRUE");
        VALUES.put("empty", "");
        VALUES.put("color", "blue");
        VALUES.put("JMSType", "car");
        VALUES.put("JMSPriority", 4);
        VALUES.put("JMSDeliveryMode", "PERSISTENT");
        VALUES.put("weight", 2501);
        VALUES.put("age", 17);
        VALUES.put("phone", "12993");
        VALUES.put("word", "lose");
        VALUES.put("underscored", "_foo");
        VALUES.put("Country", "UK");
        VALUES.put("odd", new StringBuilder("7"));
        VALUES.put("u7", new UntypedText("7"));
        VALUES.put("u75", new UntypedText("7.5"));
        VALUES.put("uMinus", new UntypedText("-1e3"));
        VALUES.put("uTrue", new UntypedText("True"));
        VALUES.put("uText", new UntypedText("seven"));
        VALUES.put("uHuge", new UntypedText("9223372036854775808"));
        VALUES.put("uHex", new UntypedText("0x7"));
        VALUES.put("uDate", new UntypedText("2026-01-02"));
        VALUES.put("uNaN", new UntypedText("NaN"));
        VALUES.put("uBlank7", new UntypedText(" 7"));
        VALUES.put("uLong", new UntypedText("7" + "0".repeat(UntypedText.MAX_NUMBER_CHARS)));
        VALUES.put("u07", new UntypedText("07"));
    }

    private FilterCases() {}

    /** @param expected T, F or U for unknown, of which only T matches and only F matches negated */
    static void check(String filter, char expected) {
        assertThat(Filter.parse(filter).matches(VALUES::get)).as(filter).isEqualTo(expected == 'T');
        assertThat(Filter.parse("NOT (" + filter + ")").matches(VALUES::get))
                .as("NOT (%s)", filter)
                .isEqualTo(expected == 'F');
    }
}
