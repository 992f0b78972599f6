package io.penstock.broker.filter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What filters are true, false or unknown for: section 3.8 of the specification, line by line. */
class FilterTest {

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            JMSType = 'car' AND color = 'blue' AND weight > 2500 | T
            age BETWEEN 15 AND 19                  | T
            age NOT BETWEEN 15 AND 19              | F
            Country IN ('UK', 'US', 'France')      | T
            Country NOT IN ('UK', 'US', 'France')  | F
            Country IN ('Peru')                    | F
            phone LIKE '12%3'                      | T
            phone NOT LIKE '12%3'                  | F
            word LIKE 'l_se'                       | T
            underscored LIKE '\\_%' ESCAPE '\\'    | T
            color LIKE '\\_%' ESCAPE '\\'          | F
            prop_name IS NULL                      | T
            prop_name IS NOT NULL                  | F
            text7 > 1                              | F
            JMSDeliveryMode = 'PERSISTENT'         | T
            JMSDeliveryMode = 'NON_PERSISTENT'     | F
            JMSPriority >= 4                       | T
            """)
    void shouldAnswerTheExamplesOfTheSpecification(String filter, char expected) {
        FilterCases.check(filter, expected);
    }

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(delimiter = '|', textBlock = """
            t AND t | T
            t AND f | F
            t AND u | U
            f AND t | F
            f AND f | F
            f AND u | F
            u AND t | U
            u AND f | F
            u AND u | U
            t OR t  | T
            t OR f  | T
            t OR u  | T
            f OR t  | T
            f OR f  | F
            f OR u  | U
            u OR t  | T
            u OR f  | U
            u OR u  | U
            NOT t   | F
            NOT f   | T
            NOT u   | U
            NOT NOT t       | T
            t AND u AND f   | F
            t AND u AND t   | U
            f OR u OR t     | T
            f OR u OR f     | U
            TRUE            | T
            false           | F
            """)
    void shouldFollowTheTruthTables(String filter, char expected) {
        FilterCases.check(filter, expected);
    }

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(delimiter = '|', textBlock = """
            t OR t AND f            | T
            (t OR t) AND f          | F
            f AND f OR t            | T
            f AND (f OR t)          | F
            NOT f AND f             | F
            NOT (f AND f)           | T
            NOT t OR t              | T
            NOT int7 = 8            | T
            2 + 3 * 4 = 14          | T
            (2 + 3) * 4 = 20        | T
            20 - 3 - 4 = 13         | T
            20 - (3 - 4) = 21       | T
            100 / 5 * 2 = 40        | T
            100 / (5 * 2) = 10      | T
            7 / 2 * 2.0 = 6.0       | T
            -2 * 3 = -6             | T
            2 - -3 = 5              | T
            2--3 = 5                | T
            - - 3 = 3               | T
            -+-int7 = 7             | T
            -int7 + 8 = 1           | T
            2*-3 = -6               | T
            int7 + 1 > 3 AND int7 - 1 < 7        | T
            int7 BETWEEN 1 + 1 AND 2 * 4 AND t   | T
            int7 BETWEEN 8 AND 9 OR t            | T
            1 < 2 = TRUE            | T
            1 = 2 = FALSE           | T
            (1 > 2) = (3 > 4)       | T
            (1 > 2) <> (3 < 4)      | T
            (u) = TRUE              | U
            ((((int7)))) = ((7))    | T
            """)
    void shouldRespectPrecedenceAndEvaluateFromLeftToRight(String filter, char expected) {
        FilterCases.check(filter, expected);
    }

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            byte7 = 7       | T
            short7 = 7      | T
            int7 = 7        | T
            long7 = 7       | T
            float7 = 7      | T
            double7 = 7     | T
            byte7 = double7 | T
            int7 = 7.0      | T
            7 = int7        | T
            int7 <> 7       | F
            int7 <> 8       | T
            int7 < 7        | F
            int7 <= 7       | T
            int7 > 6.9      | T
            int7 >= 7       | T
            int7 >= 7.01    | F
            double01 = 0.1  | T
            float01 = 0.1   | F
            float01 = 0.1F  | T
            float01 = 0.1D  | F
            nan = nan       | F
            nan <> nan      | T
            minusZero = 0   | T
            maxLong = 9223372036854775807   | T
            minLong = -9223372036854775808  | T
            minLong < -9223372036854775807  | T
            maxLong > 9223372036854775806   | T
            color = 'blue'  | T
            'blue' = color  | T
            color = 'Blue'  | F
            color <> 'Blue' | T
            color = 'blue ' | F
            empty = ''      | T
            'a' = 'a'       | T
            'a''b' = 'a''b' | T
            '''' = ''''     | T
            '' = ''''       | F
            t = TRUE        | T
            t = false       | F
            t <> FALSE      | T
            TRUE = t        | T
            t               | T
            f               | F
            """)
    void shouldCompareValuesOfLikeTypes(String filter, char expected) {
        FilterCases.check(filter, expected);
    }

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            text7 = 7           | F
            text7 <> 7          | F
            text7 < 8           | F
            int7 = '7'          | F
            int7 <> '7'         | F
            textTrue = TRUE     | F
            textTrue <> TRUE    | F
            t = 1               | F
            t = 'true'          | F
            color > text7       | F
            color < text7       | F
            color >= color      | F
            t > f               | F
            t >= t              | F
            odd = 7             | F
            odd = '7'           | F
            odd <> '7'          | F
            odd IS NOT NULL     | T
            color BETWEEN 1 AND 2       | F
            color NOT BETWEEN 1 AND 2   | F
            int7 IN ('7')       | F
            int7 NOT IN ('7')   | F
            t NOT IN ('true')   | F
            NOT (int7 NOT IN ('7'))     | T
            t IN ('true')       | F
            int7 LIKE '7'       | F
            int7 NOT LIKE '7'   | F
            t LIKE '%'          | F
            color               | U
            int7                | U
            textTrue            | U
            odd                 | U
            text7 + 1 = 8       | U
            t + 1 = 2           | U
            -text7 = -7         | U
            +color = 1          | U
            odd + 1 = 8         | U
            """)
    void shouldCompareValuesOfUnlikeTypesAsFalseAndCalculateWithThemAsUnknown(String filter, char expected) {
        FilterCases.check(filter, expected);
    }

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            u = 1               | U
            u <> 1              | U
            u > 1               | U
            1 < u               | U
            u = u               | U
            u = 'a'             | U
            u = TRUE            | U
            u                   | U
            u + 1 = 1           | U
            1 + u = 1           | U
            1 + 2 * u = 1       | U
            -u = 1              | U
            u IS NULL           | T
            u IS NOT NULL       | F
            color IS NULL       | F
            color is not null   | T
            u IN ('a')          | U
            u NOT IN ('a')      | U
            u LIKE '%'          | U
            u NOT LIKE '%'      | U
            u BETWEEN 1 AND 2       | U
            u NOT BETWEEN 1 AND 2   | U
            int7 BETWEEN u AND 9    | U
            int7 BETWEEN u AND 6    | F
            int7 BETWEEN 1 AND u    | U
            int7 BETWEEN 8 AND u    | F
            int7 NOT BETWEEN u AND 9    | U
            int7 NOT BETWEEN u AND 6    | T
            int7 NOT BETWEEN 1 AND u    | U
            int7 NOT BETWEEN 8 AND u    | T
            (u IS NULL) = TRUE  | T
            (u > 1) = TRUE      | U
            """)
    void shouldTreatWhatIsNotThereAsUnknown(String filter, char expected) {
        FilterCases.check(filter, expected);
    }

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(delimiter = '|', textBlock = """
            7 / 2 = 3               | T
            7 / 2.0 = 3.5           | T
            -7 / 2 = -3             | T
            int7 / double7 = 1.0    | T
            int7 * 2 = 14           | T
            maxInt + 1 = 2147483648 | T
            maxInt + maxInt = 4294967294    | T
            maxLong + 1 = minLong   | T
            minLong / -1 = minLong  | T
            -minLong = minLong      | T
            1 / 0 = 1               | U
            1 / 0 <> 1              | U
            int7 / (7 - int7) > 0   | U
            1 / 0 + 1 = 1           | U
            t OR 1 / 0 = 1          | T
            1.0 / 0 > maxLong       | T
            1 / 0.0 > 0             | T
            0 / 0.0 = 0             | F
            0 / 0.0 <> 0            | T
            float01 * float01 = 0.010000001F    | T
            float01 * 1 = 0.1F      | T
            float01 + 0.0 = 0.1     | F
            float01 - float01 = 0   | T
            float01 / float7 = 0.014285714F     | T
            -float01 = -0.1F        | T
            -double01 = -0.1        | T
            0.1 + 0.2 = 0.3         | F
            3 - 1.5 = 1.5           | T
            """)
    void shouldCalculateAsJavaDoes(String filter, char expected) {
        FilterCases.check(filter, expected);
    }

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            u7 = 7              | T
            u7 = 7.0            | T
            u7 = '7'            | T
            u7 = '7.0'          | F
            7 = u7              | T
            u7 <> 7             | F
            u7 <> 8             | T
            u7 > 3              | T
            u7 > 30             | F
            u75 > 7             | T
            u75 = 7.5           | T
            uMinus = -1000      | T
            u7 < u75            | T
            u7 = u7             | T
            u7 = u07            | F
            u07 = 7             | T
            u7 = int7           | T
            u7 = text7          | T
            u7 + 1 = 8          | T
            -u7 = -7            | T
            u7 BETWEEN 7 AND 8  | T
            u7 BETWEEN u7 AND u75   | T
            u7 IN ('7')         | T
            u7 LIKE '7'         | T
            u7 = TRUE           | F
            uTrue = TRUE        | T
            uTrue <> FALSE      | T
            TRUE = uTrue        | T
            uTrue = 'True'      | T
            uTrue = 'true'      | F
            uTrue = t           | T
            uTrue               | T
            u7                  | U
            uText = 7           | F
            uText <> 7          | F
            uText > 7           | F
            uText = 'seven'     | T
            uText + 1 = 8       | U
            uText = TRUE        | F
            uText               | U
            uText > u7          | F
            uHuge > maxLong     | F
            uHuge >= maxLong    | T
            uHex = 7            | F
            uDate > 2025        | F
            uNaN <> 7           | F
            uBlank7 = 7         | F
            uLong > 7           | F
            u7 = odd            | F
            u7 IS NULL          | F
            """)
    void shouldTakeUntypedTextForWhatItIsComparedWith(String filter, char expected) {
        FilterCases.check(filter, expected);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"and", "AND", "And", "aNd"})
    void shouldReadReservedWordsInAnyCase(String and) {
        FilterCases.check("t " + and + " true " + and + " int7 between 1 " + and + " 9", 'T');
    }

    @Test
    void shouldTellIdentifiersApartByCase() {
        assertThat(Filter.parse("Color = 1").matches(name -> name.equals("Color") ? 1 : 2))
                .isTrue();
        assertThat(Filter.parse("color = 1").matches(name -> name.equals("Color") ? 1 : 2))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_",
                "$",
                "a1",
                "größe",
                "_$9",
                "Null_",
                "ıs",
                "日本",
                "\uD835\uDC9C",
                "JMSXGroupID",
                "JMS_vendor",
                "jmsType",
                "JmsPriority",
                "JMSType",
                "JMSCorrelationID",
                "JMSMessageID",
                "JMSTimestamp",
                "penstock_key"
            })
    void shouldTakeEveryJavaIdentifier(String name) {
        var filter = Filter.parse(name + " = 7");

        assertThat(filter.matches(asked -> asked.equals(name) ? 7 : null)).isTrue();
    }

    @Test
    void shouldTakeTheWhiteSpaceOfJava() {
        FilterCases.check("\t\n\r\fint7 \n=\t7\f", 'T');
        FilterCases.check("int7=7AND".replace("AND", " AND(t)OR(f)"), 'T');
    }

    @Test
    void shouldAskForNoMoreThanNeeded() {
        assertThat(Filter.parse("FALSE AND x").matches(FilterTest::fail)).isFalse();
        assertThat(Filter.parse("TRUE OR x").matches(FilterTest::fail)).isTrue();
        assertThat(Filter.parse("1 NOT BETWEEN 2 AND x").matches(FilterTest::fail))
                .isTrue();
    }

    private static Object fail(String identifier) {
        throw new AssertionError("asked for " + identifier);
    }
}
