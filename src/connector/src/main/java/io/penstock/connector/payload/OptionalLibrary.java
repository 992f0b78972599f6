package io.penstock.connector.payload;

/**
 * Makes objects of the classes that know a library which may be absent. They are found by their names, so that a native
 * image is built without them unless the library is there.
 */
public final class OptionalLibrary {

    /** Reads generic types with JSON-B. */
    public static final String JSON_B_TYPES = OptionalLibrary.class.getPackageName() + ".JsonbTypes";

    private OptionalLibrary() {}

    static <T> T make(String name, Class<T> type) {
        try {
            var constructor = Class.forName(name).getDeclaredConstructor();
            return type.cast(constructor.newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(name + " cannot be used: the library that it needs is not complete.", e);
        }
    }
}
