package io.anyloop.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What the class files of a JDK have. Each is read once.
final class JdkClasses {
    private final Map<String, ClassModel> read = new HashMap<>();
    private final UnaryOperator<byte[]> view;

    private JdkClasses(UnaryOperator<byte[]> view) {
        this.view = view;
    }

    /// Those of the JDK that runs.
    static JdkClasses running() {
        return new JdkClasses(bytes -> bytes);
    }

    /// As [#running], each changed before it is read: for tests.
    static JdkClasses changed(UnaryOperator<byte[]> change) {
        return new JdkClasses(change);
    }

    /// @param method its name with its descriptor
    boolean hasMethod(String owner, String method) {
        ClassModel found = read(owner);
        return found != null
                && found.methods().stream()
                        .anyMatch(it ->
                                method.equals(
                                        it.methodName().stringValue()
                                                + it.methodType().stringValue()));
    }

    /// @param member a field's name, or a method's with its descriptor
    boolean hasMember(String owner, String member) {
        ClassModel found = read(owner);
        return found != null
                && (hasMethod(owner, member)
                        || found.fields().stream()
                                .anyMatch(it -> it.fieldName().equalsString(member)));
    }

    private ClassModel read(String name) {
        return read.computeIfAbsent(name, this::load);
    }

    private ClassModel load(String name) {
        try (InputStream in =
                Object.class.getModule().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : ClassFile.of().parse(view.apply(in.readAllBytes()));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
