package io.anyloop.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;
import java.util.function.Consumer;

/// The calls around what may block, as Java 21 has them: the beginning returns a number that the end is given, and not whether there
/// is somebody who looks after it.
final class BlockerOfJava21 {
    private static final ClassDesc HOOK = ClassDesc.of("sun.nio.ch.AnyloopHook");
    private static final ClassDesc THREAD = ClassDesc.of("java.lang.Thread");
    private static final MethodTypeDesc ASKS = MethodTypeDesc.of(ConstantDescs.CD_boolean);
    private static final Set<String> BEGINNINGS = Set.of("begin()J", "begin(Z)J");
    private static final String END = "end(J)V";

    /// A number that the JDK does not return.
    private static final long OURS = Long.MIN_VALUE;

    private BlockerOfJava21() {}

    static byte[] rewritten(byte[] blocker) {
        ClassFile classFile = ClassFile.of();
        ClassModel model = classFile.parse(blocker);
        long known =
                model.methods().stream()
                        .map(BlockerOfJava21::name)
                        .filter(BlockerOfJava21::isKnown)
                        .count();
        if (known != 3) {
            throw new IllegalStateException("That Java's Blocker has another shape.");
        }
        return classFile.transformClass(
                model,
                (builder, element) -> {
                    if (element instanceof MethodModel method && isKnown(name(method))) {
                        builder.transformMethod(
                                method,
                                (code, part) -> {
                                    if (part instanceof CodeModel body) {
                                        code.transformCode(body, atStart(start(name(method))));
                                    } else {
                                        code.with(part);
                                    }
                                });
                    } else {
                        builder.with(element);
                    }
                });
    }

    private static String name(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    private static boolean isKnown(String method) {
        return method.equals(END) || BEGINNINGS.contains(method);
    }

    private static Consumer<CodeBuilder> start(String method) {
        return method.equals(END) ? BlockerOfJava21::end : BlockerOfJava21::begin;
    }

    /// Not on platform threads: files are read before the virtual machine is up, when the hook cannot be loaded yet.
    private static void begin(CodeBuilder code) {
        Label goOn = code.newLabel();
        code.invokestatic(THREAD, "currentThread", MethodTypeDesc.of(THREAD))
                .invokevirtual(THREAD, "isVirtual", ASKS)
                .ifeq(goOn)
                .invokestatic(HOOK, "beginBlocking", ASKS)
                .ifeq(goOn)
                .loadConstant(OURS)
                .lreturn()
                .labelBinding(goOn);
    }

    private static void end(CodeBuilder code) {
        Label goOn = code.newLabel();
        code.lload(0)
                .loadConstant(OURS)
                .lcmp()
                .ifne(goOn)
                .iconst_1()
                .invokestatic(
                        HOOK,
                        "endBlocking",
                        MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_boolean))
                .pop()
                .return_()
                .labelBinding(goOn);
    }

    private static CodeTransform atStart(Consumer<CodeBuilder> start) {
        return new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                start.accept(code);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        };
    }
}
