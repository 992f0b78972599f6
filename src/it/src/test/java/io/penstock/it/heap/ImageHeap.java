package io.penstock.it.heap;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;

/**
 * Does in a virtual machine what the builder of a native image does with our classes: initializes them, and the
 * application. Then it says what of ours would lie in the image's heap and must not. Arguments are two files: names of
 * the classes to initialize, and where the findings go, of which the first line is what was looked at.
 */
final class ImageHeap {

    private static final String APPLICATION = "io.quarkus.runner.ApplicationImpl";
    private static final List<Class<? extends Annotation>> SCOPES = List.of(ApplicationScoped.class, Singleton.class);

    private ImageHeap() {}

    public static void main(String... arguments) throws IOException, ClassNotFoundException {
        var walk = new HeapWalk();
        Class.forName(APPLICATION);
        int classes = 0;
        var without = new ArrayList<String>();
        for (String name : Files.readAllLines(Path.of(arguments[0]))) {
            try {
                walk.addStatics(Class.forName(name));
                classes++;
            } catch (NoClassDefFoundError absentLibrary) {
                without.add(name);
            }
        }
        int beans = addBeans(walk);
        var lines = new ArrayList<String>();
        lines.add(classes + " classes, " + beans + " beans, " + walk.objects() + " objects; libraries are absent of "
                + without);
        lines.addAll(walk.findings());
        Files.write(Path.of(arguments[1]), lines);
        // Non-daemon threads of libraries would keep the process.
        Runtime.getRuntime().halt(0);
    }

    /** Those of ours that exist before the application runs. */
    private static int addBeans(HeapWalk walk) {
        int beans = 0;
        for (var scope : SCOPES) {
            for (InjectableContext context : Set.copyOf(Arc.container().getContexts(scope))) {
                for (Map.Entry<?, Object> bean :
                        context.getState().getContextualInstances().entrySet()) {
                    if (bean.getValue().getClass().getName().startsWith("io.penstock.")) {
                        walk.add(
                                bean.getValue(),
                                "bean " + bean.getValue().getClass().getName());
                        beans++;
                    }
                }
            }
        }
        return beans;
    }
}
