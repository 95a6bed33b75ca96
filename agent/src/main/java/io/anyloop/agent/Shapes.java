package io.anyloop.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether this JDK has what is to be changed, and a copy of Anyloop what is to be called.
final class Shapes {
    private static final Map<String, ClassModel> READ = new HashMap<>();

    private Shapes() {}

    /// What a feature changes and this JDK does not have, by class and method.
    static List<String> missing(Feature feature) {
        List<String> missing = new ArrayList<>();
        for (Change change : feature.changes) {
            ClassModel owner = READ.computeIfAbsent(change.owner, Shapes::read);
            if (owner == null || owner.methods().stream().noneMatch(change::isOf)) {
                missing.add(change.owner + "." + change.method);
            }
        }
        return missing;
    }

    /// The methods of an interface that a class does not have itself, by name.
    static List<String> missing(byte[] port, byte[] scheduler) {
        Set<String> there = new HashSet<>();
        for (MethodModel method : ClassFile.of().parse(scheduler).methods()) {
            there.add(signature(method));
        }
        return ClassFile.of().parse(port).methods().stream()
                .filter(method -> !there.contains(signature(method)))
                .map(method -> method.methodName().stringValue())
                .toList();
    }

    private static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    private static ClassModel read(String name) {
        try (InputStream in =
                Object.class.getModule().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : ClassFile.of().parse(in.readAllBytes());
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    static void forget() {
        READ.clear();
    }
}
