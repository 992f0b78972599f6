package io.penstock.bench.http;

import java.nio.ByteBuffer;

/** What one connection asks again and again, each time when it has been answered. */
interface Conversation {

    /** The next request; null if there is none any more. */
    ByteBuffer next();

    /** The answer to it has arrived. */
    void answered(HttpAnswer answer);
}
