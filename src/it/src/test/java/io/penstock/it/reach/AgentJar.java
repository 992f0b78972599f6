package io.penstock.it.reach;

import io.penstock.it.reach.agent.Agent;
import io.penstock.it.reach.recorder.Recorder;
import net.bytebuddy.ByteBuddy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Packs the agent out of the classes of these tests. */
final class AgentJar {

    private AgentJar() {}

    /**
     * Two jars: the recorder's is for the class loader of the JDK, since the JDK calls it.
     *
     * @return the agent's
     */
    static Path write(Path directory) throws IOException, URISyntaxException {
        var recorder = directory.resolve("recorder.jar");
        write(recorder, new Manifest(), Recorder.class);
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.putValue("Premain-Class", Agent.class.getName());
        attributes.putValue("Can-Redefine-Classes", "true");
        attributes.putValue("Boot-Class-Path", recorder.getFileName().toString());
        attributes.putValue(
                "Class-Path",
                ByteBuddy.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        var agent = directory.resolve("agent.jar");
        write(agent, manifest, Agent.class);
        return agent;
    }

    /** All classes in the package of this one. */
    private static void write(Path jar, Manifest manifest, Class<?> one) throws IOException, URISyntaxException {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        var root =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        var folder = root.resolve(one.getPackageName().replace('.', '/'));
        try (OutputStream out = Files.newOutputStream(jar);
                var entries = new JarOutputStream(out, manifest);
                Stream<Path> classFiles = Files.list(folder)) {
            for (var classFile : classFiles.sorted().toList()) {
                entries.putNextEntry(
                        new JarEntry(root.relativize(classFile).toString().replace('\\', '/')));
                Files.copy(classFile, entries);
                entries.closeEntry();
            }
        }
    }
}
