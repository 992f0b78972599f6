package io.penstock.it.reach;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Opcodes;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which fields of commands matter. Picocli asks for all of them and takes those that have an annotation of its own; its
 * annotation processor registers those alone.
 */
final class PicocliFields {

    private static final String CALLER = "picocli.CommandLine";
    private static final String ANNOTATIONS = "Lpicocli/CommandLine$";

    private final NativeSources sources;

    PicocliFields(NativeSources sources) {
        this.sources = sources;
    }

    /** What is missing, without the fields that nobody looks for. */
    List<String> relevant(Access access, List<String> missing) throws IOException {
        if (missing.isEmpty()
                || access.kind() != Access.Kind.FIELDS
                || !access.caller().startsWith(CALLER)) {
            return missing;
        }
        var annotated = annotated(access.target());
        return missing.stream()
                .filter(member -> annotated.contains(member.substring(member.indexOf('#') + 1)))
                .toList();
    }

    private Set<String> annotated(String type) throws IOException {
        var annotated = new HashSet<String>();
        sources.classFile(type)
                .ifPresent(bytes -> new ClassReader(bytes).accept(new Fields(annotated), ClassReader.SKIP_CODE));
        return annotated;
    }

    private static final class Fields extends ClassVisitor {

        private final Set<String> annotated;

        Fields(Set<String> annotated) {
            super(Opcodes.ASM9);
            this.annotated = annotated;
        }

        @Override
        public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
            return new FieldVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    if (annotation.startsWith(ANNOTATIONS)) {
                        annotated.add(name);
                    }
                    return null;
                }
            };
        }
    }
}
