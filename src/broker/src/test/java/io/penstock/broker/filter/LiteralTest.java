package io.penstock.broker.filter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Numbers as Java writes them, and the patterns of LIKE. */
class LiteralTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "57, 57",
        "57L, 57",
        "57l, 57",
        "1_000_000, 1000000",
        "9223372036854775807, 9223372036854775807",
        "3000000000, 3000000000",
        "0x1F, 31",
        "0Xff, 255",
        "0xFFL, 255",
        "0xFFFFFFFF, 4294967295",
        "0xFFFF_FFFF_FFFF_FFFF, -1",
        "0x1D, 29",
        "017, 15",
        "0_17, 15",
        "00, 0",
        "0L, 0",
        "01777777777777777777777, -1",
        "0b101, 5",
        "0B1L, 1"
    })
    void shouldReadExactNumbers(String literal, long expected) {
        assertThat(NumberLiteral.parse(literal, false)).isEqualTo(expected);
        assertThat(NumberLiteral.parse(literal, true)).isEqualTo(-expected);
    }

    @ParameterizedTest
    @CsvSource({
        "7., 7",
        ".5, 0.5",
        "95.7, 95.7",
        "7E3, 7000",
        "7e+3, 7000",
        "57.9E2, 5790",
        "7.e3, 7000",
        "7D, 7",
        "7.5d, 7.5",
        "1e-2, 0.01",
        "09.5, 9.5",
        "08e1, 80",
        "0.0, 0",
        "0e5, 0",
        "1_0.2_5, 10.25",
        "0x1p3, 8",
        "0x1.8p1, 3",
        "1.7976931348623157E308, 1.7976931348623157E308",
        "4.9E-324, 4.9E-324"
    })
    void shouldReadApproximateNumbers(String literal, double expected) {
        assertThat(NumberLiteral.parse(literal, false)).isEqualTo(expected);
        assertThat(NumberLiteral.parse(literal, true)).isEqualTo(-expected);
    }

    @ParameterizedTest
    @CsvSource({"7F, 7", "0.1f, 0.1", "1e2F, 100"})
    void shouldReadFloats(String literal, float expected) {
        assertThat(NumberLiteral.parse(literal, false)).isEqualTo(expected);
        assertThat(NumberLiteral.parse(literal, true)).isEqualTo(-expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "0x1_0000_0000_0000_0000",
                "02000000000000000000000",
                "09",
                "018",
                "0x",
                "0b",
                "0b2",
                "0xG",
                "1e",
                "1e+",
                "1e400",
                "1e-400",
                "1e40f",
                "1e-50f",
                "1__",
                "1_",
                "1_.5",
                "1._5",
                "0_x1",
                "0x_1",
                "1_L",
                "1_e5",
                "1.2.3",
                "12abc",
                "7LL",
                "7.5L",
                "0x1.8",
                "5days",
                "١"
            })
    void shouldRefuseWhatJavaRefuses(String literal) {
        assertThatThrownBy(() -> NumberLiteral.parse(literal, false)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest(name = "{0} LIKE {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            abc     | abc       | true
            abc     | ABC       | false
            abc     | ab        | false
            ab      | abc       | false
            abc     | a%        | true
            abc     | %c        | true
            abc     | %b%       | true
            abc     | %         | true
            abc     | %%        | true
            abc     | a%c       | true
            ac      | a%c       | true
            abd     | a%c       | false
            abcbc   | a%bc      | true
            aXbXc   | a%X%c     | true
            abc     | ___       | true
            abc     | __        | false
            abc     | ____      | false
            abc     | _b_       | true
            abc     | %_        | true
            abc     | _%        | true
            abc     | %_%_%_%   | true
            abc     | %_%_%_%_  | false
            a       | a%        | true
            a       | a%%       | true
            a       | a_        | false
            aab     | %ab       | true
            aaab    | %a_b      | true
            mississippi | m%iss%ip%i    | true
            mississippi | m%issip%iss%  | false
            a.c     | a.c       | true
            abc     | a.c       | false
            a*c     | a*c       | true
            (a)[b]  | (a)[b]    | true
            a😀c    | a_c       | true
            a😀c    | a__c      | false
            a😀c    | %😀%      | true
            😀😀    | _😀       | true
            100%    | 100!%     | true
            1000    | 100!%     | false
            a_b     | a!_b      | true
            axb     | a!_b      | false
            a!b     | a!!b      | true
            a!b     | a!b       | false
            ab      | a!b       | true
            _foo    | !_%       | true
            foo     | !_%       | false
            a%bc    | a!%%      | true
            """)
    void shouldMatchPatterns(String value, String pattern, boolean expected) {
        assertThat(LikePattern.compile(pattern, '!').matches(value)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            color LIKE 'bl%'                    | T
            color NOT LIKE 'bl%'                | F
            color LIKE 'BL%'                    | F
            color like '%''%'                   | F
            empty LIKE ''                       | T
            empty LIKE '%'                      | T
            empty LIKE '_'                      | F
            color LIKE '%%' ESCAPE '%'          | F
            underscored LIKE '__%' ESCAPE '_'   | T
            color LIKE 'b😀lue' ESCAPE '😀'     | T
            color LIKE 'b''lue' ESCAPE ''''     | T
            (color) LIKE 'blue'                 | T
            (color) IS NULL                     | F
            (Country) IN ('UK')                 | T
            """)
    void shouldMatchPatternsInFilters(String filter, char expected) {
        FilterCases.check(filter, expected);
    }
}
