package io.penstock.it.reach;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Classes that code asks for by a literal, {@code Class.forName("a.B", …)}: the image builder resolves such calls
 * itself and puts the class in their place.
 */
final class Literals {

    private final NativeSources sources;
    private final Map<String, Set<String>> byCaller = new HashMap<>();

    Literals(NativeSources sources) {
        this.sources = sources;
    }

    boolean contains(Access access) throws IOException {
        if (access.kind() != Access.Kind.CLASS) {
            return false;
        }
        var literals = byCaller.get(access.caller());
        if (literals == null) {
            literals = read(sources.classFile(access.caller()));
            byCaller.put(access.caller(), literals);
        }
        return literals.contains(access.target());
    }

    private static Set<String> read(Optional<byte[]> classFile) {
        var literals = new HashSet<String>();
        classFile.ifPresent(bytes -> new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String type, String signature, String[] thrown) {
                                return new Calls(literals);
                            }
                        },
                        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES));
        return literals;
    }

    /** A literal counts if only the other arguments of the call stand between it and the call. */
    private static final class Calls extends MethodVisitor {

        private static final Set<String> LOADERS = Set.of("currentThread", "getContextClassLoader", "getClassLoader");

        private final Set<String> literals;
        private String literal;

        Calls(Set<String> literals) {
            super(Opcodes.ASM9);
            this.literals = literals;
        }

        @Override
        public void visitLdcInsn(Object constant) {
            if (!(constant instanceof Type)) {
                literal = constant instanceof String text ? text : null;
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            if (owner.equals("java/lang/Class") && name.equals("forName") && literal != null) {
                literals.add(literal);
            }
            if (!LOADERS.contains(name)) {
                literal = null;
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode != Opcodes.ICONST_0 && opcode != Opcodes.ICONST_1 && opcode != Opcodes.ACONST_NULL) {
                literal = null;
            }
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            if (opcode != Opcodes.ALOAD && opcode != Opcodes.ILOAD) {
                literal = null;
            }
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            literal = null;
        }
    }
}
