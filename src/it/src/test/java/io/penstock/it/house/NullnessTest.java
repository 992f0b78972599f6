package io.penstock.it.house;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The public API says in its signatures what may be null: tools read those, and nobody reads the Javadoc to them. */
class NullnessTest {

    /** A comment, and the declaration behind it: up to its body or its end. */
    private static final Pattern DOCUMENTED = Pattern.compile("/\\*\\*(.*?)\\*/\\s*([^;{]*)[;{]", Pattern.DOTALL);

    private static final Pattern NULL = Pattern.compile("\\bnull\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_MEMBER = Pattern.compile("\\b(class|interface|enum|package)\\s+\\w+");

    @Test
    void shouldSpeakOfNullOnlyWhereTheSignatureDoes() {
        var wrong = new ArrayList<String>();
        for (var file : files()) {
            var documented = DOCUMENTED.matcher(text(file));
            while (documented.find()) {
                var declaration = documented.group(2);
                if (NULL.matcher(documented.group(1)).find()
                        && !declaration.contains("@Nullable")
                        && !NO_MEMBER.matcher(declaration).find()) {
                    wrong.add(file.getFileName() + ": " + declaration.strip());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldMarkEveryPackage() {
        assertThat(files().stream().map(Path::getParent).distinct())
                .isNotEmpty()
                .allSatisfy(folder ->
                        assertThat(text(folder.resolve("package-info.java"))).contains("\n@NullMarked\npackage "));
    }

    /** Constructors of records are not asked: only brokers call them. */
    @Test
    void shouldTakeNoOptionalAsAParameter() {
        var methods = ProductClasses.BY_MODULE.get("src/api").stream()
                .flatMap(type -> type.getMethods().stream())
                .toList();
        assertThat(methods).isNotEmpty();
        assertThat(methods)
                .filteredOn(method -> method.getRawParameterTypes().stream().anyMatch(NullnessTest::isOptional))
                .isEmpty();
    }

    private static boolean isOptional(JavaClass type) {
        return type.isEquivalentTo(Optional.class);
    }

    private static List<Path> files() {
        return Sources.mainFiles(Sources.root().resolve("src/api"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
