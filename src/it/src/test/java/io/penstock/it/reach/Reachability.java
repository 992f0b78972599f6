package io.penstock.it.reach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * What an image will know of what its code does not name: all metadata in the jars that its builder is given, as the
 * builder reads them.
 */
final class Reachability {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "META-INF/native-image/";

    private final Map<String, TypeMetadata> types = new HashMap<>();
    private final Set<List<String>> proxies = new HashSet<>();
    private final Set<String> serialized = new HashSet<>();
    private final Set<String> bundles = new HashSet<>();
    private final List<Pattern> resources = new ArrayList<>();

    /** Reads everything but what the builder's arguments exclude. */
    static Reachability of(NativeSources sources) throws IOException {
        var reachability = new Reachability();
        for (Path jar : sources.jars()) {
            try (var file = new JarFile(jar.toFile())) {
                var names = file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(FOLDER) && name.endsWith(".json"))
                        .filter(name -> !sources.isExcluded(jar, "/" + name))
                        .toList();
                for (String name : names) {
                    try (InputStream in = file.getInputStream(file.getEntry(name))) {
                        reachability.add(name.substring(name.lastIndexOf('/') + 1), JSON.readTree(in));
                    }
                }
            }
        }
        return reachability;
    }

    private void add(String file, JsonNode content) {
        switch (file) {
            case "reflect-config.json" -> content.forEach(this::addType);
            case "proxy-config.json" ->
                content.forEach(proxy -> {
                    var interfaces = new ArrayList<String>();
                    (proxy.has("interfaces") ? proxy.get("interfaces") : proxy)
                            .forEach(type -> interfaces.add(type.asText()));
                    proxies.add(interfaces);
                });
            case "serialization-config.json" ->
                (content.has("types") ? content.get("types") : content)
                        .forEach(type -> serialized.add(type.get("name").asText()));
            case "resource-config.json" -> {
                content.at("/resources/includes")
                        .forEach(include -> resources.add(
                                Pattern.compile(include.get("pattern").asText())));
                content.path("bundles")
                        .forEach(bundle ->
                                bundles.add(bundle.get("name").asText().replaceFirst("^[^:]*:", "")));
                requireNothingElse(content.at("/resources/excludes"), file);
            }
            case "jni-config.json" -> {
                // Native code that looks up its classes is not recorded, so there is nothing to compare this with.
            }
            default -> throw new IllegalStateException("This test does not know how to read " + file);
        }
    }

    private void addType(JsonNode entry) {
        types.computeIfAbsent(TypeMetadata.binaryName(entry.get("name").asText()), name -> new TypeMetadata())
                .add(entry);
    }

    /** What is not there yet is not modelled: whoever adds it adds that. */
    private static void requireNothingElse(JsonNode content, String file) {
        if (!content.isEmpty()) {
            throw new IllegalStateException("This test does not know how to read this in " + file + ": " + content);
        }
    }

    /** Names of all classes of which it knows anything. */
    Set<String> types() {
        return types.keySet();
    }

    /** As it would be without the entries that name this class. */
    Reachability without(String type) {
        var rest = new Reachability();
        rest.types.putAll(types);
        if (rest.types.remove(type) == null) {
            throw new IllegalArgumentException("Nothing names " + type);
        }
        rest.proxies.addAll(proxies);
        rest.serialized.addAll(serialized);
        rest.bundles.addAll(bundles);
        rest.resources.addAll(resources);
        return rest;
    }

    /**
     * Empty if the image lets the code do what it did; else what it does not know, or the target if it is all of it.
     */
    List<String> missing(Access access) {
        return switch (access.kind()) {
            case METHODS, METHOD, CONSTRUCTORS, CONSTRUCTOR, COMPONENTS, FIELDS, FIELD ->
                access.members().stream()
                        .filter(member -> !hasMember(access, member, false))
                        .toList();
            case INVOKE, CONSTRUCT, HANDLE, ACCESS ->
                access.members().stream()
                        .filter(member -> !hasMember(access, member, true))
                        .toList();
            case CLASSES -> unless(hasFlag(access.target(), "allDeclaredClasses"), access);
            case CLASS, ARRAY -> unless(types.containsKey(access.target()), access);
            case ALLOCATE -> unless(hasFlag(access.target(), "unsafeAllocated"), access);
            case PROXY -> unless(proxies.contains(access.members()), access);
            case SERIALIZE -> unless(serialized.contains(access.target()), access);
            case RESOURCE -> unless(hasResource(access.target()), access);
            case BUNDLE -> unless(bundles.contains(access.target()), access);
            case LIBRARY, DEFINE -> List.of(access.target());
        };
    }

    private static List<String> unless(boolean known, Access access) {
        return known ? List.of() : List.of(access.target());
    }

    private boolean hasFlag(String type, String flag) {
        return types.containsKey(type) && types.get(type).has(flag);
    }

    private boolean hasResource(String name) {
        var path = name.startsWith("/") ? name.substring(1) : name;
        return resources.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    /** A member is registered with the class that declares it, or with all that are public of the class asked. */
    private boolean hasMember(Access access, String member, boolean use) {
        int hash = member.indexOf('#');
        var declaring = types.get(member.substring(0, hash));
        var name = member.substring(hash + 1);
        boolean constructor = name.startsWith("<init>(");
        if (declaring != null
                && (constructor
                        ? declaring.hasConstructor(name, use)
                        : name.endsWith(")") ? declaring.hasMethod(name, use) : declaring.hasField(name))) {
            return true;
        }
        var flag = constructor ? "allPublicConstructors" : name.endsWith(")") ? "allPublicMethods" : "allPublicFields";
        // Whether it is public stands nowhere here, but only those that are come with a class that inherits them.
        return hasFlag(access.target(), flag) && !access.target().equals(member.substring(0, hash));
    }
}
