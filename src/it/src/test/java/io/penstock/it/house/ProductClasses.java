package io.penstock.it.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The compiled classes of the product, tests not included: all of them, and those of each module. */
final class ProductClasses {

    static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(Sources.modules().stream()
                    .map(ProductClasses::classes)
                    .filter(Files::isDirectory)
                    .toList());

    /** By the module's name, such as {@code src/journal}. What has no sources in Java, as the console, has no classes. */
    static final Map<String, JavaClasses> BY_MODULE = Sources.modules().stream()
            .filter(module -> Files.isDirectory(classes(module)))
            .filter(module -> !Sources.mainFiles(module).isEmpty())
            .collect(Collectors.toMap(
                    Sources::name, module -> ALL.that(liesIn(module)), (first, second) -> first, TreeMap::new));

    private ProductClasses() {}

    private static Path classes(Path module) {
        return module.resolve("target/classes");
    }

    private static DescribedPredicate<JavaClass> liesIn(Path module) {
        var directory = classes(module).toUri().toString();
        return DescribedPredicate.describe(
                "lies in " + module,
                type -> type.getSource().orElseThrow().getUri().toString().startsWith(directory));
    }

    /** The class that has a file of its own and in which this one lies; itself if it has its own. */
    static JavaClass outermost(JavaClass type) {
        var outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
