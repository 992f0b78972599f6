package io.penstock.security;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UsersTest {

    /** 10,000 rounds instead of 600,000, so that tests are quick. */
    static String quick(String password) {
        return PasswordHash.of(password, 10_000).text();
    }

    @Test
    void shouldKnowAUserByThePasswordAndNobodyElse() {
        var users = Users.of(Map.of("ada", quick("secret") + " producer, consumer"));

        assertThat(users.know("ada", "secret")).isTrue();
        assertThat(users.know("ada", "secret")).as("again").isTrue();
        assertThat(users.know("ada", "Secret")).isFalse();
        assertThat(users.know("ada", null)).isFalse();
        assertThat(users.know("ada", "s".repeat(Users.MAX_PASSWORD + 1))).isFalse();
        assertThat(users.know("eve", "secret")).isFalse();
        assertThat(users.roles("ada")).contains(Set.of("producer", "consumer"));
        assertThat(users.roles("eve")).isEmpty();
    }

    @Test
    void shouldTellWhetherAUserIsStillTheSame() {
        var hash = quick("secret");
        var users = Users.of(Map.of("ada", hash + " producer", "bob", hash + " producer"));
        var before = users.fingerprint("ada").orElseThrow();

        assertThat(users.with("eve", "x", Set.of(), 10_000).fingerprint("ada")).contains(before);
        assertThat(users.withRoles("ada", Set.of("producer", "admin"))
                        .fingerprint("ada")
                        .orElseThrow())
                .isNotEqualTo(before);
        assertThat(users.with("ada", "secret", Set.of("producer"), 10_000)
                        .fingerprint("ada")
                        .orElseThrow())
                .isNotEqualTo(before);
        assertThat(users.without("ada").fingerprint("ada")).isEmpty();
        assertThat(hash).doesNotContain(before);
    }

    /** The example of RFC 7677, section 3. */
    @Test
    void shouldHoldTheKeysOfScram() {
        var salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

        var hash = PasswordHash.of("pencil", salt, 4_096);

        assertThat(hash.text())
                .isEqualTo("scram-sha-256:4096:W22ZaJ0SNY7soEsUEjb6gQ==:WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                        + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
        assertThat(hash.matches("pencil")).isTrue();
        assertThat(hash.toString()).isEqualTo("scram-sha-256");
    }

    @Test
    void shouldTakeAPasswordThatIsWrittenInAnotherUnicodeForm() {
        var users = Users.of(Map.of("ada", quick("Gr\u00fc\u00dfe")));

        assertThat(users.know("ada", "Gru\u0308\u00dfe")).isTrue();
    }

    @Test
    void shouldSaltHashesAndShowNothingOfThem() {
        assertThat(Users.hash("secret")).startsWith("scram-sha-256:600000:");
        assertThat(quick("secret")).isNotEqualTo(quick("secret"));
        assertThatThrownBy(() -> Users.hash("secret", 9_999)).hasMessageContaining("10000 to 10000000");
        var hash = quick("secret");
        assertThat(Users.of(Map.of("ada", hash)).toString()).contains("ada").doesNotContain(hash);
    }

    @Test
    void shouldChangeUsersAsCopies() {
        var one = Users.NONE.with("ada", "secret", Set.of("admin"), 10_000);
        var two = one.with("bob", "other", Set.of(), 10_000).withRoles("bob", Set.of("producer"));

        assertThat(one.names()).containsExactly("ada");
        assertThat(two.names()).containsExactly("ada", "bob");
        assertThat(two.roles("bob")).contains(Set.of("producer"));
        assertThat(two.without("ada").names()).containsExactly("bob");
        assertThatThrownBy(() -> one.without("bob")).hasMessage("There is no user 'bob'.");
        assertThatThrownBy(() -> one.withRoles("bob", Set.of())).hasMessage("There is no user 'bob'.");
        assertThatThrownBy(() -> one.with("ada", "", Set.of())).hasMessageContaining("1 to 1024 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "",
                "scram-sha-256:600000:AAAA:AAAA:AAAA",
                "scram-sha-256:100:AAAAAAAAAAAAAAAAAAAAAA==:"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "scram-sha-256:600000:A_AA:AAAA:AAAA"
            })
    void shouldRefuseWhatIsNoHashWithoutRepeatingIt(String text) {
        var exception = assertThatThrownBy(() -> Users.of(Map.of("ada", text)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("user 'ada'");
        if (text.equals("secret")) {
            exception.hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a,b",
                "a\nb",
                "a\tb",
                "a\u0000",
                "a\u007f",
                "a\u0085",
                "a\u2028b",
                "a\u202eb",
                "a\u00a0b"
            })
    void shouldRefuseNamesThatWouldBreakALineOfTheAudit(String name) {
        assertThatThrownBy(() -> Users.of(Map.of(name, quick("secret"))))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("The name of a user");
        if (!name.contains(",") && !name.isBlank()) {
            assertThatThrownBy(() -> Users.of(Map.of("ada", quick("secret") + " x," + name + ",y")))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class);
        }
    }

    /** Whatever is tried, the same number of rounds is computed: who may try cannot tell who is known. */
    @Test
    void shouldComputeAsManyRoundsForAnUnknownUserAsForAWrongPassword() {
        var rounds = new AtomicLong();
        KeyDerivation counting = (password, salt, iterations) -> {
            rounds.addAndGet(iterations);
            return KeyDerivation.PBKDF2.salted(password, salt, iterations);
        };
        var users = Users.of(
                Map.of(
                        "few", PasswordHash.of("one", 10_000).text(),
                        "some", PasswordHash.of("two", 12_345).text(),
                        "many", PasswordHash.of("three", 30_000).text()),
                counting);

        for (var name : List.of("few", "some", "many", "nobody")) {
            for (var password : Arrays.asList("wrong", "", null, "one\0", "x".repeat(Users.MAX_PASSWORD + 1))) {
                rounds.set(0);
                assertThat(users.know(name, password)).isFalse();
                assertThat(rounds).as("for %s", name).hasValue(30_000);
            }
        }
    }

    /** A hash fills a short password with zeros, so that those behind it make no difference to it. */
    @ParameterizedTest
    @ValueSource(strings = {"secret\0", "secret\0\0", "\0", "a\nb", "\uFFFD", "\uD800"})
    void shouldTakeNoPasswordWithWhatIsNoCharacter(String password) {
        var users = Users.of(Map.of("ada", quick("secret")));

        assertThat(users.know("ada", password)).isFalse();
        assertThat(users.know("ada", "secret")).isTrue();
        assertThatThrownBy(() -> Users.hash(password, 10_000))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("control characters");
    }

    @Test
    void shouldRememberWhatWasProvenOfPasswordsThatAreStillTheSame() {
        var before = Users.of(Map.of("ada", quick("secret") + " producer", "bob", quick("pass")));
        assertThat(before.know("ada", "secret")).isTrue();
        assertThat(before.know("bob", "pass")).isTrue();

        var after = before.with("bob", "other", Set.of(), 10_000)
                .with("cleo", "third", Set.of(), 10_000)
                .withRoles("ada", Set.of("consumer"))
                .remembering(before);

        assertThat(after.knewBefore("ada", "secret")).isTrue();
        assertThat(after.knewBefore("bob", "pass")).isFalse();
        assertThat(after.without("ada").remembering(after).knewBefore("ada", "secret"))
                .isFalse();
    }

    @Test
    void shouldRefuseAColonInTheNameOfAUserAndNotOfARole() {
        assertThatThrownBy(() -> Users.of(Map.of("a:b", quick("secret"))))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("'a:b'")
                .hasMessageContaining("HTTP");
        assertThat(Users.of(Map.of("ada", quick("secret") + " team:red")).roles("ada"))
                .contains(Set.of("team:red"));
    }
}
