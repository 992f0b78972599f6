package io.penstock.jms.subscription;

import io.penstock.Subscription;
import io.penstock.jms.subscription.SubscriptionName.Kind;
import org.junit.jupiter.api.Test;

import java.util.HashSet;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionNameTest {

    @Test
    void shouldBeReadableForOrdinaryNames() {
        assertThat(new SubscriptionName(Kind.DURABLE, "billing", "audit.eu").inBroker())
                .isEqualTo("billing..audit.eu");
        assertThat(new SubscriptionName(Kind.SHARED_DURABLE, null, "audit").inBroker())
                .isEqualTo("jms..audit..shared");
    }

    @Test
    void shouldBeValidAndDifferentForDifferentSubscriptions() {
        String[] parts = {"a", "b", "a.b", "a..b", ".a", "a.", "jms", "hex-61", "Grüße an alle", "a/b", "shared"};
        var seen = new HashSet<String>();

        for (String name : parts) {
            for (var kind : Kind.values()) {
                assertThat(seen.add(valid(new SubscriptionName(kind, null, name))))
                        .isTrue();
                for (String client : parts) {
                    assertThat(seen.add(valid(new SubscriptionName(kind, client, name))))
                            .as("%s of client %s, %s", name, client, kind)
                            .isTrue();
                }
            }
        }
    }

    private static String valid(SubscriptionName name) {
        return Subscription.ofTopic("t", name.inBroker()).build().name();
    }
}
