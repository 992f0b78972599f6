package io.penstock.it.reach;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the server's build leaves for the builder of a native image: jars, and arguments. */
final class NativeSources {

    private static final Path FOLDER = Path.of("../server/target/native-sources");
    private static final String FEATURE = "io/quarkus/runner/Feature.class";
    private static final String RUN_TIME = "--initialize-at-run-time=";

    /** Two patterns each: of the jar's path, and of the resource's. */
    private record Exclusion(Pattern jar, Pattern resource) {}

    private final List<Path> jars;
    private final List<String> arguments;
    private final List<Exclusion> exclusions = new ArrayList<>();

    /** Where each entry of the jars is; filled when the first is asked for. */
    private final Map<String, Path> contents = new HashMap<>();

    private NativeSources(List<Path> jars, List<String> arguments) {
        this.jars = jars;
        this.arguments = arguments;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--exclude-config")) {
                exclusions.add(
                        new Exclusion(Pattern.compile(arguments.get(i + 1)), Pattern.compile(arguments.get(i + 2))));
            }
        }
    }

    static NativeSources ofTheServer() throws IOException {
        assertThat(FOLDER).as("the server's sources of a native image").isDirectory();
        try (Stream<Path> own = Files.list(FOLDER);
                Stream<Path> libraries = Files.list(FOLDER.resolve("lib"))) {
            return new NativeSources(
                    Stream.concat(own, libraries)
                            .filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .toList(),
                    List.of(Files.readString(FOLDER.resolve("native-image.args"))
                            .split("\\s+")));
        }
    }

    List<Path> jars() {
        return jars;
    }

    /** Of a class that goes into the image; empty for one of the JDK's. */
    Optional<byte[]> classFile(String type) throws IOException {
        return find(type.replace('.', '/') + ".class");
    }

    /** Of all classes in a package; of none for one of the JDK's. */
    List<byte[]> classFilesOfThePackage(String name) throws IOException {
        var folder = name.replace('.', '/') + "/";
        var found = new ArrayList<byte[]>();
        for (String entry : contents().keySet()) {
            if (entry.startsWith(folder) && entry.endsWith(".class") && entry.indexOf('/', folder.length()) < 0) {
                found.add(resource(entry));
            }
        }
        return found;
    }

    byte[] resource(String name) throws IOException {
        return find(name).orElseThrow();
    }

    private Map<String, Path> contents() throws IOException {
        if (contents.isEmpty()) {
            for (Path jar : jars) {
                try (var file = new JarFile(jar.toFile())) {
                    file.stream().forEach(entry -> contents.putIfAbsent(entry.getName(), jar));
                }
            }
        }
        return contents;
    }

    private Optional<byte[]> find(String name) throws IOException {
        if (!contents().containsKey(name)) {
            return Optional.empty();
        }
        try (var file = new JarFile(contents.get(name).toFile());
                var in = file.getInputStream(file.getEntry(name))) {
            return Optional.of(in.readAllBytes());
        }
    }

    boolean isExcluded(Path jar, String resource) {
        return exclusions.stream()
                .anyMatch(exclusion -> exclusion.jar().matcher(jar.toString()).find()
                        && exclusion.resource().matcher(resource).find());
    }

    /** Names of the classes that register more in code than the metadata tells. */
    Set<String> features() throws IOException {
        var features = new HashSet<String>();
        for (String argument : allArguments()) {
            if (argument.startsWith("--features=")) {
                features.addAll(
                        List.of(argument.substring("--features=".length()).split(",")));
            }
        }
        return features;
    }

    /** Everything else is initialized by the builder: Quarkus asks it to. */
    Set<String> initializedAtRunTime() throws IOException {
        var types = new HashSet<String>();
        for (String argument : allArguments()) {
            if (argument.startsWith(RUN_TIME)) {
                types.addAll(List.of(argument.substring(RUN_TIME.length()).split(",")));
            }
        }
        for (Path jar : jars) {
            try (var file = new JarFile(jar.toFile())) {
                var feature = file.getEntry(FEATURE);
                if (feature != null) {
                    try (var in = file.getInputStream(feature)) {
                        new ClassReader(in).accept(new Names(types), 0);
                    }
                }
            }
        }
        return types;
    }

    private List<String> allArguments() throws IOException {
        var all = new ArrayList<>(arguments);
        for (Path jar : jars) {
            try (var file = new JarFile(jar.toFile())) {
                var names = file.stream()
                        .filter(entry -> entry.getName().endsWith("/native-image.properties"))
                        .toList();
                for (var name : names) {
                    var properties = new Properties();
                    try (var in = file.getInputStream(name)) {
                        properties.load(in);
                    }
                    all.addAll(List.of(properties.getProperty("Args", "").split("\\s+")));
                }
            }
        }
        return all;
    }

    /**
     * Of the generated feature: it finds classes by their names and collects them, to have them initialized at run
     * time.
     */
    private static final class Names extends ClassVisitor {

        private final Set<String> names;

        Names(Set<String> names) {
            super(Opcodes.ASM9);
            this.names = names;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9) {
                private String last;

                @Override
                public void visitLdcInsn(Object constant) {
                    last = constant instanceof String text ? text : last;
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
                    if (owner.equals("java/util/Collection") && name.equals("add")) {
                        names.add(last);
                    }
                }
            };
        }
    }
}
