package io.anyloop.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether a copy of Anyloop has what the hook calls.
final class PortCheck {
    private PortCheck() {}

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
}
