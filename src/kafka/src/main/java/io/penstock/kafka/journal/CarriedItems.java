package io.penstock.kafka.journal;

import java.nio.ByteBuffer;

/** Is told what a record {@linkplain Carried carries}, in order. */
public interface CarriedItems {

    /** The buffer is valid during the call only. */
    void entry(ByteBuffer entry);

    /** Here is the place of the record itself. */
    void record();
}
