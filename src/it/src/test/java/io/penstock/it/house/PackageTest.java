package io.penstock.it.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Within a module, packages stand one above the other: the tables in docs/architecture.md list them from the bottom up,
 * and a package uses only those above its own row in the table.
 */
class PackageTest {

    private static final Map<String, List<String>> TABLES = PackageTables.read();

    @TestFactory
    Stream<DynamicTest> shouldHaveNoCycleBetweenThePackagesOfAModule() {
        return ProductClasses.BY_MODULE.entrySet().stream()
                .map(module -> dynamicTest(
                        module.getKey(),
                        () -> slices().assignedFrom(new ByPackage())
                                .should()
                                .beFreeOfCycles()
                                .check(module.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> shouldListEveryPackageOfAModule() {
        return ProductClasses.BY_MODULE.entrySet().stream()
                .map(module -> dynamicTest(module.getKey(), () -> {
                    var packages = module.getValue().stream()
                            .filter(type -> !type.getSimpleName().equals("package-info"))
                            .map(JavaClass::getPackageName)
                            .distinct()
                            .toList();
                    if (packages.size() > 1) {
                        assertThat(TABLES.getOrDefault(module.getKey(), List.of()))
                                .as("table of %s in docs/architecture.md", module.getKey())
                                .containsExactlyInAnyOrderElementsOf(packages);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldUseOnlyPackagesBelow() {
        return TABLES.entrySet().stream()
                .map(table -> dynamicTest(
                        table.getKey(),
                        () -> layers(table.getValue()).check(ProductClasses.BY_MODULE.get(table.getKey()))));
    }

    private static Architectures.LayeredArchitecture layers(List<String> bottomUp) {
        var layers = Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (var name : bottomUp) {
            layers = layers.layer(name).definedBy(name);
        }
        layers = layers.whereLayer(bottomUp.get(0)).mayNotAccessAnyLayer();
        for (var i = 1; i < bottomUp.size(); i++) {
            layers = layers.whereLayer(bottomUp.get(i))
                    .mayOnlyAccessLayers(bottomUp.subList(0, i).toArray(String[]::new));
        }
        return layers;
    }

    private static final class ByPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
