package io.penstock.server.http.request;

import io.penstock.Limits;
import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import jakarta.ws.rs.core.UriInfo;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemMapperTest {

    /** Knows its path, and nothing else. */
    private static final UriInfo URI_INFO = (UriInfo) Proxy.newProxyInstance(
            ProblemMapperTest.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) ->
                    method.getReturnType() == URI.class ? URI.create("/api/v1/destinations") : "/api/v1/destinations");

    @Test
    void shouldKnowEveryFailureOfTheBroker() {
        List<Class<?>> failures = Arrays.stream(PenstockException.class.getDeclaredClasses())
                .filter(PenstockException.class::isAssignableFrom)
                .toList();

        assertThat(failures).isNotEmpty();
        assertThat(ProblemMapper.TYPES.keySet())
                .containsAll(failures.stream()
                        .<Class<? extends PenstockException>>map(type -> type.asSubclass(PenstockException.class))
                        .toList());
    }

    @Test
    void shouldAskToTryAgainIfTheBrokerIsOverloaded() {
        var response = new ProblemMapper().broker(new PenstockException.Overloaded("The queue is full."), URI_INFO);

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeaderString("Retry-After")).isEqualTo("1");
        assertThat(response.getEntity())
                .isEqualTo(Problem.of(ProblemType.OVERLOADED, "The queue is full.", "/api/v1/destinations"));
    }

    @Test
    void shouldAnswerTooManyRequestsIfADestinationIsFull() {
        var failure = new PenstockException.LimitReached(
                "orders", Limits.ofMessages(3).build(), 4, 0, "Wait.");
        var response = new ProblemMapper().broker(failure, URI_INFO);

        assertThat(response.getStatus()).isEqualTo(429);
        assertThat(response.getEntity())
                .isEqualTo(Problem.of(ProblemType.LIMIT_REACHED, failure.getMessage(), "/api/v1/destinations"));
    }

    @Test
    void shouldAnswerInsufficientStorageIfSpaceIsShort() {
        var response = new ProblemMapper().broker(new PenstockException.StorageFull("Free some.", null), URI_INFO);

        assertThat(response.getStatus()).isEqualTo(507);
        assertThat(response.getEntity())
                .isEqualTo(Problem.of(ProblemType.STORAGE_FULL, "Free some.", "/api/v1/destinations"));
    }

    @Test
    void shouldKeepUnexpectedFailuresInTheLog() {
        var response = new ProblemMapper().unexpected(new IllegalStateException("the password is x"), URI_INFO);

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(response.getMediaType()).hasToString(Problem.MEDIA_TYPE);
        assertThat(((Problem) response.getEntity()).detail())
                .contains("reference")
                .doesNotContain("password");
    }

    @Test
    void shouldTellADatabaseThatDoesNotAnswerFromAnErrorInWhatItIsAsked() {
        var mapper = new ProblemMapper();
        for (var state : new String[] {null, "08001", "08006", "53300", "55000", "57P01", "57P03", "28P01", "3D000"}) {
            var cause = new SQLException("no", state);
            var response = mapper.unexpected(new IllegalStateException(new RuntimeException(cause)), URI_INFO);
            assertThat(response.getStatus()).as(state).isEqualTo(503);
            assertThat(response.getHeaderString("Retry-After")).isEqualTo("1");
            assertThat(((Problem) response.getEntity()).type()).isEqualTo(ProblemType.DATABASE_UNAVAILABLE.uri());
            var rebuild = mapper.broker(new PenstockException.Unavailable("no", cause), URI_INFO);
            assertThat(((Problem) rebuild.getEntity()).type()).isEqualTo(ProblemType.DATABASE_UNAVAILABLE.uri());
        }
        for (var state : List.of("22008", "23505", "42P01")) {
            var response = mapper.unexpected(new IllegalStateException(new SQLException("no", state)), URI_INFO);
            assertThat(response.getStatus()).as(state).isEqualTo(500);
        }
    }

    @Test
    @Timeout(60)
    void shouldEndAtCausesThatLeadBackToTheirBeginning() {
        var first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));

        assertThat(new ProblemMapper().unexpected(first, URI_INFO).getStatus()).isEqualTo(500);
    }

    @Test
    void shouldNameEachKindOnce() {
        assertThat(ProblemType.values()).extracting(ProblemType::uri).doesNotHaveDuplicates();
        assertThat(ProblemType.BODY_TOO_LARGE.uri()).isEqualTo("urn:problem-type:penstock:body-too-large");
    }
}
