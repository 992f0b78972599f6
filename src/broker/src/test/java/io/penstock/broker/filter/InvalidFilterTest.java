package io.penstock.broker.filter;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What is no filter, where it is wrong, and what is said about it. */
class InvalidFilterTest {

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a =                     | 3  | expected an identifier, a literal or '(', found the end
            = 1                     | 0  | expected an identifier, a literal or '(', found '='
            a = = 1                 | 4  | expected an identifier, a literal or '(', found '='
            a = 1 AND               | 9  | found the end
            a = 1 AND OR b = 2      | 10 | found OR
            AND a                   | 0  | found AND
            a b                     | 2  | expected an operator or the end, found the identifier b
            a = 1 b = 2             | 6  | expected an operator or the end
            a = 1)                  | 5  | expected an operator or the end, found ')'
            (a = 1                  | 6  | expected ')', found the end
            ()                      | 1  | found ')'
            a = NOT b               | 4  | found NOT
            NOT                     | 3  | found the end
            a NOT                   | 5  | expected BETWEEN, IN or LIKE after NOT
            a NOT = 1               | 6  | expected BETWEEN, IN or LIKE after NOT
            a NOT IS NULL           | 6  | expected BETWEEN, IN or LIKE after NOT
            a == 1                  | 3  | found '='
            a != 1                  | 2  | unequal is <>
            a => 1                  | 3  | found '>'
            a >< 1                  | 3  | found '<'
            a && b                  | 2  | U+0026
            a = 'x                  | 4  | no closing quote
            a = 'x''                | 4  | no closing quote
            a; b                    | 1  | U+003B
            a # b                   | 2  | U+0023
            a = 1 -- a comment      | 11 | found the identifier comment
            a = 1 /* b */           | 7  | found '*'
            a.b = 1                 | 1  | '.' U+002E
            a-b                     | 0  | expected a condition, found a number
            a % 2 = 0               | 2  | U+0025
            a , b                   | 2  | expected an operator or the end, found ','
            """)
    void shouldRefuseWhatIsNotInTheGrammar(String filter, int position, String expected) {
        assertRefused(filter, position, expected);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            5 + 3                   | 0  | expected a condition, found a number
            5                       | 0  | expected a condition, found a number
            'abc'                   | 0  | expected a condition, found a string
            -a                      | 0  | expected a condition, found a number
            a AND 5                 | 6  | expected a condition, found a number
            5 AND a                 | 0  | expected a condition, found a number
            a OR 'x'                | 5  | expected a condition, found a string
            NOT 5                   | 4  | expected a condition, found a number
            NOT (a + 1)             | 4  | expected a condition, found a number
            a + 'x' = 1             | 4  | expected a number or an identifier beside '+', found a string
            'x' + a = 1             | 0  | found a string
            a * TRUE = 1            | 4  | found a condition
            (a = 1) / 2 = 1         | 0  | found a condition
            -'x' = 1                | 1  | found a string
            +TRUE = 1               | 1  | found a condition
            5 = 'a'                 | 4  | expected a number or an identifier beside '=', found a string
            'a' <> 5                | 7  | expected a string or an identifier beside '<>', found a number
            TRUE = 1                | 7  | expected a condition or an identifier beside '=', found a number
            1 <> FALSE              | 5  | found a condition
            TRUE = 'TRUE'           | 7  | found a string
            (a > 1) = 'x'           | 10 | found a string
            a > 'x'                 | 4  | beside '>', found a string
            'x' <= a                | 0  | beside '<=', found a string
            a < TRUE                | 4  | beside '<', found a condition
            1 < 2 < 3               | 0  | found a condition
            x BETWEEN 'a' AND 'b'   | 10 | beside BETWEEN, found a string
            x BETWEEN 1 AND 'b'     | 16 | beside BETWEEN, found a string
            'x' BETWEEN 1 AND 2     | 0  | beside BETWEEN, found a string
            x BETWEEN 1             | 11 | expected AND, found the end
            x BETWEEN 1 OR 2        | 12 | expected AND, found OR
            x BETWEEN AND 2         | 10 | found AND
            x = NULL                | 4  | use IS NULL or IS NOT NULL
            NULL = x                | 0  | use IS NULL or IS NOT NULL
            x <> NULL               | 5  | use IS NULL or IS NOT NULL
            x IS                    | 4  | expected NULL, found the end
            x IS TRUE               | 5  | expected NULL, found TRUE
            x IS NOT                | 8  | expected NULL, found the end
            5 IS NULL               | 0  | expected an identifier before IS, found a number
            (x + 1) IS NULL         | 0  | expected an identifier before IS, found a number
            'x' LIKE 'x'            | 0  | expected an identifier before LIKE, found a string
            5 LIKE '5'              | 0  | expected an identifier before LIKE, found a number
            x LIKE 5                | 7  | expected a string, found the number 5
            x LIKE y                | 7  | expected a string, found the identifier y
            x LIKE                  | 6  | expected a string, found the end
            x LIKE 'a' ESCAPE       | 17 | expected a string, found the end
            x LIKE 'a' ESCAPE 5     | 18 | expected a string
            x LIKE 'a' ESCAPE ''    | 18 | exactly one character
            x LIKE 'a' ESCAPE '!!'  | 18 | exactly one character
            x LIKE 'a!' ESCAPE '!'  | 7  | nothing is escaped
            x ESCAPE 'a'            | 2  | expected an operator or the end, found ESCAPE
            x IN 'a'                | 5  | expected '(', found the string 'a'
            x IN ()                 | 6  | expected a string, found ')'
            x IN (1, 2)             | 6  | expected a string, found the number 1
            x IN (y)                | 6  | expected a string, found the identifier y
            x IN ('a'               | 9  | expected ',' or ')', found the end
            x IN ('a',)             | 10 | expected a string, found ')'
            x IN ('a' 'b')          | 10 | expected ',' or ')'
            5 IN ('a')              | 0  | expected an identifier before IN, found a number
            TRUE IN ('a')           | 0  | expected an identifier before IN, found a condition
            """)
    void shouldRefuseWhatCanNeverBeTyped(String filter, int position, String expected) {
        assertRefused(filter, position, expected);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a = 9223372036854775808         | 4 | does not fit into 64 bits
            a = -9223372036854775809        | 5 | does not fit into 64 bits
            a = 09                          | 4 | '9' is no digit of a number that begins with 0 (octal)
            a = 12x                         | 4 | 'x' is no digit of a number
            a = 0x                          | 4 | digits are missing after 0x
            a = 1e400                       | 4 | out of the range of a double
            a = 1e40f                       | 4 | out of the range of a float
            a = 1.2.3                       | 4 | no number
            a = 1_                          | 4 | underscores
            a = .                           | 4 | U+002E
            """)
    void shouldRefuseNumbersThatAreNone(String filter, int position, String expected) {
        assertRefused(filter, position, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "JMSDestination",
        "JMSExpiration",
        "JMSReplyTo",
        "JMSRedelivered",
        "JMSDeliveryTime",
        "JMSMessageKind",
        "JMSPropertyTypes",
        "JMS",
        "JMSpriority"
    })
    void shouldRefuseHeaderFieldsThatAreNotForFilters(String name) {
        assertRefused(
                "a = 1 AND " + name + " = 1", 10, "a filter cannot ask for " + name + ": of what begins with JMS");
    }

    @ParameterizedTest
    @CsvSource({"TRUE", "FALSE", "NULL", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE", "between", "Like"
    })
    void shouldNotTakeReservedWordsForIdentifiers(String word) {
        assertThatThrownBy(() -> Filter.parse(word + " LIKE 'a'")).isInstanceOf(PenstockException.InvalidFilter.class);
    }

    @Test
    void shouldShowTextPositionAndWhatWasExpected() {
        assertThatThrownBy(() -> Filter.parse("color = "))
                .hasMessage("The filter [color = ] is wrong at position 8 (its end):"
                        + " expected an identifier, a literal or '(', found the end.");
    }

    @Test
    void shouldShowWhatLiesAroundTheMistakeInALongText() {
        String filter = "a = 1 OR ".repeat(1_000) + "!" + " OR a = 1".repeat(1_000);

        var refused = refused(filter);

        assertThat(refused.position()).isEqualTo(9_000);
        assertThat(refused.filter()).isEqualTo(filter);
        assertThat(refused.getMessage()).contains("OR ! OR").contains("...").hasSizeLessThan(700);
    }

    private static void assertRefused(String filter, int position, String expected) {
        var refused = refused(filter);
        assertThat(refused).as(filter).isNotNull();
        assertThat(refused.position()).as(refused.getMessage()).isEqualTo(position);
        assertThat(refused.filter()).isEqualTo(filter);
        assertThat(refused.getMessage()).contains(filter).contains(expected);
    }

    private static PenstockException.InvalidFilter refused(String filter) {
        return catchThrowableOfType(PenstockException.InvalidFilter.class, () -> Filter.parse(filter));
    }
}
