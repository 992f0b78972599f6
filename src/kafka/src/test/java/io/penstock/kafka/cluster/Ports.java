package io.penstock.kafka.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Gives ports that nobody listens at. They are outside the range that operating systems take for the other end of
 * connections, so that a broker finds its port free when it is started again.
 */
final class Ports {

    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;

    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();

    int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + random.nextInt(COUNT);
            if (given.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free from " + FIRST + " on.");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
