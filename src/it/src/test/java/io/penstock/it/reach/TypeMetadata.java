package io.penstock.it.reach;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;

/** What an image knows of one class: the union of all entries in {@code reflect-config.json} files that name it. */
final class TypeMetadata {

    private final Set<String> flags = new HashSet<>();
    private final Set<String> methods = new HashSet<>();
    private final Set<String> queriedMethods = new HashSet<>();
    private final Set<String> fields = new HashSet<>();

    void add(JsonNode entry) {
        entry.properties().forEach(property -> {
            if (property.getValue().isBoolean() && property.getValue().asBoolean()) {
                flags.add(property.getKey());
            }
        });
        entry.path("methods").forEach(method -> methods.add(signature(method)));
        entry.path("queriedMethods").forEach(method -> queriedMethods.add(signature(method)));
        entry.path("fields").forEach(field -> fields.add(field.get("name").asText()));
    }

    private static String signature(JsonNode method) {
        var types = new StringJoiner(",", method.get("name").asText() + "(", ")");
        method.path("parameterTypes").forEach(type -> types.add(binaryName(type.asText())));
        return types.toString();
    }

    /** Arrays as {@link Class#getName()} has them. */
    static String binaryName(String type) {
        if (!type.endsWith("[]")) {
            return type;
        }
        var element = binaryName(type.substring(0, type.length() - 2));
        return "["
                + switch (element) {
                    case "boolean" -> "Z";
                    case "byte" -> "B";
                    case "char" -> "C";
                    case "double" -> "D";
                    case "float" -> "F";
                    case "int" -> "I";
                    case "long" -> "J";
                    case "short" -> "S";
                    default -> element.startsWith("[") ? element : "L" + element + ";";
                };
    }

    /** @param use whether it is called too, and not only looked at */
    boolean hasMethod(String signature, boolean use) {
        return methods.contains(signature)
                || flags.contains("allDeclaredMethods")
                || !use && (queriedMethods.contains(signature) || flags.contains("queryAllDeclaredMethods"));
    }

    /** @param use whether it is called too, and not only looked at */
    boolean hasConstructor(String signature, boolean use) {
        return methods.contains(signature)
                || flags.contains("allDeclaredConstructors")
                || !use && (queriedMethods.contains(signature) || flags.contains("queryAllDeclaredConstructors"));
    }

    boolean hasField(String name) {
        return fields.contains(name) || flags.contains("allDeclaredFields");
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }
}
