package io.penstock.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.inject.Singleton;
import jakarta.jms.JMSConnectionFactoryDefinition;
import jakarta.jms.JMSDestinationDefinition;

import static org.assertj.core.api.Assertions.fail;

class InvalidDefinitionTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(Kind.class, Name.class, Nameless.class, Twice.class)
            .assertException(BuildProblems.are(
                    "Kind has @JMSDestinationDefinition 'jms/a' with interfaceName = 'jakarta.jms.Destination'",
                    "Name has @JMSDestinationDefinition 'jms/b', which is invalid",
                    "Nameless has @JMSConnectionFactoryDefinition without a name",
                    "Twice has @JMSDestinationDefinition 'jms/c', which is defined already"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @Singleton
    @JMSDestinationDefinition(name = "jms/a", interfaceName = "jakarta.jms.Destination")
    static class Kind {}

    @Singleton
    @JMSDestinationDefinition(name = "jms/b", interfaceName = "jakarta.jms.Queue", destinationName = "no name")
    static class Name {}

    @Singleton
    @JMSConnectionFactoryDefinition(name = "")
    static class Nameless {}

    @Singleton
    @JMSDestinationDefinition(name = "jms/c", interfaceName = "jakarta.jms.Queue")
    @JMSDestinationDefinition(name = "jms/c", interfaceName = "jakarta.jms.Topic")
    static class Twice {}
}
