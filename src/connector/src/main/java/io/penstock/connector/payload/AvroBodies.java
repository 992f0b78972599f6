package io.penstock.connector.payload;

import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import java.io.IOException;

/** Reads and writes specific records of Avro. Only whoever has such a class touches this one. */
final class AvroBodies implements GeneratedBodies {

    @Override
    public Object read(byte[] body, Class<?> type) throws IOException {
        var data = SpecificData.getForClass(type);
        return new BinaryMessageDecoder<>(data, data.getSchema(type)).decode(body);
    }

    @Override
    public byte[] write(Object payload) throws IOException {
        var record = (SpecificRecord) payload;
        var bytes = new BinaryMessageEncoder<SpecificRecord>(
                        SpecificData.getForClass(record.getClass()), record.getSchema())
                .encode(record);
        var body = new byte[bytes.remaining()];
        bytes.get(body);
        return body;
    }
}
