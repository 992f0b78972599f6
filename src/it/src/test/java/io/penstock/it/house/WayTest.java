package io.penstock.it.house;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/** The ways through the code in docs/architecture.md are true: the classes exist, and each is used where it stands. */
class WayTest {

    private static final String CHAPTER = "## Five ways through the code";
    private static final int WAYS = 5;

    /** Indentation, a class, and the class behind it if that is an interface. */
    private static final Pattern STEP = Pattern.compile("( *)([A-Z]\\w+)(?: = ([A-Z]\\w+))?(?: .*)?");

    private final Map<String, List<JavaClass>> byName = new HashMap<>();
    private final Map<String, Set<String>> uses = new HashMap<>();

    WayTest() {
        for (var type : ProductClasses.ALL) {
            if (type.getEnclosingClass().isEmpty()) {
                byName.computeIfAbsent(type.getSimpleName(), any -> new ArrayList<>())
                        .add(type);
            }
            var used = uses.computeIfAbsent(ProductClasses.outermost(type).getName(), any -> new HashSet<>());
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                used.add(ProductClasses.outermost(dependency.getTargetClass().getBaseComponentType())
                        .getName());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldBeTrue() throws IOException {
        var ways = ways();
        assertThat(ways).hasSize(WAYS);
        return ways.entrySet().stream().map(way -> dynamicTest(way.getKey(), () -> requireTrue(way.getValue())));
    }

    /** The lines of code blocks, by the heading above; an empty line parts two blocks. */
    private static Map<String, List<String>> ways() throws IOException {
        var ways = new HashMap<String, List<String>>();
        var inChapter = false;
        var inBlock = false;
        List<String> way = List.of();
        for (var line : Files.readAllLines(Sources.root().resolve("docs/architecture.md"))) {
            if (line.startsWith("## ")) {
                inChapter = line.equals(CHAPTER);
            } else if (inChapter && line.startsWith("### ")) {
                way = new ArrayList<>();
                ways.put(line.substring(4), way);
            } else if (inChapter && line.startsWith("```")) {
                inBlock = !inBlock;
            } else if (inChapter && inBlock) {
                way.add(line);
            }
        }
        return ways;
    }

    private void requireTrue(List<String> way) {
        record Above(int indent, JavaClass type) {}
        assertThat(way).isNotEmpty();
        var above = new ArrayDeque<Above>();
        for (var line : way) {
            var step = STEP.matcher(line);
            assertThat(step.matches()).as(line).isTrue();
            var indent = step.group(1).length();
            var type = only(step.group(2));
            while (!above.isEmpty() && above.peek().indent() >= indent) {
                above.pop();
            }
            if (!above.isEmpty()) {
                assertThat(uses.get(above.peek().type().getName()))
                        .as("%s uses %s", above.peek().type().getSimpleName(), type.getSimpleName())
                        .contains(type.getName());
            }
            var behind = step.group(3) == null ? type : only(step.group(3));
            assertThat(behind.isAssignableTo(type.getName()))
                    .as("%s is a %s", behind.getSimpleName(), type.getSimpleName())
                    .isTrue();
            above.push(new Above(indent, behind));
        }
    }

    private JavaClass only(String name) {
        assertThat(byName.getOrDefault(name, List.of()))
                .as("classes named %s", name)
                .hasSize(1);
        return byName.get(name).get(0);
    }
}
