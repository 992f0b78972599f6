package io.penstock.broker.filter;

/** Gives the values of the identifiers of a filter. It is asked in the thread that evaluates. */
@FunctionalInterface
public interface Fields {

    /**
     * The value of an identifier: null if there is none, else a String, Boolean, Byte, Short, Integer, Long, Float,
     * Double, or an {@link UntypedText}. A value of any other type is like no other and compares as false.
     */
    Object value(String identifier);
}
