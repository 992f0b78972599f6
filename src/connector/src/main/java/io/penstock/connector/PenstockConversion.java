package io.penstock.connector;

/** Marks the converters and extractors of this connector, to tell them from those of the application. */
interface PenstockConversion {}
