package io.penstock.server.monitoring;

import io.penstock.server.Directories;
import io.quarkus.test.junit.QuarkusTestProfile;

import java.nio.file.Path;
import java.util.Map;

/** A server that has a webhook and makes backups, as those have that are monitored. */
public final class Monitored implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "penstock.backup.directory",
                Directories.made(Path.of("target", "backups", "monitored")).toString(),
                "penstock.webhooks.ops.url",
                "http://localhost:1/",
                "penstock.webhooks.ops.secret",
                "a secret of the tests");
    }
}
