package io.penstock.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.InputStream;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidChannelPayloadTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Reader.class)
            .overrideConfigKey("mp.messaging.incoming.files.connector", "penstock")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("Channel 'files'")
                    .hasStackTraceContaining("Reader#read()")
                    .hasStackTraceContaining("takes java.io.InputStream, which no message can be converted to"));

    @Test
    void shouldNotStartAMethodThatNoMessageCanBeGivenTo() {
        throw new AssertionError("The application has started.");
    }

    @Singleton
    static class Reader {

        @Incoming("files")
        void read(InputStream file) {}
    }
}
