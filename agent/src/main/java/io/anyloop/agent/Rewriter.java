package io.anyloop.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rewrites the JDK's methods.
final class Rewriter implements ClassFileTransformer {
    private final Map<String, List<Change>> changes = new HashMap<>();

    Rewriter(Collection<Change> all) {
        all.forEach(change ->
                changes.computeIfAbsent(change.owner.replace('.', '/'), _ -> new ArrayList<>())
                        .add(change));
    }

    Class<?>[] toRewrite() throws ClassNotFoundException {
        List<Class<?>> all = new ArrayList<>();
        for (String name : changes.keySet()) {
            all.add(Class.forName(name.replace('/', '.'), false, null));
        }
        return all.toArray(new Class<?>[0]);
    }

    @Override
    public byte[] transform(
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        List<Change> wanted = loader == null && name != null ? changes.get(name) : null;
        return wanted == null ? null : rewrite(bytes, wanted);
    }

    private static byte[] rewrite(byte[] bytes, List<Change> wanted) {
        ClassFile classFile = ClassFile.of();
        ClassModel model = classFile.parse(bytes);
        return classFile.transformClass(
                model,
                (builder, element) -> {
                    List<Change> all =
                            element instanceof MethodModel method ? of(method, wanted) : List.of();
                    if (all.isEmpty()) {
                        builder.with(element);
                    } else {
                        MethodModel method = (MethodModel) element;
                        builder.transformMethod(
                                method, (code, part) -> change(code, part, all, method));
                    }
                });
    }

    private static List<Change> of(MethodModel method, List<Change> wanted) {
        return wanted.stream().filter(change -> change.isOf(method)).toList();
    }

    private static void change(
            MethodBuilder builder, MethodElement part, List<Change> all, MethodModel method) {
        if (part instanceof CodeModel code) {
            builder.transformCode(code, Change.all(all, method));
        } else {
            builder.with(part);
        }
    }
}
