package io.penstock.connector.payload;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/** Reads and writes messages of Protobuf. Only whoever has such a class touches this one. */
final class ProtobufBodies implements GeneratedBodies {

    @Override
    public Object read(byte[] body, Class<?> type) throws Exception {
        return ((Parser<?>) type.getMethod("parser").invoke(null)).parseFrom(body);
    }

    @Override
    public byte[] write(Object payload) {
        return ((MessageLite) payload).toByteArray();
    }
}
