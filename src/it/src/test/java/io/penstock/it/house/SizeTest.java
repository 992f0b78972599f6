package io.penstock.it.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/** Keeps files, methods and packages of the product so small that each can be read in one sitting. */
class SizeTest {

    private static final int LONGEST_FILE = 500;
    private static final int NEARLY_ALL_FILES = 350;
    private static final int MEDIAN_FILE = 90;
    private static final int MOST_FILES = 40;

    /** The types of the public API name each other, so they share one package. */
    private static final String EXEMPT_PACKAGE = "src/api/src/main/java/io/penstock";

    private static final int LONGEST_METHOD = 70;
    private static final int LONGEST_LINE = 120;

    private final List<Path> files = Sources.mainFiles();

    @TestFactory
    Stream<DynamicTest> shouldKeepTheFilesOfAModuleShort() {
        return judged().map(module -> dynamicTest(Sources.name(module), () -> requireShortFiles(module)));
    }

    private static void requireShortFiles(Path module) throws IOException {
        var lengths = new ArrayList<Integer>();
        var tooLong = new ArrayList<String>();
        for (Path file : Sources.mainFiles(module)) {
            int lines = Files.readAllLines(file).size();
            lengths.add(lines);
            if (lines > LONGEST_FILE) {
                tooLong.add(lines + " lines: " + Sources.name(file));
            }
        }
        lengths.sort(null);
        assertThat(tooLong).as("files above %d lines", LONGEST_FILE).isEmpty();
        assertThat(lengths.get(lengths.size() * 95 / 100))
                .as("95 %% of all files stay within %d lines", NEARLY_ALL_FILES)
                .isLessThanOrEqualTo(NEARLY_ALL_FILES);
        assertThat((lengths.get((lengths.size() - 1) / 2) + lengths.get(lengths.size() / 2)) / 2)
                .as("median")
                .isLessThanOrEqualTo(MEDIAN_FILE);
    }

    @TestFactory
    Stream<DynamicTest> shouldKeepPackagesSmall() {
        return judged().map(module -> dynamicTest(Sources.name(module), () -> {
            var files = Sources.mainFiles(module).stream()
                    .collect(Collectors.groupingBy(file -> Sources.name(file.getParent()), Collectors.counting()));
            files.keySet().removeIf(directory -> directory.endsWith(EXEMPT_PACKAGE));
            assertThat(files.entrySet())
                    .filteredOn(directory -> directory.getValue() > MOST_FILES)
                    .as("packages of more than %d files", MOST_FILES)
                    .isEmpty();
        }));
    }

    /** All modules with code of their own, without the test kit: what it holds are tests. */
    private static Stream<Path> judged() {
        return Sources.modules().stream()
                .filter(module -> !module.endsWith("conformance"))
                .filter(module -> !Sources.mainFiles(module).isEmpty());
    }

    @Test
    void shouldGiveEachClassANameOfItsOwn() {
        var byName = judged().flatMap(module -> Sources.mainFiles(module).stream())
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        assertThat(byName.values())
                .filteredOn(files -> files.size() > 1)
                .as("classes of the same name")
                .isEmpty();
    }

    @Test
    void shouldKeepLinesShort() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > LONGEST_LINE) {
                    tooLong.add(Sources.name(file) + ":" + (i + 1));
                }
            }
        }
        assertThat(tooLong).as("lines above %d characters", LONGEST_LINE).isEmpty();
    }

    @Test
    void shouldKeepMethodsShort() throws IOException {
        var tooLong = new ArrayList<String>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new MethodLengths(unit, positions, tooLong).scan(unit, null);
            }
        }
        assertThat(tooLong).as("methods above %d lines", LONGEST_METHOD).isEmpty();
    }

    private static final class MethodLengths extends TreePathScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> tooLong;

        MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
            this.unit = unit;
            this.positions = positions;
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                long lines = line(positions.getEndPosition(unit, method))
                        - line(positions.getStartPosition(unit, method.getBody()))
                        + 1;
                if (lines > LONGEST_METHOD) {
                    tooLong.add(lines + " lines: " + unit.getSourceFile().getName() + " " + method.getName());
                }
            }
            return super.visitMethod(method, nothing);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
