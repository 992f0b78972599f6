package io.penstock.connector.payload;

/** Reads and writes objects of the classes that a library has generated. */
interface GeneratedBodies {

    Object read(byte[] body, Class<?> type) throws Exception;

    byte[] write(Object payload) throws Exception;
}
