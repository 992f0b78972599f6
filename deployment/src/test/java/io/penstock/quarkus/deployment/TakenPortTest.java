package io.penstock.quarkus.deployment;

import io.penstock.listener.QueueListener;
import io.quarkus.runtime.util.ExceptionUtil;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Somebody else listens on the port at which the broker is to be served. */
class TakenPortTest {

    private static ServerSocket taken;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class)
            .overrideRuntimeConfigKey("penstock.serve.enabled", "true")
            .overrideRuntimeConfigKey("penstock.serve.port", Integer.toString(take()))
            .setAfterAllCustomizer(TakenPortTest::giveBack)
            .assertException(failure -> assertThat(ExceptionUtil.getRootCause(failure))
                    .hasMessageStartingWith("Penstock cannot start: The server cannot listen on port "
                            + taken.getLocalPort() + " of 'localhost': "));

    private static int take() {
        try {
            taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
            return taken.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void giveBack() {
        try {
            taken.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldNotStart() {
        fail("The application must not start");
    }

    @Singleton
    public static class Bean {

        @QueueListener("orders")
        void order(String body) {
            throw new AssertionError("Nothing is taken by an application that does not start: " + body);
        }
    }
}
