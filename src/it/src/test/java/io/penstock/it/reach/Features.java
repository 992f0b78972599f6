package io.penstock.it.reach;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Classes that tell the builder of an image in code what no metadata tells it. Which classes they register is read from
 * their own code: those that it names, and what extends or implements one of them.
 */
final class Features {

    private final NativeSources sources;
    private final Map<String, Set<String>> named = new HashMap<>();

    Features(NativeSources sources) {
        this.sources = sources;
    }

    /** Whether the code of a feature, or of a class in its package, names a type or one of its supertypes. */
    boolean know(String feature, String type) throws IOException {
        if (!named.containsKey(feature)) {
            named.put(feature, read(feature));
        }
        return named.get(feature).contains(type) || knowASupertype(feature, type);
    }

    private boolean knowASupertype(String feature, String type) throws IOException {
        var classFile = sources.classFile(type);
        if (classFile.isEmpty()) {
            return false;
        }
        var reader = new ClassReader(classFile.get());
        for (String supertype : reader.getInterfaces()) {
            if (know(feature, name(supertype))) {
                return true;
            }
        }
        var superclass = name(reader.getSuperName());
        return !superclass.equals(Object.class.getName()) && know(feature, superclass);
    }

    private Set<String> read(String feature) throws IOException {
        var names = new HashSet<String>();
        for (byte[] classFile : sources.classFilesOfThePackage(feature.substring(0, feature.lastIndexOf('.')))) {
            new ClassReader(classFile).accept(new Names(names), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
        return names;
    }

    /** As {@link Class#getName()} has it, of arrays too. */
    private static String name(String internalName) {
        return internalName.replace('/', '.');
    }

    private static final class Names extends ClassVisitor {

        private final Set<String> names;

        Names(Set<String> names) {
            super(Opcodes.ASM9);
            this.names = names;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitLdcInsn(Object constant) {
                    if (constant instanceof Type literal) {
                        names.add(name(literal.getInternalName()));
                    } else if (constant instanceof String text) {
                        names.add(text);
                    }
                }
            };
        }
    }
}
