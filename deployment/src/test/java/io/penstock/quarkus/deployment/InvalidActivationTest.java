package io.penstock.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

import static org.assertj.core.api.Assertions.fail;

class InvalidActivationTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = BuildProblems.of(
                    Base.class,
                    Unknown.class,
                    Selecting.class,
                    Twice.class,
                    Kind.class,
                    Mode.class,
                    Durability.class,
                    Nameless.class,
                    Sharing.class,
                    Spellings.class,
                    None.class,
                    Word.class)
            .assertException(BuildProblems.are(
                    "Unknown has the activation property 'useJNDI', which is not supported: remove it",
                    "Selecting has the activation property messageSelector = 'x = ORDER BY y'. The filter [x = ORDER BY"
                            + " y] is wrong at position",
                    "Twice has the activation property 'destination' twice",
                    "Kind has the activation property destinationType"
                            + " = 'javax.jms.Queue': it must be jakarta.jms.Queue or",
                    "Mode has the activation property acknowledgeMode = 'Client-acknowledge'",
                    "Durability has the activation property subscriptionDurability"
                            + " = 'durable': it must be Durable or NonDurable",
                    "Nameless has a durable or shared subscription without a name",
                    "Sharing has the activation property shareSubscriptions = 'yes': it must be true or false",
                    "Spellings has the activation properties maxSession and maxSessions",
                    "None has the activation property maxSession = '0': it must be a whole number from 1",
                    "Word has the activation property maxSession = 'many'"));

    @Test
    void shouldFailTheBuild() {
        fail("The application must not start");
    }

    abstract static class Base implements MessageListener {
        @Override
        public void onMessage(Message message) {}
    }

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "true")
            })
    static class Unknown extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "messageSelector", propertyValue = "x = ORDER BY y")
            })
    static class Selecting extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "b")
            })
    static class Twice extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "javax.jms.Queue")
            })
    static class Kind extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "acknowledgeMode", propertyValue = "Client-acknowledge")
            })
    static class Mode extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "durable")
            })
    static class Durability extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable")
            })
    static class Nameless extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "shareSubscriptions", propertyValue = "yes")
            })
    static class Sharing extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
                @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "2")
            })
    static class Spellings extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "0")
            })
    static class None extends Base {}

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "destination", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "many")
            })
    static class Word extends Base {}
}
