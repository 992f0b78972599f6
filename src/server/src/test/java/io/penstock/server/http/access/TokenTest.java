package io.penstock.server.http.access;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static org.assertj.core.api.Assertions.assertThat;

/** Tokens of an OpenID provider, good ones and all kinds of bad ones. */
@QuarkusTest
@TestProfile(Guarded.class)
class TokenTest {

    private static final String LIST = "/api/v1/destinations";

    @TestHTTPResource("/")
    URI server;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(server);
    }

    private int status(String token) throws Exception {
        return http.get(LIST, "Bearer " + token).statusCode();
    }

    private int with(String claim, Object value) throws Exception {
        var claims = Issuer.claims("ada", "operator");
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(claim, value);
        }
        return status(Issuer.signed(Issuer.key(), claims));
    }

    @Test
    void shouldTakeAGoodToken() throws Exception {
        assertThat(status(Issuer.token("ada", "operator"))).isEqualTo(200);
        assertThat(with("aud", List.of("elsewhere", "penstock"))).isEqualTo(200);
    }

    @Test
    void shouldTakeRolesFromTheConfiguredClaimOnly() throws Exception {
        var claims = Issuer.claims("ada");
        claims.put("roles", List.of("admin"));
        claims.put("groups", List.of("admin"));

        var answer = http.get("/q/metrics", "Bearer " + Issuer.signed(Issuer.key(), claims));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(http.get("/q/metrics", "Bearer " + Issuer.token("ada", "admin"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseATokenThatIsTooOldOrTooNew() throws Exception {
        long now = Instant.now().getEpochSecond();

        assertThat(with("exp", now - 3_600)).isEqualTo(401);
        assertThat(with("nbf", now + 3_600)).isEqualTo(401);
        assertThat(with("exp", null)).isEqualTo(401);
    }

    @Test
    void shouldRefuseATokenForOthersOrOfOthers() throws Exception {
        assertThat(with("aud", "elsewhere")).isEqualTo(401);
        assertThat(with("aud", null)).isEqualTo(401);
        assertThat(with("iss", "https://elsewhere.example")).isEqualTo(401);
    }

    @Test
    void shouldRefuseATokenOfAnUnknownKey() throws Exception {
        assertThat(status(Issuer.signed("unknown", Issuer.claims("ada", "admin"))))
                .isEqualTo(401);
    }

    @Test
    void shouldTakeANewKeyAndNoLongerTheOldOne() throws Exception {
        var old = Issuer.token("ada", "operator");
        assertThat(status(old)).isEqualTo(200);

        Issuer.rotate("second");

        assertThat(status(Issuer.token("ada", "operator"))).isEqualTo(200);
        assertThat(status(old)).isEqualTo(401);
    }

    @Test
    void shouldRefuseATokenWithoutASignatureOrWithOneThatAnybodyCanMake() throws Exception {
        var claims = Issuer.claims("ada", "admin");
        assertThat(status(Issuer.unsigned(claims))).isEqualTo(401);

        var content =
                Issuer.part(Map.of("alg", "HS256", "typ", "JWT", "kid", Issuer.key())) + "." + Issuer.part(claims);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Issuer.publicKey(), "HmacSHA256"));
        var signature = Issuer.base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        assertThat(status(content + "." + signature)).isEqualTo(401);
    }

    @Test
    void shouldRefuseWhatIsNoToken() throws Exception {
        for (var token : List.of("x", "a.b.c", "", Issuer.token("ada", "admin") + "x")) {
            assertThat(status(token)).as(token).isEqualTo(401);
        }
    }

    @Test
    void shouldChallengeForBothWaysToLogIn() throws Exception {
        var answer = http.get(LIST, null);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .hasSize(2)
                .anyMatch(each -> each.startsWith("Basic realm="))
                .anyMatch(each -> each.startsWith("Bearer"));
        assertThat(answer.body()).contains("urn:problem-type:penstock:unauthenticated");
    }

    @Test
    void shouldWriteDownWhoHasLoggedInWhateverTheRequestSays() throws Exception {
        http.send("PUT", LIST + "/noted", Guarded.basic("admin"), Http.JSON, "{\"kind\": \"QUEUE\"}");

        var answer = http.send("POST", LIST + "/noted/purge?actor=mallory", Guarded.bearer("operator"), null, null);

        assertThat(answer.body()).contains("\"actor\":\"operator\"").doesNotContain("mallory");
    }
}
