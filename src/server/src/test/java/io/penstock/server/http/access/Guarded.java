package io.penstock.server.http.access;

import io.penstock.security.Users;
import io.quarkus.test.junit.QuarkusTestProfile;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server with a user for each role, whose password is the name backwards, and with an OpenID provider. What begins with
 * {@code own} is for the user {@code shop}, and what begins with {@code foreign} for somebody else.
 */
public final class Guarded implements QuarkusTestProfile {

    static final List<String> NAMES = List.of("admin", "operator", "producer", "consumer", "shop", "other");

    private static final Map<String, String> HASHES = new ConcurrentHashMap<>();

    @Override
    public Map<String, String> getConfigOverrides() {
        return config();
    }

    static Map<String, String> config() {
        var config = new HashMap<String, String>();
        for (var name : NAMES) {
            var hash = HASHES.computeIfAbsent(name, each -> Users.hash(password(each)));
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
