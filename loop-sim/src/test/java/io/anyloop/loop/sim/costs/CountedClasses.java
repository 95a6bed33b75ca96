package io.anyloop.loop.sim.costs;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_void;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;

/// Loads Anyloop's classes a second time, with their steps counted in [Steps].
final class CountedClasses extends ClassLoader {
    private static final String OURS = "io.anyloop.";
    private static final ClassDesc STEPS = ClassDesc.of(Steps.class.getName());
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(CD_void);
    private static final MethodTypeDesc ONE = MethodTypeDesc.of(CD_void, CD_Object);
    private static final MethodTypeDesc TWO = MethodTypeDesc.of(CD_void, CD_Object, CD_Object);
    private static final Set<String> SEARCHES = Set.of("remove", "contains", "indexOf");

    CountedClasses() {
        super("counted", CountedClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            return name.startsWith(OURS) && !name.equals(Steps.class.getName())
                    ? counted(name)
                    : super.loadClass(name, resolve);
        }
    }

    private Class<?> counted(String name) throws ClassNotFoundException {
        try (InputStream stream =
                getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = withSteps(stream.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] withSteps(byte[] original) {
        ClassFile format = ClassFile.of();
        return format.transformClass(
                format.parse(original),
                ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Counting::new)));
    }

    /// One method.
    private static final class Counting implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            code.invokestatic(STEPS, "step", NOTHING);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case BranchInstruction _ -> code.invokestatic(STEPS, "step", NOTHING);
                case TableSwitchInstruction _ -> code.invokestatic(STEPS, "step", NOTHING);
                case LookupSwitchInstruction _ -> code.invokestatic(STEPS, "step", NOTHING);
                case InvokeInstruction call when isOfCollections(call) -> beforeCall(code, call);
                default -> {}
            }
            code.with(element);
        }

        private static boolean isOfCollections(InvokeInstruction call) {
            return call.owner().asInternalName().startsWith("java/util/");
        }

        private static void beforeCall(CodeBuilder code, InvokeInstruction call) {
            String name = call.name().stringValue();
            MethodTypeDesc type = call.typeSymbol();
            if (type.parameterCount() != 1 || type.parameterType(0).isPrimitive()) {
                return;
            }
            if (SEARCHES.contains(name)) {
                code.dup2().invokestatic(STEPS, "search", TWO);
            } else if (name.equals("add")) {
                code.dup2().invokestatic(STEPS, "add", TWO);
            } else if (name.equals("copyOf") || name.equals("<init>") || name.equals("addAll")) {
                code.dup().invokestatic(STEPS, "copy", ONE);
            }
        }
    }
}
