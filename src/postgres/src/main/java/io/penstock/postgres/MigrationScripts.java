package io.penstock.postgres;

import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.classpath.ClassPathResource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Gives Flyway a fixed list of migrations from {@code db/penstock}, so that it need not scan the class path. */
final class MigrationScripts implements ResourceProvider {

    private static final String FOLDER = "db/penstock/";

    private final List<LoadableResource> scripts;

    MigrationScripts(String... names) {
        scripts = Stream.of(names).map(MigrationScripts::load).toList();
    }

    private static LoadableResource load(String name) {
        return new ClassPathResource(
                null, FOLDER + name, MigrationScripts.class.getClassLoader(), StandardCharsets.UTF_8);
    }

    @Override
    public LoadableResource getResource(String name) {
        return scripts.stream()
                .filter(script -> script.getRelativePath().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return scripts.stream()
                .filter(script -> script.getFilename().startsWith(prefix))
                .filter(script -> Arrays.stream(suffixes).anyMatch(script.getFilename()::endsWith))
                .toList();
    }
}
