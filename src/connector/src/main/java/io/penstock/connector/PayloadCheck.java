package io.penstock.connector;

import io.penstock.PenstockException;
import io.penstock.connector.payload.DeclaredPayloads;
import io.penstock.connector.payload.PayloadDeclaration;
import io.penstock.connector.payload.PayloadTypes;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.keyed.KeyValueExtractor;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Refuses channels that are read as something that no message can be converted to. Otherwise each of their messages
 * would become a dead letter, or reach its method as bytes.
 */
@ApplicationScoped
class PayloadCheck {

    private final DeclaredPayloads declared;
    private final PayloadReader reader;
    private final Instance<MessageConverter> converters;
    private final Instance<KeyValueExtractor> extractors;

    @Inject
    PayloadCheck(
            DeclaredPayloads declared,
            PayloadReader reader,
            @Any Instance<MessageConverter> converters,
            @Any Instance<KeyValueExtractor> extractors) {
        this.declared = declared;
        this.reader = reader;
        this.converters = converters;
        this.extractors = extractors;
    }

    /** Lets the container make a proxy. */
    PayloadCheck() {
        this(null, null, null, null);
    }

    /** @throws PenstockException.InvalidConfiguration if a method takes what the channel cannot give */
    void require(IncomingSettings settings) {
        var channel = new ChannelAttributes(settings.channel());
        var places = declared.of(channel.name());
        if (settings.batch().isPresent()) {
            places.forEach(each -> requireList(channel, each));
        }
        places.forEach(each -> requireReadable(channel, each));
        places.forEach(each -> requireAlone(channel, each));
    }

    private static void requireList(ChannelAttributes channel, PayloadDeclaration place) {
        if (PayloadTypes.raw(place.type()) != List.class) {
            throw channel.wrong("attribute 'batch' is true, but '" + place.place() + "' takes "
                    + place.type().getTypeName() + ": take a List<T> or a Message<List<T>>");
        }
    }

    private void requireReadable(ChannelAttributes channel, PayloadDeclaration place) {
        if (reader.canReadDeclared(place.type())) {
            return;
        }
        if (Stream.concat(converters.stream(), extractors.stream()).anyMatch(PayloadCheck::isOfApplication)) {
            return; // Only it knows.
        }
        throw channel.wrong("'" + place.place() + "' takes " + place.type().getTypeName()
                + ", which no message can be converted to: take bytes, text, io.penstock.Message or a type that JSON "
                + "can be read into, with all of its type arguments, or write a MessageConverter");
    }

    /** Reactive Messaging tells a converter the class alone, so that of two types with one class only one is known. */
    private void requireAlone(ChannelAttributes channel, PayloadDeclaration place) {
        var known = declared.complete(channel.name(), PayloadTypes.raw(place.type()));
        if (!Objects.equals(known.getTypeName(), place.type().getTypeName())) {
            throw channel.wrong("it is read both as " + known.getTypeName() + " and, by '" + place.place() + "', as "
                    + place.type().getTypeName()
                    + ", which cannot be told apart: use two channels, or a class of your own for one of them");
        }
    }

    private static boolean isOfApplication(Object bean) {
        var name = bean.getClass().getName();
        return !name.startsWith("io.smallrye.reactive.") && !(bean instanceof PenstockConversion);
    }
}
