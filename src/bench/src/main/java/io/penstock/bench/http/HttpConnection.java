package io.penstock.bench.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection to the server that stays open. Its answer is good until the next request. For one thread at a time. */
final class HttpConnection implements Closeable {

    private final SocketChannel channel;
    private final HttpAnswer answer = new HttpAnswer();

    private HttpConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static HttpConnection open(int port) throws IOException {
        var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new HttpConnection(channel);
    }

    /** Sends a request, and waits for its answer. */
    HttpAnswer call(ByteBuffer request) throws IOException {
        answer.clear();
        while (request.hasRemaining()) {
            channel.write(request);
        }
        while (!answer.read(channel)) {
            // The channel waits.
        }
        return answer;
    }

    SocketChannel channel() {
        return channel;
    }

    HttpAnswer answer() {
        return answer;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
