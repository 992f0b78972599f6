package io.penstock.it.reach.agent;

import io.penstock.it.reach.recorder.Recorder;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records what a process reaches in ways that a native image has to be told of. Started as
 * {@code -javaagent:…=RECORD,KNOWN,HOOKS}: RECORD takes what this process reaches, and every other that is given it;
 * KNOWN lists the classes that the image knows; in HOOKS is what {@link Hooks} has written for this JDK.
 */
public final class Agent {

    private Agent() {}

    /** Called by the virtual machine before the application's main class is loaded. */
    public static void premain(String files, Instrumentation instrumentation)
            throws IOException, UnmodifiableClassException, ClassNotFoundException {
        var paths = files.split(",");
        Recorder.suspend();
        try {
            var hooked = read(Path.of(paths[2]));
            letThemReadTheRecorder(hooked, instrumentation);
            instrumentation.redefineClasses(hooked.toArray(ClassDefinition[]::new));
            instrumentation.addTransformer(new LoadClassCalls());
            Recorder.start(Path.of(paths[0]), Path.of(paths[1]));
        } finally {
            Recorder.resume();
        }
    }

    private static List<ClassDefinition> read(Path directory) throws IOException, ClassNotFoundException {
        var hooked = new ArrayList<ClassDefinition>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                hooked.add(new ClassDefinition(Class.forName(file.getFileName().toString()), Files.readAllBytes(file)));
            }
        }
        return hooked;
    }

    private static void letThemReadTheRecorder(List<ClassDefinition> hooked, Instrumentation instrumentation) {
        var recorder = Set.of(Recorder.class.getModule());
        for (var definition : hooked) {
            instrumentation.redefineModule(
                    definition.getDefinitionClass().getModule(), recorder, Map.of(), Map.of(), Set.of(), Map.of());
        }
    }
}
