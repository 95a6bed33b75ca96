package io.anyloop.agent;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Interfaces;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rewrites the JDK's methods, and meets every copy of Anyloop as it is loaded: opens for it what it needs, and makes its
/// scheduler a port that the JDK's waits come to.
final class Rewriter implements ClassFileTransformer {
    private static final String CORE_OPENS = "io/anyloop/HubThreads";
    private static final String CORE_PORT = "io/anyloop/HubScheduler";
    private static final ClassDesc PORT = ClassDesc.of("sun.nio.ch.AnyloopPort");

    private final Instrumentation instrumentation;
    private final Map<String, List<Change>> changes = new HashMap<>();
    private volatile boolean hasPort;

    Rewriter(Instrumentation instrumentation, Set<Feature> features) {
        this.instrumentation = instrumentation;
        this.hasPort = features.contains(Feature.WAITS);
        features.stream()
                .map(feature -> feature.changes)
                .flatMap(Collection::stream)
                .forEach(change ->
                        changes.computeIfAbsent(
                                        change.owner.replace('.', '/'), _ -> new ArrayList<>())
                                .add(change));
    }

    static boolean isOfCore(String className) {
        String name = className.replace('.', '/');
        return name.equals(CORE_OPENS) || name.equals(CORE_PORT);
    }

    Class<?>[] toRewrite() throws ClassNotFoundException {
        List<Class<?>> all = new ArrayList<>();
        for (String name : changes.keySet()) {
            all.add(Class.forName(name.replace('/', '.'), false, null));
        }
        return all.toArray(new Class<?>[0]);
    }

    /// Changes nothing from now on, but still opens.
    void giveUp() {
        hasPort = false;
        changes.clear();
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        if (name == null) {
            return null;
        }
        if (loader == null) {
            List<Change> wanted = changes.get(name);
            return wanted == null ? null : rewrite(bytes, wanted);
        }
        return switch (name) {
            case CORE_OPENS -> {
                open(module);
                yield null;
            }
            case CORE_PORT -> hasPort ? asPort(module, bytes) : null;
            default -> null;
        };
    }

    private static byte[] rewrite(byte[] bytes, List<Change> wanted) {
        ClassFile classFile = ClassFile.of();
        ClassModel model = classFile.parse(bytes);
        return classFile.transformClass(
                model,
                (builder, element) -> {
                    Change change =
                            element instanceof MethodModel method ? of(method, wanted) : null;
                    if (change == null) {
                        builder.with(element);
                    } else {
                        MethodModel method = (MethodModel) element;
                        builder.transformMethod(
                                method, (code, part) -> change(code, part, change, method));
                    }
                });
    }

    private static Change of(MethodModel method, List<Change> wanted) {
        for (Change change : wanted) {
            if (change.isOf(method)) {
                return change;
            }
        }
        return null;
    }

    private static void change(
            MethodBuilder builder, MethodElement part, Change change, MethodModel method) {
        if (part instanceof CodeModel code) {
            builder.transformCode(code, change.code.apply(method));
        } else {
            builder.with(part);
        }
    }

    /// Opens to a copy of Anyloop what `--add-opens` would.
    private void open(Module core) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("sun.nio.ch", Set.of(core)),
                Map.of("java.lang", Set.of(core), "jdk.internal.vm", Set.of(core)),
                Set.of(),
                Map.of());
    }

    private byte[] asPort(Module core, byte[] bytes) {
        open(core);
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(
                classFile.parse(bytes),
                new ClassTransform() {
                    @Override
                    public void accept(ClassBuilder builder, ClassElement element) {
                        if (!(element instanceof Interfaces)) {
                            builder.with(element);
                        }
                    }

                    @Override
                    public void atEnd(ClassBuilder builder) {
                        builder.withInterfaceSymbols(PORT);
                    }
                });
    }
}
