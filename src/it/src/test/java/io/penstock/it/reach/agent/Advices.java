package io.penstock.it.reach.agent;

import io.penstock.it.reach.recorder.Recorder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

import java.lang.reflect.Member;
import java.util.ResourceBundle;

/**
 * What is put at the end of methods of the JDK. It runs only if they return: looking for what is absent is no access.
 * These classes are never loaded where they run; their code is copied.
 */
final class Advices {

    private Advices() {}

    static final class Named {
        @Advice.OnMethodExit
        static void exit(@Advice.Return Class<?> found) {
            Recorder.type("CLASS", found);
        }
    }

    static final class Methods {
        @Advice.OnMethodExit
        static void exit(
                @Advice.This Class<?> type,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object[] found) {
            found = Recorder.members("METHODS", type, found);
        }
    }

    static final class Constructors {
        @Advice.OnMethodExit
        static void exit(
                @Advice.This Class<?> type,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object[] found) {
            found = Recorder.members("CONSTRUCTORS", type, found);
        }
    }

    static final class Fields {
        @Advice.OnMethodExit
        static void exit(
                @Advice.This Class<?> type,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object[] found) {
            found = Recorder.members("FIELDS", type, found);
        }
    }

    static final class Classes {
        @Advice.OnMethodExit
        static void exit(
                @Advice.This Class<?> type,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object[] found) {
            found = Recorder.members("CLASSES", type, found);
        }
    }

    static final class Components {
        @Advice.OnMethodExit
        static void exit(@Advice.This Class<?> type, @Advice.Return java.lang.reflect.RecordComponent[] found) {
            Recorder.components(type, found);
        }
    }

    static final class Method {
        @Advice.OnMethodExit
        static void exit(@Advice.Return Member found) {
            Recorder.member("METHOD", found);
        }
    }

    static final class Constructor {
        @Advice.OnMethodExit
        static void exit(@Advice.Return Member found) {
            Recorder.member("CONSTRUCTOR", found);
        }
    }

    static final class Field {
        @Advice.OnMethodExit
        static void exit(@Advice.Return Member found) {
            Recorder.member("FIELD", found);
        }
    }

    static final class NewInstance {
        @Advice.OnMethodExit
        static void exit(@Advice.This Class<?> type) {
            Recorder.member("CONSTRUCT", type, "<init>()");
        }
    }

    static final class Invoke {
        @Advice.OnMethodExit
        static void exit(@Advice.This Member member) {
            Recorder.member("INVOKE", member);
        }
    }

    static final class Construct {
        @Advice.OnMethodExit
        static void exit(@Advice.This Member member) {
            Recorder.member("CONSTRUCT", member);
        }
    }

    static final class Access {
        @Advice.OnMethodExit
        static void exit(@Advice.This Member member) {
            Recorder.member("ACCESS", member);
        }
    }

    static final class Proxies {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(1) Class<?>[] interfaces) {
            Recorder.proxy(interfaces);
        }
    }

    static final class Arrays {
        @Advice.OnMethodExit
        static void exit(@Advice.Return Object array) {
            Recorder.type("ARRAY", array.getClass());
        }
    }

    static final class FoundMethod {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) Class<?> type,
                @Advice.Argument(1) String name,
                @Advice.Argument(2) java.lang.invoke.MethodType signature) {
            Recorder.handle(type, name, signature);
        }
    }

    static final class FoundConstructor {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Class<?> type, @Advice.Argument(1) java.lang.invoke.MethodType signature) {
            Recorder.handle(type, "<init>", signature);
        }
    }

    static final class FoundField {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Class<?> type, @Advice.Argument(1) String name) {
            Recorder.member("ACCESS", type, name);
        }
    }

    static final class Unreflected {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Member member) {
            Recorder.member("HANDLE", member);
        }
    }

    static final class Defined {
        @Advice.OnMethodExit
        static void exit(@Advice.Return Class<?> defined) {
            Recorder.type("DEFINE", defined);
        }
    }

    static final class DefinedHidden {
        @Advice.OnMethodExit
        static void exit(@Advice.Return java.lang.invoke.MethodHandles.Lookup defined) {
            Recorder.type("DEFINE", defined.lookupClass());
        }
    }

    static final class Resource {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) String name, @Advice.Return Object found) {
            Recorder.resource(name, found);
        }
    }

    static final class Bundle {
        @Advice.OnMethodExit
        static void exit(@Advice.Return ResourceBundle bundle) {
            Recorder.name("BUNDLE", bundle.getBaseBundleName());
        }
    }

    static final class Serialized {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Class<?> type) {
            Recorder.type("SERIALIZE", type);
        }
    }

    static final class Library {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) String name) {
            Recorder.name("LIBRARY", name);
        }
    }

    static final class Allocated {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Class<?> type) {
            Recorder.type("ALLOCATE", type);
        }
    }

    static final class Offset {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Member field) {
            Recorder.member("ACCESS", field);
        }
    }
}
