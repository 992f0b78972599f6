package io.penstock.connector.payload;

import java.util.Arrays;

/**
 * How the objects of a class lie in bodies. Classes that the compilers of Protobuf and Avro generate bring their own
 * format; all others are JSON. Neither library has to be there: it is told by the name of what its classes implement,
 * and touched only by whoever uses such a class.
 */
public enum LibraryFormat {

    /** The format of all classes that no library has generated. */
    JSON("JSON", ""),

    /** The binary format of Protobuf. */
    PROTOBUF("Protobuf", "com.google.protobuf.MessageLite"),

    /** The single-object encoding of Avro: a fingerprint of the schema, and the record in binary. */
    AVRO("Avro", "org.apache.avro.specific.SpecificRecord");

    private static final ClassValue<LibraryFormat> KNOWN = new ClassValue<>() {
        @Override
        protected LibraryFormat computeValue(Class<?> type) {
            return Arrays.stream(values())
                    .filter(format -> format != JSON && isA(type, format.mark))
                    .findFirst()
                    .orElse(JSON);
        }
    };

    private volatile GeneratedBodies library;
    private final String label;
    private final String mark;

    LibraryFormat(String label, String mark) {
        this.label = label;
        this.mark = mark;
    }

    public static LibraryFormat of(Class<?> type) {
        return KNOWN.get(type);
    }

    private static boolean isA(Class<?> type, String name) {
        return type != null
                && (type.getName().equals(name)
                        || isA(type.getSuperclass(), name)
                        || Arrays.stream(type.getInterfaces()).anyMatch(each -> isA(each, name)));
    }

    /** Its name, for people. */
    public String label() {
        return label;
    }

    /** What all classes of the library have in common: without it, the application has no such classes. */
    public String mark() {
        return mark;
    }

    /** The class that knows the library, by its name: a native image without the library must not know the class. */
    public String bodies() {
        return LibraryFormat.class.getPackageName() + "." + label + "Bodies";
    }

    /** Reads an object of a generated class. */
    public Object read(byte[] body, Class<?> type) throws Exception {
        return known().read(body, type);
    }

    /** Writes an object of a generated class. */
    public byte[] write(Object payload) throws Exception {
        return known().write(payload);
    }

    private GeneratedBodies known() {
        var known = library;
        if (known == null) {
            known = OptionalLibrary.make(bodies(), GeneratedBodies.class);
            library = known;
        }
        return known;
    }
}
