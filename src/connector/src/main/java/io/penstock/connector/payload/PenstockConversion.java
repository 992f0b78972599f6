package io.penstock.connector.payload;

/** Marks the converters and extractors of this connector, to tell them from those of the application. */
public interface PenstockConversion {}
