package io.penstock.server.http.access;

import io.penstock.conformance.tool.ManualClock;
import io.penstock.security.AccessControl;
import io.penstock.security.Users;
import io.penstock.server.http.request.RequestException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SessionsTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ManualClock clock = new ManualClock();
    private AccessControl access;
    private Sessions sessions;

    @BeforeEach
    void open() {
        var users = new HashMap<String, String>();
        for (int i = 0; i <= Sessions.MAX_SESSIONS / Sessions.MAX_OF_USER; i++) {
            users.put("u" + i, Guarded.config().get("penstock.security.users.shop"));
        }
        access = AccessControl.builder().users(Users.of(users)).build();
        sessions = new Sessions(access, clock);
    }

    private String open(String user) {
        return sessions.open(user, access.users().fingerprint(user).orElseThrow());
    }

    @Test
    void shouldMakeTokensThatNobodyGuesses() {
        var tokens = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            tokens.add(open("u" + i));
        }

        assertThat(tokens).hasSize(100).allMatch(token -> token.matches("[A-Za-z0-9_-]{43}"));
        assertThat(sessions.use("A".repeat(43))).isEmpty();
        assertThat(sessions.use("")).isEmpty();
    }

    @Test
    void shouldEndWhatNobodyUses() {
        var token = open("u1");
        clock.advance(Sessions.IDLE.minus(MOMENT));
        assertThat(sessions.use(token)).as("it is in use again").isPresent();
        clock.advance(Sessions.IDLE.minus(MOMENT));
        assertThat(sessions.use(token)).isPresent();

        clock.advance(Sessions.IDLE);

        assertThat(sessions.use(token)).isEmpty();
    }

    @Test
    void shouldEndAfterTheLongestTimeHoweverMuchItIsUsed() {
        var token = open("u1");
        var step = Sessions.IDLE.dividedBy(2);
        for (var left = Sessions.LONGEST.minus(step); left.compareTo(step) >= 0; left = left.minus(step)) {
            clock.advance(step);
            assertThat(sessions.use(token)).isPresent();
        }
        clock.advance(step);
        clock.advance(step);

        assertThat(sessions.use(token)).isEmpty();
    }

    @Test
    void shouldKnowAnEndedSessionNoMore() {
        var token = open("u1");
        var session = sessions.use(token).orElseThrow();
        var other = open("u1");

        sessions.end(session);

        assertThat(sessions.use(token)).isEmpty();
        assertThat(sessions.isOpen(session)).as("for what still goes on").isFalse();
        assertThat(sessions.use(other)).isPresent();
    }

    @Test
    void shouldEndTheSessionOfAUserThatWasUsedLongestAgo() {
        var tokens = new ArrayList<String>();
        for (int i = 0; i < Sessions.MAX_OF_USER; i++) {
            tokens.add(open("u1"));
            clock.advance(MOMENT);
        }
        sessions.use(tokens.get(0));

        var further = open("u1");

        assertThat(sessions.use(tokens.get(1))).isEmpty();
        assertThat(sessions.use(tokens.get(0))).isPresent();
        assertThat(sessions.use(tokens.get(2))).isPresent();
        assertThat(sessions.use(further)).isPresent();
    }

    @Test
    void shouldHaveNoMoreThanItsMostAndRoomAgainWhenSomeAreOver() {
        for (int i = 0; i < Sessions.MAX_SESSIONS; i++) {
            open("u" + i / Sessions.MAX_OF_USER);
        }
        var last = "u" + Sessions.MAX_SESSIONS / Sessions.MAX_OF_USER;

        assertThatThrownBy(() -> open(last))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("10000");
        assertThat(open("u0")).as("in the place of one of one's own").isNotEmpty();
        clock.advance(Sessions.IDLE);
        assertThat(open(last)).isNotEmpty();
    }

    @Test
    void shouldEndWithTheUserThatLoggedIn() {
        var before = sessions.open("u1", "of the user with another password");
        var unknown = sessions.open("nobody", "");

        assertThat(sessions.use(before)).isEmpty();
        assertThat(sessions.use(unknown)).isEmpty();
    }
}
