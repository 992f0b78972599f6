package io.penstock.it.reach.agent;

import io.penstock.it.reach.recorder.Recorder;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;

/**
 * Records explicit calls of {@code ClassLoader.loadClass}. They cannot be told from those of the virtual machine where
 * they arrive, so they are caught where they are made.
 */
final class LoadClassCalls implements ClassFileTransformer {

    private static final String NAME = "loadClass";
    private static final String DESCRIPTOR = "(Ljava/lang/String;)Ljava/lang/Class;";
    private static final String RECORDER = Recorder.class.getName().replace('.', '/');

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader() || !mentions(classFile)) {
            return null;
        }
        Recorder.suspend();
        try {
            var reader = new ClassReader(classFile);
            var writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(new Calls(writer), 0);
            return writer.toByteArray();
        } finally {
            Recorder.resume();
        }
    }

    private static boolean mentions(byte[] classFile) {
        return new String(classFile, StandardCharsets.ISO_8859_1).contains(NAME);
    }

    private static final class Calls extends ClassVisitor {

        Calls(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(
                    Opcodes.ASM9, super.visitMethod(access, method, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
                    super.visitMethodInsn(opcode, owner, name, type, isInterface);
                    if (opcode == Opcodes.INVOKEVIRTUAL && name.equals(NAME) && type.equals(DESCRIPTOR)) {
                        visitInsn(Opcodes.DUP);
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, RECORDER, "loaded", "(Ljava/lang/Class;)V", false);
                    }
                }
            };
        }
    }
}
