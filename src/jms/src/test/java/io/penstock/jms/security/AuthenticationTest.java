package io.penstock.jms.security;

import io.penstock.PenstockException;
import io.penstock.jms.JmsFixture;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.session.JmsOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who may connect (section 6.1.1). */
class AuthenticationTest extends JmsFixture {

    private static String hash;

    @BeforeAll
    static void hashOnce() {
        hash = Users.hash("secret");
    }

    private PenstockConnectionFactory factory(boolean anonymous) {
        return new PenstockConnectionFactory(
                broker,
                JmsOptions.DEFAULT.withUsers(Users.of(Map.of("ada", hash))).withAllowAnonymous(anonymous));
    }

    @Test
    void shouldLetAConfiguredUserConnectAgainAndAgain() throws JMSException {
        var guarded = factory(false);

        guarded.createConnection("ada", "secret").close();
        guarded.createQueueConnection("ada", "secret").close();
        guarded.createTopicConnection("ada", "secret").close();
        try (var context = guarded.createContext("ada", "secret")) {
            context.createProducer().send(context.createQueue("orders"), "text");
        }

        assertThat(waiting("orders")).isEqualTo(1);
    }

    @Test
    void shouldRefuseAWrongPasswordAndAnUnknownUserInTheSameWords() throws JMSException {
        var guarded = factory(true);
        guarded.createConnection("ada", "secret").close();

        assertThatThrownBy(() -> guarded.createConnection("ada", "Secret"))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessage("The user 'ada' is not known, or the password is wrong.");
        assertThatThrownBy(() -> guarded.createConnection("eve", "secret"))
                .isInstanceOfSatisfying(
                        JMSSecurityException.class,
                        e -> assertThat(e.getErrorCode()).isEqualTo("ACCESS_DENIED"))
                .hasMessage("The user 'eve' is not known, or the password is wrong.");
        assertThatThrownBy(() -> guarded.createConnection("ada", null)).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> guarded.createContext("ada", "")).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> factory.createConnection("ada", "secret"))
                .as("a factory without users")
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldAllowAnonymousClientsUnlessThatIsDenied() throws JMSException {
        factory(true).createConnection().close();
        factory(true).createConnection(null, null).close();

        assertThatThrownBy(factory(false)::createConnection).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(factory(false)::createContext).isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> factory(false).createConnection(null, "secret"))
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldSaltHashesAndShowNothingOfThem() {
        assertThat(Users.hash("secret")).startsWith("pbkdf2-sha256:600000:").isNotEqualTo(hash);
        assertThat(JmsOptions.DEFAULT.withUsers(Users.of(Map.of("ada", hash))).toString())
                .contains("Users[ada]")
                .doesNotContain(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "",
                "pbkdf2-sha256:600000:AAAA:AAAA",
                "pbkdf2-sha256:100:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "pbkdf2-sha256:600000:A_AA:AAAA"
            })
    void shouldRefuseWhatIsNoHashWithoutRepeatingIt(String text) {
        var exception = assertThatThrownBy(() -> Users.of(Map.of("ada", text)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("user 'ada'");
        if (text.equals("secret")) {
            exception.hasMessageNotContaining("secret");
        }
    }
}
