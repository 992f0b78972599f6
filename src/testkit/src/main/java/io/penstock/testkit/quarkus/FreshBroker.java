package io.penstock.testkit.quarkus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@code @QuarkusTest} whose methods find no messages of others: all queues and subscriptions are purged before,
 * those of dead letters included. Destinations, subscriptions and schedules stay, and so does the memory of message
 * ids, as after any purge. A test that needs an empty data directory has a {@code @TestProfile} of its own: each start
 * of an application under test begins with one.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FreshBroker {

    /** Whether the messages go before each method, which is the default, or once, before the first of the class. */
    Per value() default Per.METHOD;

    /** How long messages stay. */
    enum Per {
        /** Each method begins without messages. */
        METHOD,
        /** The first method of the class begins without messages, and the others find what it has left. */
        CLASS
    }
}
