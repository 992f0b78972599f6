package io.penstock.quarkus.deployment;

import io.penstock.quarkus.listener.ListenerDefinition.Parameter;
import io.penstock.quarkus.listener.ListenerDefinition.ParameterKind;
import io.penstock.quarkus.payload.HeaderReader;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out what a listener method's parameters take, and refuses types that no part of a message can be turned into.
 */
final class ParameterReader {

    private static final String PAYLOADS =
            "String, byte[], io.penstock.Message, io.penstock.Delivery, or a type that its JSON is read into";

    private static final String HEADERS =
            "String, byte[], boolean, int, long, double or another number, Instant, Duration,"
                    + " UUID, an enum, or an Optional of these";

    /** The generic interfaces that JSON can be read into. */
    private static final Set<DotName> READABLE =
            Set.of(Names.LIST, DotName.createSimple(Map.class), DotName.createSimple(Set.class));

    private final IndexView index;

    ParameterReader(IndexView index) {
        this.index = index;
    }

    /**
     * What the parameters of a method take.
     *
     * @param batch whether they are lists
     * @param payload the type that JSON is read into; null if none is
     */
    record Read(List<Parameter> list, boolean batch, Type payload) {}

    /** @param types of its parameters in the bean, which may fix the type variables of a superclass */
    Read read(MethodInfo method, List<Type> types) throws InvalidListener {
        int body = body(method);
        boolean batch = types.get(body).name().equals(Names.LIST);
        var parameters = new ArrayList<Parameter>();
        Type payload = null;
        for (int i = 0; i < types.size(); i++) {
            var type = batch ? element(method, types.get(i)) : types.get(i);
            boolean optional = type.name().equals(Names.OPTIONAL);
            var taken = optional ? argument(method, type) : type;
            var parameter = i == body ? Parameter.of(payload(method, taken)) : other(method, i, taken);
            if (parameter.kind() == ParameterKind.JSON) {
                payload = taken;
            }
            parameters.add(optional ? parameter.optional() : parameter);
        }
        return new Read(parameters, batch, payload);
    }

    private static Type element(MethodInfo method, Type type) throws InvalidListener {
        if (!type.name().equals(Names.LIST)) {
            throw new InvalidListener(
                    method,
                    "takes batches, since its payload is a List, and " + type + " beside it: each parameter of such a"
                            + " method is a List, with one element for each message.");
        }
        return argument(method, type);
    }

    private static Type argument(MethodInfo method, Type type) throws InvalidListener {
        if (type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            var argument = type.asParameterizedType().arguments().get(0);
            if (argument.kind() != Type.Kind.WILDCARD_TYPE) {
                return argument;
            }
        }
        throw new InvalidListener(
                method, "takes " + type + ", which does not say of what: name the type, as in List<Order>.");
    }

    /** The place of the parameter that takes the body: the one that says so, or else the first that takes no part. */
    private static int body(MethodInfo method) throws InvalidListener {
        int first = -1;
        int marked = -1;
        for (var parameter : method.parameters()) {
            var given = Stream.of(Names.BODY, Names.KEY, Names.HEADER)
                    .filter(parameter::hasDeclaredAnnotation)
                    .toList();
            if (given.size() > 1) {
                throw new InvalidListener(
                        method, "has a parameter with more than one of @Body, @Key and @Header: make it several.");
            }
            if (parameter.hasDeclaredAnnotation(Names.BODY)) {
                if (marked >= 0) {
                    throw new InvalidListener(method, "has several parameters with @Body: leave one of them.");
                }
                marked = parameter.position();
            } else if (given.isEmpty() && first < 0) {
                first = parameter.position();
            }
        }
        if (marked < 0 && first < 0) {
            throw new InvalidListener(method, "has no parameter for the message: take " + PAYLOADS + ".");
        }
        return marked >= 0 ? marked : first;
    }

    private Parameter other(MethodInfo method, int position, Type type) throws InvalidListener {
        var parameter = method.parameters().get(position);
        if (parameter.hasDeclaredAnnotation(Names.KEY)) {
            if (isText(type)) {
                return Parameter.of(ParameterKind.KEY_TEXT);
            }
            if (isBytes(type)) {
                return Parameter.of(ParameterKind.KEY_BYTES);
            }
            throw new InvalidListener(method, "takes @Key as " + type + ": use String or byte[].");
        }
        if (parameter.hasDeclaredAnnotation(Names.HEADER)) {
            var name = parameter.declaredAnnotation(Names.HEADER).value().asString();
            if (name.isBlank()) {
                throw new InvalidListener(method, "has @Header without the name of a header.");
            }
            return header(method, name, type);
        }
        return Parameter.of(further(method, type));
    }

    private Parameter header(MethodInfo method, String name, Type type) throws InvalidListener {
        if (isText(type)) {
            return Parameter.ofHeader(ParameterKind.HEADER_TEXT, name, null);
        }
        if (isBytes(type)) {
            return Parameter.ofHeader(ParameterKind.HEADER_BYTES, name, null);
        }
        var className = type.name().toString();
        if (HeaderReader.reads(className) || isEnum(type)) {
            return Parameter.ofHeader(ParameterKind.HEADER_VALUE, name, className);
        }
        throw new InvalidListener(method, "takes @Header as " + type + ": use " + HEADERS + ".");
    }

    private static boolean isText(Type type) {
        return type.name().equals(DotName.STRING_NAME);
    }

    private static boolean isBytes(Type type) {
        return type.kind() == Type.Kind.ARRAY
                && type.asArrayType().dimensions() == 1
                && type.asArrayType().constituent().equals(PrimitiveType.BYTE);
    }

    private boolean isEnum(Type type) {
        var info = index.getClassByName(type.name());
        return type.kind() == Type.Kind.CLASS && info != null && info.isEnum();
    }

    private ParameterKind payload(MethodInfo method, Type type) throws InvalidListener {
        return switch (type.kind()) {
            case ARRAY -> bytes(method, type);
            case CLASS -> ofClass(method, type);
            case PRIMITIVE ->
                throw refused(method, type, "a primitive, which has no value for a message without a body");
            case PARAMETERIZED_TYPE -> generic(method, type);
            case TYPE_VARIABLE ->
                throw refused(method, type, "a type variable that the class of the bean does not fix");
            default -> throw refused(method, type, "no class");
        };
    }

    private ParameterKind generic(MethodInfo method, Type type) throws InvalidListener {
        if (!SenderReader.isComplete(type)) {
            throw refused(method, type, "generic and does not say of what");
        }
        return READABLE.contains(type.name()) ? ParameterKind.JSON : ofClass(method, type);
    }

    private static ParameterKind bytes(MethodInfo method, Type type) throws InvalidListener {
        if (isBytes(type)) {
            return ParameterKind.BYTES;
        }
        throw refused(method, type, "an array");
    }

    private ParameterKind ofClass(MethodInfo method, Type type) throws InvalidListener {
        var name = type.name();
        if (name.equals(DotName.STRING_NAME)) {
            return ParameterKind.TEXT;
        }
        if (name.equals(Names.MESSAGE)) {
            return ParameterKind.MESSAGE;
        }
        if (name.equals(Names.DELIVERY)) {
            return ParameterKind.DELIVERY;
        }
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
        return ParameterKind.JSON;
    }

    private static ParameterKind further(MethodInfo method, Type type) throws InvalidListener {
        if (type.name().equals(Names.MESSAGE)) {
            return ParameterKind.MESSAGE;
        }
        if (type.name().equals(Names.DELIVERY)) {
            return ParameterKind.DELIVERY;
        }
        throw new InvalidListener(
                method,
                "takes " + type + " after the payload: only one parameter is the payload,"
                        + " any other is an io.penstock.Message, an io.penstock.Delivery, or has @Key or @Header.");
    }

    private static InvalidListener refused(MethodInfo method, Type type, String why) {
        return new InvalidListener(
                method, "takes " + type + " as its payload, which is " + why + ". Take " + PAYLOADS + ".");
    }
}
