package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.ListenerDefinition.Parameter;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds out what a listener method's parameters take, and refuses types that no part of a message can be turned into.
 */
final class ParameterReader {

    private static final String PAYLOADS =
            "String, byte[], io.penstock.Message, io.penstock.Delivery, or a class or record that its JSON is read"
                    + " into";

    private final IndexView index;

    ParameterReader(IndexView index) {
        this.index = index;
    }

    List<Parameter> read(MethodInfo method) throws InvalidListener {
        if (method.parametersCount() == 0) {
            throw new InvalidListener(method, "has no parameter for the message: take " + PAYLOADS + ".");
        }
        var parameters = new ArrayList<Parameter>();
        parameters.add(payload(method, method.parameterType(0)));
        for (int i = 1; i < method.parametersCount(); i++) {
            parameters.add(further(method, method.parameterType(i)));
        }
        return parameters;
    }

    private Parameter payload(MethodInfo method, Type type) throws InvalidListener {
        return switch (type.kind()) {
            case ARRAY -> bytes(method, type);
            case CLASS -> ofClass(method, type.name());
            case PRIMITIVE ->
                throw refused(method, type, "a primitive, which has no value for a message without a body");
            case PARAMETERIZED_TYPE ->
                throw refused(method, type, "generic: name a class or record that has its elements");
            default -> throw refused(method, type, "no class");
        };
    }

    private static Parameter bytes(MethodInfo method, Type type) throws InvalidListener {
        var array = type.asArrayType();
        if (array.dimensions() == 1 && array.constituent().equals(PrimitiveType.BYTE)) {
            return Parameter.BYTES;
        }
        throw refused(method, type, "an array");
    }

    private Parameter ofClass(MethodInfo method, DotName name) throws InvalidListener {
        if (name.equals(DotName.STRING_NAME)) {
            return Parameter.TEXT;
        }
        if (name.equals(Names.MESSAGE)) {
            return Parameter.MESSAGE;
        }
        if (name.equals(Names.DELIVERY)) {
            return Parameter.DELIVERY;
        }
        var type = method.parameterType(0);
        if (name.equals(DotName.OBJECT_NAME)) {
            throw refused(method, type, "of no particular kind");
        }
        var info = index.getClassByName(name);
        if (info != null && info.isInterface()) {
            throw refused(method, type, "an interface, which cannot be created");
        }
        if (info != null && info.isAbstract()) {
            throw refused(method, type, "abstract and cannot be created");
        }
        return Parameter.JSON;
    }

    private static Parameter further(MethodInfo method, Type type) throws InvalidListener {
        if (type.name().equals(Names.MESSAGE)) {
            return Parameter.MESSAGE;
        }
        if (type.name().equals(Names.DELIVERY)) {
            return Parameter.DELIVERY;
        }
        throw new InvalidListener(
                method,
                "takes " + type + " after the payload: only the first parameter is the payload,"
                        + " any other is an io.penstock.Message or an io.penstock.Delivery.");
    }

    private static InvalidListener refused(MethodInfo method, Type type, String why) {
        return new InvalidListener(
                method, "takes " + type + " as its payload, which is " + why + ". Take " + PAYLOADS + ".");
    }
}
