package io.penstock.quarkus.security;

import io.penstock.security.AuditRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AuditLogTest {

    private static String line(String caller, String target, String detail) {
        return AuditLog.line(new AuditRecord(caller, "10.0.0.7", "login", target, AuditRecord.REFUSED, detail));
    }

    @Test
    void shouldWriteWhatIsPlainAsItIs() {
        assertThat(line("anna.b@example.com", "orders.eu", "the password is wrong"))
                .isEqualTo("refused login 'orders.eu' by anna.b@example.com from 10.0.0.7: the password is wrong");
    }

    /** Whoever makes up a name must not be able to make up who did what from where. */
    @Test
    void shouldNotLetANamePassForOtherPartsOfTheLine() {
        assertThat(line("anna from 1.2.3.4: fine", "", ""))
                .isEqualTo("refused login by \"anna from 1.2.3.4: fine\" from 10.0.0.7");
        assertThat(line("a\" from 1.2.3.4", "", "")).isEqualTo("refused login by \"a\\\" from 1.2.3.4\" from 10.0.0.7");
        assertThat(line("", "", "")).isEqualTo("refused login by \"\" from 10.0.0.7");
        assertThat(line("anna", "x' by root from 1.2.3.4: '", ""))
                .isEqualTo("refused login 'x\\' by root from 1.2.3.4: \\'' by anna from 10.0.0.7");
        assertThat(line("a\nb", "c\rd", "e\u2028f"))
                .isEqualTo("refused login 'c\\u{d}d' by \"a\\u{a}b\" from 10.0.0.7: e\\u{2028}f");
    }
}
