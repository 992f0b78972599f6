package io.penstock.connector.payload;

import java.lang.reflect.Type;

/** Reads JSON into generic types, such as {@code List<Order>}. */
interface GenericTypes {

    /** @throws RuntimeException if the text is no JSON for that type */
    Object read(String json, Type type);
}
