package io.penstock.it.reach.agent;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.isProtected;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

/**
 * Where the JDK is listened at: each of its methods by which code reaches what it does not name. The hooks are worked
 * into its classes once, and not in each of the many processes that the agent is in.
 */
public final class Hooks {

    private final Map<Class<?>, List<Hook>> hooks = new LinkedHashMap<>();

    private record Hook(Class<?> advice, ElementMatcher<? super MethodDescription> methods) {}

    private Hooks() {}

    /** Writes the class file of each hooked class of this JDK, as it is with the hooks, under the name of the class. */
    public static void write(Path directory) throws IOException, ClassNotFoundException {
        var hooks = new Hooks();
        hooks.onClasses();
        hooks.onMembers();
        hooks.onHandles();
        hooks.onLoaders();
        hooks.onTheRest();
        for (var hooked : hooks.hooks.entrySet()) {
            Files.write(
                    directory.resolve(hooked.getKey().getName()), hookedClassFile(hooked.getKey(), hooked.getValue()));
        }
    }

    private void onClasses() {
        on(Class.class, Advices.Named.class, named("forName"));
        on(Class.class, Advices.Methods.class, namedOneOf("getMethods", "getDeclaredMethods"));
        on(Class.class, Advices.Constructors.class, namedOneOf("getConstructors", "getDeclaredConstructors"));
        on(Class.class, Advices.Fields.class, namedOneOf("getFields", "getDeclaredFields"));
        on(Class.class, Advices.Classes.class, namedOneOf("getClasses", "getDeclaredClasses"));
        on(Class.class, Advices.Components.class, named("getRecordComponents"));
        on(Class.class, Advices.Method.class, namedOneOf("getMethod", "getDeclaredMethod"));
        on(Class.class, Advices.Constructor.class, namedOneOf("getConstructor", "getDeclaredConstructor"));
        on(Class.class, Advices.Field.class, namedOneOf("getField", "getDeclaredField"));
        on(Class.class, Advices.NewInstance.class, named("newInstance"));
    }

    private void onMembers() {
        on(java.lang.reflect.Method.class, Advices.Invoke.class, named("invoke"));
        on(java.lang.reflect.Constructor.class, Advices.Construct.class, named("newInstance"));
        on(
                java.lang.reflect.Field.class,
                Advices.Access.class,
                named("get")
                        .or(named("set"))
                        .or(nameStartsWith("get").and(takesArguments(Object.class)))
                        .or(nameStartsWith("set").and(takesArguments(2))));
        on(java.lang.reflect.Proxy.class, Advices.Proxies.class, named("newProxyInstance"));
        on(java.lang.reflect.Array.class, Advices.Arrays.class, named("newInstance"));
    }

    private void onHandles() {
        var lookup = java.lang.invoke.MethodHandles.Lookup.class;
        on(lookup, Advices.Named.class, named("findClass"));
        on(lookup, Advices.FoundMethod.class, namedOneOf("findVirtual", "findStatic", "findSpecial"));
        on(lookup, Advices.FoundConstructor.class, named("findConstructor"));
        on(
                lookup,
                Advices.FoundField.class,
                namedOneOf(
                        "findGetter",
                        "findSetter",
                        "findStaticGetter",
                        "findStaticSetter",
                        "findVarHandle",
                        "findStaticVarHandle"));
        on(lookup, Advices.Unreflected.class, nameStartsWith("unreflect").and(isPublic()));
        on(lookup, Advices.Defined.class, named("defineClass"));
        on(lookup, Advices.DefinedHidden.class, nameStartsWith("defineHidden"));
    }

    private void onLoaders() {
        on(ClassLoader.class, Advices.Resource.class, namedOneOf("getResource", "getResourceAsStream", "getResources"));
        on(ClassLoader.class, Advices.Defined.class, named("defineClass").and(returns(Class.class)));
        on(java.net.URLClassLoader.class, Advices.Resource.class, named("getResourceAsStream"));
        on(java.util.ResourceBundle.class, Advices.Bundle.class, named("getBundle"));
    }

    private void onTheRest() throws ClassNotFoundException {
        on(
                java.io.ObjectStreamClass.class,
                Advices.Serialized.class,
                isConstructor().and(takesArgument(0, Class.class)));
        on(System.class, Advices.Library.class, namedOneOf("load", "loadLibrary"));
        on(Runtime.class, Advices.Library.class, namedOneOf("load", "loadLibrary"));
        // By its name, since the compiler warns of whoever names it.
        var unsafe = Class.forName("sun.misc.Unsafe");
        on(unsafe, Advices.Allocated.class, named("allocateInstance"));
        on(unsafe, Advices.Offset.class, namedOneOf("objectFieldOffset", "staticFieldOffset", "staticFieldBase"));
    }

    private void on(Class<?> type, Class<?> advice, ElementMatcher<? super MethodDescription> methods) {
        hooks.computeIfAbsent(type, t -> new ArrayList<>()).add(new Hook(advice, methods));
    }

    /** The class as it is, with the advice inlined: neither members nor an initializer may be added. */
    private static byte[] hookedClassFile(Class<?> type, List<Hook> hooks) throws IOException {
        var builder = new ByteBuddy()
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .redefine(type, ClassFileLocator.ForClassLoader.ofSystemLoader());
        for (var hook : hooks) {
            builder = builder.visit(Advice.to(hook.advice())
                    .on(isPublic()
                            .or(isProtected())
                            .or(isConstructor())
                            .and(not(isAbstract().or(isNative())))
                            .and(hook.methods())));
        }
        try (var made = builder.make()) {
            return made.getBytes();
        }
    }
}
