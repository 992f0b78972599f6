package io.penstock.server.http.openapi;

import io.penstock.server.Directories;
import io.penstock.server.http.triage.WithDatabase;
import io.quarkus.test.junit.QuarkusTestProfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The server with all that it can have: a database, and a directory for backups. */
public final class WithAll implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "penstock.backup.directory",
                Directories.made(Path.of("target", "backups", "examples")).toString());
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(WithDatabase.Postgres.class));
    }
}
