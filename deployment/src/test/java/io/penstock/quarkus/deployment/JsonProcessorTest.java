package io.penstock.quarkus.deployment;

import io.penstock.quarkus.JsonDocument;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.smallrye.mutiny.Multi;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class JsonProcessorTest {

    @JsonDocument
    interface Report {}

    record Daily(int orders) implements Report {}

    static class Yearly implements Report {}

    static final class Fiscal extends Yearly {}

    @JsonDocument
    record Receipt(String id) {}

    record Unmarked(String id) {}

    record Order(String number) {}

    record Invoice(String number) {}

    record Parcel(String number) {}

    record Letter(String number) {}

    static final class Channels {

        @Channel("letters")
        Emitter<Letter> letters;

        @Incoming("orders")
        @Outgoing("invoices")
        Multi<Message<Invoice>> bill(Multi<Order> orders) {
            return null;
        }

        @Incoming("parcels")
        void carry(List<? extends Parcel> parcels) {}

        @Incoming("receipts")
        void file(Receipt ofALibrary) {}

        @Incoming("texts")
        void read(String text) {}

        @Incoming("bytes")
        void read(byte[] bytes) {}
    }

    private final List<ReflectiveHierarchyBuildItem> registered = new ArrayList<>();

    @Test
    void shouldRegisterWhatIsMarkedAndWhatInheritsTheMark() throws Exception {
        new JsonProcessor()
                .documents(
                        index(Report.class, Daily.class, Yearly.class, Fiscal.class, Receipt.class, Unmarked.class),
                        registered::add);

        assertThat(names())
                .containsExactlyInAnyOrder(
                        Report.class.getName(),
                        Daily.class.getName(),
                        Yearly.class.getName(),
                        Fiscal.class.getName(),
                        Receipt.class.getName());
    }

    @Test
    void shouldRegisterThePayloadsOfChannelsWithoutTheirWrappers() throws Exception {
        new JsonProcessor()
                .payloads(
                        index(Channels.class, Order.class, Invoice.class, Parcel.class, Letter.class, Unmarked.class),
                        registered::add);

        assertThat(names())
                .contains(
                        Order.class.getName(), Invoice.class.getName(), Parcel.class.getName(), Letter.class.getName())
                .doesNotContain(Unmarked.class.getName(), Receipt.class.getName())
                .allMatch(name -> name.startsWith(JsonProcessorTest.class.getName()));
    }

    private List<String> names() {
        return registered.stream().map(item -> item.getType().name().toString()).toList();
    }

    private static CombinedIndexBuildItem index(Class<?>... classes) throws IOException {
        var index = Index.of(classes);
        return new CombinedIndexBuildItem(index, index);
    }
}
