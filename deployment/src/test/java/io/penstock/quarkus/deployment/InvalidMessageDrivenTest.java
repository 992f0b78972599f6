package io.penstock.quarkus.deployment;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Vetoed;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.transaction.Transactional;

import static org.assertj.core.api.Assertions.fail;

class InvalidMessageDrivenTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(
                    Deaf.class,
                    Final.class,
                    Abstract.class,
                    Shared.class,
                    Nowhere.class,
                    New.class,
                    Both.class,
                    Instant.class,
                    Parent.class,
                    Heir.class,
                    Excluded.class)
            .assertException(BuildProblems.are(
                    "Deaf is @MessageDriven, but does not implement jakarta.jms.MessageListener",
                    "Final is @MessageDriven, but not an ordinary class",
                    "Abstract is @MessageDriven, but not an ordinary class",
                    "Shared has the scope @ApplicationScoped",
                    "Nowhere names no destination",
                    "New has @Transactional(REQUIRES_NEW)",
                    "Both manages transactions itself and has @TransactionAttribute",
                    "Instant has @TransactionConfiguration(timeout = 0)",
                    "Heir has @TransactionConfiguration and inherits @Transactional",
                    "Excluded is @MessageDriven, but is kept from being a bean"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    @MessageDriven(mappedName = "a")
    static class Deaf {
        public void onMessage(Message message) {}
    }

    @MessageDriven(mappedName = "b")
    static final class Final implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }

    @MessageDriven(mappedName = "c")
    abstract static class Abstract implements MessageListener {}

    @MessageDriven(mappedName = "d")
    @ApplicationScoped
    static class Shared implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }

    @MessageDriven
    static class Nowhere implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }

    @MessageDriven(mappedName = "e")
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    static class New implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }

    @MessageDriven(mappedName = "f")
    @TransactionManagement(TransactionManagementType.BEAN)
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    static class Both implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }

    @MessageDriven(mappedName = "h")
    @TransactionConfiguration(timeout = 0)
    static class Instant implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }

    @Transactional
    abstract static class Parent implements MessageListener {}

    @MessageDriven(mappedName = "i")
    @TransactionConfiguration(timeout = 1)
    static class Heir extends Parent {
        @Override
        public void onMessage(Message message) {}
    }

    @MessageDriven(mappedName = "g")
    @Vetoed
    static class Excluded implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }
}
