package io.penstock.it.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may know whom. The picture is in docs/architecture.md; this is what makes it true. */
class LayerTest {

    private static final String API = "io.penstock";
    private static final String LISTENER = "io.penstock.listener";
    private static final String SPI = "io.penstock.spi";
    private static final String JOURNAL = "io.penstock.journal..";
    private static final String BROKER = "io.penstock.broker..";
    private static final String KAFKA = "io.penstock.kafka..";
    private static final String SECURITY = "io.penstock.security..";
    private static final String EMBEDDED = "io.penstock.embedded..";
    private static final String REMOTE = "io.penstock.remote..";
    private static final String[] FRONT_DOORS = {
        REMOTE,
        "io.penstock.jms..",
        "io.penstock.connector..",
        "io.penstock.postgres..",
        "io.penstock.server.http..",
        "io.penstock.server.sample.."
    };

    /** It shows what the database holds, and is no door to the broker. */
    private static final String TRIAGE_OVER_HTTP = "io.penstock.server.http.triage..";

    private static final JavaClasses OURS = ProductClasses.ALL;

    @Test
    void shouldSeeEveryModule() {
        assertThat(OURS.stream().map(type -> type.getPackageName()).distinct())
                .contains(API, "io.penstock.journal", "io.penstock.broker", "io.penstock.jms", "io.penstock.connector")
                .contains("io.penstock.embedded", "io.penstock.security", "io.penstock.remote")
                .contains("io.penstock.kafka")
                .contains("io.penstock.postgres", "io.penstock.postgres.deployment")
                .contains("io.penstock.quarkus", "io.penstock.quarkus.deployment");
    }

    @Test
    void shouldLetTheApiKnowTheJdkAndTheAnnotationsForNullAlone() {
        classes()
                .that()
                .resideInAnyPackage(API, LISTENER, SPI)
                .should()
                .onlyDependOnClassesThat()
                // The one exception to the JDK alone: annotations for null, which are not needed at run time.
                .resideInAnyPackage(API, LISTENER, SPI, "java..", "org.jspecify.annotations")
                .check(OURS);
    }

    @Test
    void shouldLetTheJournalKnowNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage(JOURNAL)
                .should()
                .dependOnClassesThat(resideInAPackage("io.penstock..").and(not(resideInAPackage(JOURNAL))))
                .check(OURS);
    }

    @Test
    void shouldLetTheBrokerKnowApiAndJournalOnly() {
        classes()
                .that()
                .resideInAPackage(BROKER)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        API,
                        SPI,
                        JOURNAL,
                        BROKER,
                        "java..",
                        "jdk.jfr",
                        "org.jboss.logging..",
                        "org.jspecify.annotations"))
                .check(OURS);
    }

    @Test
    void shouldLetTheEngineOnKafkaKnowApiEngineAndConnectionOnly() {
        classes()
                .that()
                .resideInAPackage(KAFKA)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        API,
                        SPI,
                        JOURNAL,
                        BROKER,
                        REMOTE,
                        KAFKA,
                        "java..",
                        "javax.crypto..",
                        "org.apache.kafka..",
                        "org.jboss.logging..",
                        "org.jspecify.annotations"))
                .check(OURS);
    }

    @Test
    void shouldLetSecurityKnowTheApiOnly() {
        classes()
                .that()
                .resideInAPackage(SECURITY)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(API, SPI, SECURITY, "java..", "javax.crypto..", "org.jspecify.annotations"))
                .check(OURS);
    }

    @Test
    void shouldLetTheConnectionKnowApiAndSecurityOnly() {
        classes()
                .that()
                .resideInAPackage(REMOTE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        API,
                        SPI,
                        SECURITY,
                        REMOTE,
                        "java..",
                        "javax.crypto..",
                        "com.google.protobuf",
                        "io.vertx.core..",
                        "org.jboss.logging..",
                        "org.jspecify.annotations"))
                .check(OURS);
    }

    @Test
    void shouldKeepFrontDoorsBeforeTheBrokerInterface() {
        noClasses()
                .that()
                .resideInAnyPackage(FRONT_DOORS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BROKER, JOURNAL)
                .check(OURS);
    }

    @Test
    void shouldLetOnlyThePlainJavaPackageJoinBrokerAndProvider() {
        classes()
                .that()
                .resideInAPackage(EMBEDDED)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        API,
                        SPI,
                        BROKER,
                        "io.penstock.jms..",
                        EMBEDDED,
                        "java..",
                        "javax.naming..",
                        "jakarta.jms..",
                        "org.jboss.logging.."))
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackage(EMBEDDED)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(EMBEDDED)
                .check(OURS);
    }

    @Test
    void shouldKeepFrontDoorsApart() {
        for (String door : FRONT_DOORS) {
            for (String other : FRONT_DOORS) {
                if (!door.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(door)
                            .and()
                            .resideOutsideOfPackage(TRIAGE_OVER_HTTP)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(other)
                            .check(OURS);
                }
            }
        }
    }

    @Test
    void shouldLetTheTriageOverHttpKnowTheTriageAlone() {
        noClasses()
                .that()
                .resideInAPackage(TRIAGE_OVER_HTTP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.penstock.postgres",
                        "io.penstock.postgres.outbox..",
                        "io.penstock.jms..",
                        "io.penstock.connector..",
                        "io.penstock.server.sample..")
                .check(OURS);
    }

    @Test
    void shouldKeepEntitiesPublic() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePublic()
                .because("the proxies that an application gets for them are in another class loader")
                .check(OURS);
    }

    @Test
    void shouldAskAClockForTheTimeAndNeverSleep() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .because("clocks are constructor parameters, and a wait is for a condition")
                .check(OURS);
    }
}
