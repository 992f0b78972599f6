package io.penstock.connector.payload;

import java.util.List;

/**
 * What the application's methods and injected streams take from channels, as was found when the application was built
 * or started. Reactive Messaging itself tells converters only the classes, without the arguments.
 */
public interface PayloadDeclarations {

    List<PayloadDeclaration> list();
}
