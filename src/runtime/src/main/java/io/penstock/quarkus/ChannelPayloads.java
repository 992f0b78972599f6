package io.penstock.quarkus;

import io.penstock.connector.payload.PayloadDeclaration;
import io.penstock.connector.payload.PayloadDeclarations;

import java.util.List;

/** Tells the connector what the build found that channels are read as. */
public record ChannelPayloads(List<PayloadDeclaration> list) implements PayloadDeclarations {

    static ChannelPayloads of(List<ChannelPayload> found) {
        return new ChannelPayloads(found.stream()
                .map(each -> PayloadDeclaration.of(
                        each.channel(),
                        each.place(),
                        each.isInjected(),
                        each.signature().toType()))
                .toList());
    }
}
