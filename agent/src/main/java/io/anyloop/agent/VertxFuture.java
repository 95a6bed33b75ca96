package io.anyloop.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Has `Future.await` of a Vert.x beside which there is Anyloop's own module for it ask that first: so what a future hands over is
/// held back until the greenlet has it. Other programs' Vert.x stays as it is.
final class VertxFuture implements ClassFileTransformer {
    private static final String FUTURE = "io/vertx/core/Future";
    private static final String OURS = "io.anyloop.vertx.FutureAwait";
    private static final String OUR_MODULE = "io.anyloop.loop.vertx";

    private static final ClassDesc HOOK = ClassDesc.of(OURS);
    private static final ClassDesc FUTURE_TYPE = ClassDesc.of("io.vertx.core.Future");
    private static final MethodTypeDesc ASKS = MethodTypeDesc.of(ConstantDescs.CD_boolean);

    /// The methods that wait, by name and type; what the hook takes besides the future.
    private static final Map<String, MethodTypeDesc> WAITS =
            Map.of(
                    "await()Ljava/lang/Object;",
                    MethodTypeDesc.of(ConstantDescs.CD_Object, FUTURE_TYPE),
                    "await(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_Object,
                            FUTURE_TYPE,
                            ConstantDescs.CD_long,
                            ClassDesc.of("java.util.concurrent.TimeUnit")));

    private final Instrumentation instrumentation;

    VertxFuture(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        if (!FUTURE.equals(name) || loader == null || redefined != null || !seesOurs(loader)) {
            return null;
        }
        try {
            byte[] changed = rewrite(bytes, loader);
            letRead(module, loader);
            return changed;
        } catch (RuntimeException e) {
            System.err.printf(
                    "anyloop-agent: the Vert.x of %s is not one that it knows (%s)."
                            + " So in greenlets Future.await may lose what flows at once, a response's body for example. All else works."
                            + " Remedy: VertxFutures.await there, or a Vert.x 5.%n",
                    loader, e);
            return null;
        }
    }

    private static boolean seesOurs(ClassLoader loader) {
        return loader.getResource(OURS.replace('.', '/') + ".class") != null;
    }

    /// Vert.x names a class of ours from now on.
    private void letRead(Module vertx, ClassLoader loader) {
        if (vertx.isNamed()) {
            Set<Module> ours = new HashSet<>(Set.of(loader.getUnnamedModule()));
            vertx.getLayer().findModule(OUR_MODULE).ifPresent(ours::add);
            instrumentation.redefineModule(vertx, ours, Map.of(), Map.of(), Set.of(), Map.of());
        }
    }

    static byte[] rewrite(byte[] bytes, ClassLoader loader) {
        ClassFile classFile =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(loader)
                                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = classFile.parse(bytes);
        Set<String> missing = new HashSet<>(WAITS.keySet());
        byte[] changed =
                classFile.transformClass(
                        model,
                        (builder, element) -> {
                            if (element instanceof MethodModel method
                                    && missing.remove(signature(method))) {
                                var first = new AsksFirst(WAITS.get(signature(method)));
                                builder.transformMethod(
                                        method, MethodTransform.transformingCode(first));
                            } else {
                                builder.with(element);
                            }
                        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("its Future has no " + String.join(", ", missing));
        }
        return changed;
    }

    private static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    private static final class AsksFirst implements CodeTransform {
        private final MethodTypeDesc hook;

        AsksFirst(MethodTypeDesc hook) {
            this.hook = hook;
        }

        @Override
        public void atStart(CodeBuilder code) {
            Label original = code.newLabel();
            code.invokestatic(HOOK, "isHere", ASKS).ifeq(original).aload(0);
            if (hook.parameterCount() > 1) {
                code.lload(1).aload(3);
            }
            code.invokestatic(HOOK, "await", hook).areturn().labelBinding(original);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }
}
