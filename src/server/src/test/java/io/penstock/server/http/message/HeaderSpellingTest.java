package io.penstock.server.http.message;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import jakarta.ws.rs.core.MultivaluedHashMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The names of headers on their way from a request into a message. */
class HeaderSpellingTest {

    @ParameterizedTest
    @CsvSource({
        "penstock-header-jmscorrelationid, JMSCorrelationID",
        "Penstock-Header-JMSCorrelationID, JMSCorrelationID",
        "penstock-header-jmsreplyto, JMSReplyTo",
        "penstock-header-jmsxgroupid, JMSXGroupID",
        "penstock-header-tenant, tenant",
        "penstock-header-Tenant, Tenant",
        "penstock-header-jmsown, jmsown"
    })
    void shouldSpellTheHeadersOfJakartaMessagingAsItDoes(String sent, String stored) {
        var headers = new MultivaluedHashMap<String, String>();
        headers.put(sent, List.of("queue:q"));

        var message = new SendParameters(new MultivaluedHashMap<>(), headers).message("q", new byte[0], Instant.EPOCH);

        assertThat(message.headers()).singleElement().satisfies(header -> {
            assertThat(header.name()).isEqualTo(stored);
            assertThat(header.text()).isEqualTo("queue:q");
        });
    }
}
