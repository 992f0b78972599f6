package io.penstock.quarkus;

import io.penstock.quarkus.config.PenstockConfig;
import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The table in the documentation has every property, with its default, and no other. */
class ConfigurationReferenceTest {

    private static final Path DOCUMENT = Path.of("..", "..", "docs", "quarkus.md");

    /** What is said of those that have no default of their own. */
    private static final Set<String> NO_DEFAULTS = Set.of("annotation", "as usual", "none", "the roles decide");

    @Test
    void shouldDocumentEveryProperty() throws IOException {
        var properties = new TreeMap<String, String>();
        collect("quarkus.penstock", PenstockConfig.class, properties);
        assertThat(documented()).isEqualTo(properties);
    }

    private static Map<String, String> documented() throws IOException {
        var documented = new TreeMap<String, String>();
        for (var line : Files.readAllLines(DOCUMENT)) {
            var cells = line.split(" *\\| *");
            boolean property = cells.length == 4 && cells[1].startsWith("`quarkus.penstock.");
            if (property && (cells[2].startsWith("`") || NO_DEFAULTS.contains(cells[2]))) {
                documented.put(unquoted(cells[1]), NO_DEFAULTS.contains(cells[2]) ? "" : unquoted(cells[2]));
            }
        }
        return documented;
    }

    private static String unquoted(String cell) {
        return cell.replace("`", "");
    }

    private static void collect(String prefix, Class<?> mapping, Map<String, String> properties) {
        for (var method : mapping.getDeclaredMethods()) {
            var name =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType().equals(Map.class) && valueType(method).equals(String.class)) {
                properties.put(name + ".\"name\"", "");
            } else if (method.getReturnType().equals(Map.class)
                    && valueType(method).equals(Map.class)) {
                properties.put(name + ".\"name\".\"action\"", "");
            } else if (method.getReturnType().equals(Map.class)) {
                collect(name + ".\"name\"", valueType(method), properties);
            } else if (method.getReturnType().isInterface()
                    && method.getReturnType().getPackage() == PenstockConfig.class.getPackage()) {
                collect(name, method.getReturnType(), properties);
            } else {
                var byDefault = method.getAnnotation(WithDefault.class);
                properties.put(name, byDefault == null ? "" : byDefault.value());
            }
        }
    }

    private static Class<?> valueType(Method map) {
        var value = ((ParameterizedType) map.getGenericReturnType()).getActualTypeArguments()[1];
        return (Class<?>) (value instanceof ParameterizedType generic ? generic.getRawType() : value);
    }
}
