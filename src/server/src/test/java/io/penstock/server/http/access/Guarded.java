package io.penstock.server.http.access;

import io.quarkus.test.junit.QuarkusTestProfile;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A server with a user for each role, whose password is the name backwards, and with an OpenID provider. What begins with
 * {@code own} is for the user {@code shop}, and what begins with {@code foreign} for somebody else.
 */
public final class Guarded implements QuarkusTestProfile {

    static final List<String> NAMES = List.of("admin", "operator", "producer", "consumer", "shop", "other");

    private static final int ITERATIONS = 10_000;

    private static final Map<String, String> HASHES = new ConcurrentHashMap<>();

    @Override
    public Map<String, String> getConfigOverrides() {
        return config();
    }

    static Map<String, String> config() {
        var config = new HashMap<String, String>();
        for (var name : NAMES) {
            var hash = HASHES.computeIfAbsent(name, each -> quick(password(each)));
            config.put("penstock.security.users." + name, hash + " " + role(name));
        }
        for (var action : List.of("send", "receive", "browse", "manage")) {
            config.put("penstock.security.permissions.\"own.#\"." + action, "shop");
            config.put("penstock.security.permissions.\"foreign.#\"." + action, "other");
        }
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Issuer.class));
    }

    /** A hash as RFC 5802 has it, with few iterations, so that tests need not compute for long. */
    private static String quick(String password) {
        try {
            byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
            var salted = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256);
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(salted)
                    .getEncoded();
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(mac(key, "Client Key"));
            var base64 = Base64.getEncoder();
            return "scram-sha-256:" + ITERATIONS + ":" + base64.encodeToString(salt) + ":"
                    + base64.encodeToString(stored) + ":" + base64.encodeToString(mac(key, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String role(String name) {
        return name.equals("shop") || name.equals("other") ? "clerk" : name;
    }

    static String password(String name) {
        return new StringBuilder(name).reverse().toString();
    }

    static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static String basic(String name) {
        return basic(name, password(name));
    }

    static String bearer(String name) {
        return "Bearer " + Issuer.token(name, role(name));
    }
}
