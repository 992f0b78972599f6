package io.penstock.it.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/** What can be read in one sitting stays so: the size limits of the product's code. */
class SizeTest {

    private static final int LONGEST_FILE = 500;
    private static final int NEARLY_ALL_FILES = 350;
    private static final int MEDIAN_FILE = 90;
    private static final int LONGEST_METHOD = 70;
    private static final int LONGEST_LINE = 120;

    private final List<Path> files = Sources.mainFiles();

    @Test
    void shouldKeepFilesShort() throws IOException {
        var lengths = new ArrayList<Integer>();
        var tooLong = new ArrayList<String>();
        for (Path file : files) {
            int lines = Files.readAllLines(file).size();
            lengths.add(lines);
            if (lines > LONGEST_FILE) {
                tooLong.add(lines + " lines: " + name(file));
            }
        }
        lengths.sort(null);
        assertThat(tooLong).as("files above %d lines", LONGEST_FILE).isEmpty();
        assertThat(lengths.get(lengths.size() * 95 / 100))
                .as("95 %% of all files stay within %d lines", NEARLY_ALL_FILES)
                .isLessThanOrEqualTo(NEARLY_ALL_FILES);
        assertThat(lengths.get(lengths.size() / 2)).as("median").isLessThanOrEqualTo(MEDIAN_FILE);
    }

    @Test
    void shouldKeepLinesShort() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > LONGEST_LINE) {
                    tooLong.add(name(file) + ":" + (i + 1));
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

    private static String name(Path file) {
        return Sources.root().relativize(file).toString();
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
