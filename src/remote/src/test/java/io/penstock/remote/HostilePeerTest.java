package io.penstock.remote;

import io.penstock.conformance.tool.EachSeed;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.Handshake;
import io.penstock.remote.wire.Kind;
import io.penstock.remote.wire.Out;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a peer sends, it gets an error or is cut off, and others are served. */
class HostilePeerTest extends RemoteTest {

    private static final byte[] LINK = new byte[Handshake.NONCE_BYTES];

    @Override
    BrokerServerOptions.Builder serverOptions() {
        return super.serverOptions()
                .loginTimeout(Duration.ofSeconds(1))
                .idleTimeout(Duration.ofSeconds(3))
                .maxConnections(50);
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static void send(Socket socket, Buffer... frames) throws IOException {
        for (var frame : frames) {
            socket.getOutputStream().write(frame.getBytes());
        }
    }

    private static Buffer hello(int oldest, int newest) {
        return Frame.write(Kind.HELLO, 0, new Handshake.Hello(Handshake.MAGIC, oldest, newest, LINK), Handshake.HELLO);
    }

    private static Buffer login() {
        return Frame.write(Kind.LOGIN, 0, new Handshake.Login("", null, null, null), Handshake.LOGIN);
    }

    private Socket loggedIn() throws IOException {
        var socket = connect();
        send(socket, hello(1, 1));
        assertThat(read(socket).kind()).isEqualTo(Kind.WELCOME);
        send(socket, login());
        assertThat(read(socket).kind()).isEqualTo(Kind.READY);
        return socket;
    }

    private static Frame read(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return Frame.of(Buffer.buffer(bytes));
    }

    /** Reads all that the server says, until it ends the connection. */
    private static String rest(Socket socket) throws IOException {
        var text = new StringBuilder();
        try {
            byte[] bytes = socket.getInputStream().readAllBytes();
            text.append(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (java.net.SocketException e) {
            text.append("reset");
        }
        socket.close();
        return text.toString();
    }

    private void expectOthersServed() {
        assertThat(remote.destinations()).isNotNull();
        assertThat(server.connections()).isPositive();
    }

    @Test
    void shouldCutWhoeverSendsGarbageBeforeTheLogin() {
        EachSeed.fromAnywhere(50, seed -> {
            var random = new Random(seed);
            byte[] garbage = new byte[4 + random.nextInt(2_000)];
            random.nextBytes(garbage);
            try (var socket = connect()) {
                socket.getOutputStream().write(garbage);
                socket.shutdownOutput();
                rest(socket);
            }
        });
        expectOthersServed();
    }

    /** Valid frames with some bytes changed: what is understood is done, and the rest is refused. */
    @Test
    void shouldSurviveFramesThatAreNearlyRight() {
        EachSeed.fromAnywhere(50, seed -> {
            var random = new Random(seed);
            try (var socket = loggedIn()) {
                var fields = new Out()
                        .text(1, "a")
                        .bytes(
                                2,
                                new Out()
                                        .text(1, "b")
                                        .number(2, random.nextLong())
                                        .toBytes())
                        .bytes(3, new byte[random.nextInt(50)])
                        .number(4, random.nextInt())
                        .toBytes();
                for (int i = 0; i < 20; i++) {
                    byte[] changed = fields.clone();
                    for (int j = 0; j < random.nextInt(4); j++) {
                        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                    }
                    send(socket, Frame.write(Kind.FIRST_CALL + random.nextInt(120), 1_000 + i, changed));
                }
                socket.shutdownOutput();
                rest(socket);
            } catch (java.net.SocketException e) {
                // It was cut while it was still sending.
                assertThat(e).isNotNull();
            }
        });
        expectOthersServed();
    }

    @Test
    void shouldRefuseFramesThatAreTooLongBeforeTheyCome() throws IOException {
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 9, Handshake.MAX_LOGIN_BYTES + 1}) {
            try (var socket = connect()) {
                send(socket, Buffer.buffer().appendInt(length).appendBytes(new byte[20]));
                assertThat(rest(socket)).contains("A frame has " + Integer.toUnsignedString(length) + " bytes");
            }
        }
        try (var socket = loggedIn()) {
            send(socket, Buffer.buffer().appendInt(Integer.MAX_VALUE));
            assertThat(rest(socket)).contains("A frame has 2147483647 bytes");
        }
        expectOthersServed();
    }

    @Test
    void shouldRefuseVersionsThatItDoesNotKnow() throws IOException {
        try (var socket = connect()) {
            send(socket, hello(2, 9));
            assertThat(rest(socket)).contains("The client speaks the versions 2 to 9");
        }
        expectOthersServed();
    }

    @Test
    void shouldPassOverWhatIsOptionalAndRefuseWhatIsNot() throws IOException {
        try (var socket = loggedIn()) {
            send(socket, Frame.write(Kind.FIRST_OPTIONAL, 0, new byte[0]));
            send(socket, Frame.write(9_999, 7, new byte[0]));
            var answer = read(socket);
            assertThat(answer.kind()).isEqualTo(Kind.ERROR);
            assertThat(answer.id()).isEqualTo(7);
            send(socket, Frame.write(50, 0, new byte[0]));
            assertThat(rest(socket)).contains("does not know frames of kind 50");
        }
        expectOthersServed();
    }

    @Test
    void shouldRefuseMessagesThatLieTooDeepInEachOther() throws IOException {
        byte[] fields = new Out().text(1, "x").toBytes();
        for (int i = 0; i < 100; i++) {
            fields = new Out()
                    .bytes(1, fields)
                    .bytes(2, fields.length < 5_000 ? fields : null)
                    .toBytes();
        }
        try (var socket = loggedIn()) {
            send(socket, Frame.write(158, 1, fields), Frame.write(203, 2, fields), Frame.write(100, 3, fields));
            socket.shutdownOutput();
            rest(socket);
        }
        expectOthersServed();
    }

    @Test
    void shouldCutWhoeverSaysNothing() throws IOException {
        try (var silent = connect();
                var greeted = connect();
                var halfOpen = loggedIn()) {
            send(greeted, hello(1, 1));
            assertThat(rest(silent)).contains("Nobody has logged in within PT1S");
            assertThat(rest(greeted)).contains("Nobody has logged in within PT1S");
            assertThat(rest(halfOpen)).isEmpty();
        }
        until(() -> server.connections() == 1);
        expectOthersServed();
    }

    @Test
    void shouldRefuseMoreConnectionsThanItMayHave() throws IOException {
        var sockets = new ArrayList<Socket>();
        for (int i = 1; i < 50; i++) {
            sockets.add(loggedIn(i));
        }
        assertThat(server.connections()).isEqualTo(50);
        try (var further = connect()) {
            assertThat(rest(further)).doesNotContain("penstock");
        }
        expectOthersServed();
        for (var socket : sockets) {
            socket.close();
        }
        until(() -> server.connections() == 1);
    }

    private Socket loggedIn(int number) throws IOException {
        byte[] link = LINK.clone();
        link[0] = (byte) number;
        var socket = connect();
        send(socket, Frame.write(Kind.HELLO, 0, new Handshake.Hello(Handshake.MAGIC, 1, 1, link), Handshake.HELLO));
        assertThat(read(socket).kind()).isEqualTo(Kind.WELCOME);
        send(socket, login());
        assertThat(read(socket).kind()).isEqualTo(Kind.READY);
        return socket;
    }

    /** It asks for as much as there is, and takes nothing of it. */
    @Test
    void shouldNotKeepWhatAClientDoesNotTake() throws IOException {
        queue("orders");
        byte[] body = new byte[500_000];
        for (int i = 0; i < 60; i++) {
            engine.send(io.penstock.Message.to("orders").body(body).build());
        }
        try (var socket = loggedIn()) {
            for (int i = 0; i < 400; i++) {
                send(
                        socket,
                        Frame.write(
                                112,
                                i,
                                io.penstock.BrowseRequest.all("orders", 10).build(),
                                io.penstock.remote.wire.RequestCodecs.BROWSE));
            }
            expectOthersServed();
        }
        until(() -> server.connections() == 1);
    }
}
