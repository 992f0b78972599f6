package io.penstock.server.http.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An OpenID provider: it is discovered, shows its keys, and signs tokens, good ones and bad ones. */
public final class Issuer implements QuarkusTestResourceLifecycleManager {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SHOWN = "penstock.test.issuer.key";
    private static final String URL = "penstock.test.issuer.url";

    /** Before the two halves of a key: tests, and what is started for them, share the properties of the system alone. */
    private static final String KEY = "penstock.test.issuer.key-";

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rotate("first");
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, discovery()));
        server.createContext("/keys", exchange -> answer(exchange, keys()));
        server.start();
        System.setProperty(URL, "http://127.0.0.1:" + server.getAddress().getPort());
        return Map.of(
                "quarkus.oidc.auth-server-url", url(),
                "quarkus.oidc.roles.role-claim-path", "penstock/roles",
                "quarkus.oidc.token.forced-jwk-refresh-interval", "0S");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    static String url() {
        return System.getProperty(URL);
    }

    /** Shows a new key from now on, and no other. */
    static void rotate(String id) {
        key(id);
        System.setProperty(SHOWN, id);
    }

    /** The key that is shown. */
    static String key() {
        return System.getProperty(SHOWN);
    }

    private static KeyPair key(String id) {
        try {
            if (System.getProperty(KEY + id) == null) {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2_048);
                var pair = generator.generateKeyPair();
                System.setProperty(
                        KEY + id,
                        base64(pair.getPublic().getEncoded()) + " "
                                + base64(pair.getPrivate().getEncoded()));
            }
            var halves = System.getProperty(KEY + id).split(" ");
            var factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(
                            new X509EncodedKeySpec(Base64.getUrlDecoder().decode(halves[0]))),
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getUrlDecoder().decode(halves[1]))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> discovery() {
        return Map.of(
                "issuer", url(),
                "jwks_uri", url() + "/keys",
                "authorization_endpoint", url() + "/authorize",
                "token_endpoint", url() + "/token",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"));
    }

    private static Map<String, Object> keys() {
        var key = (RSAPublicKey) key(key()).getPublic();
        return Map.of(
                "keys",
                List.of(Map.of(
                        "kty",
                        "RSA",
                        "use",
                        "sig",
                        "alg",
                        "RS256",
                        "kid",
                        key(),
                        "n",
                        base64(unsigned(key.getModulus().toByteArray())),
                        "e",
                        base64(unsigned(key.getPublicExponent().toByteArray())))));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static void answer(HttpExchange exchange, Map<String, Object> document) throws IOException {
        try (exchange) {
            byte[] body = JSON.writeValueAsBytes(document);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The claims of a good token. */
    static Map<String, Object> claims(String name, String... roles) {
        var claims = new LinkedHashMap<String, Object>();
        long now = Instant.now().getEpochSecond();
        claims.put("iss", url());
        claims.put("aud", "penstock");
        claims.put("sub", "id-of-" + name);
        claims.put("preferred_username", name);
        claims.put("iat", now);
        claims.put("exp", now + 3_600);
        claims.put("penstock", Map.of("roles", List.of(roles)));
        return claims;
    }

    static String token(String name, String... roles) {
        return signed(key(), claims(name, roles));
    }

    /** A token that is signed with a key, which need not be the one that is shown. */
    static String signed(String key, Map<String, Object> claims) {
        var content = part(Map.of("alg", "RS256", "typ", "JWT", "kid", key)) + "." + part(claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(key).getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that says that it needs no signature. */
    static String unsigned(Map<String, Object> claims) {
        return part(Map.of("alg", "none", "typ", "JWT")) + "." + part(claims) + ".";
    }

    /** The key that is shown, as bytes of which somebody could make a shared secret. */
    static byte[] publicKey() {
        return key(key()).getPublic().getEncoded();
    }

    static String part(Map<String, Object> json) {
        try {
            return base64(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
