package io.anyloop.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What the class files of a JDK have. Each is read once.
final class JdkClasses {
    private final Map<String, ClassBytes> read = new HashMap<>();

    /// Null for none.
    private final UnaryOperator<byte[]> view;

    private JdkClasses(UnaryOperator<byte[]> view) {
        this.view = view;
    }

    /// Those of the JDK that runs.
    static JdkClasses running() {
        return new JdkClasses(null);
    }

    /// As [#running], each changed before it is read: for tests.
    static JdkClasses changed(UnaryOperator<byte[]> change) {
        return new JdkClasses(change);
    }

    /// @param method its name with its descriptor
    boolean hasMethod(String owner, String method) {
        ClassBytes found = read(owner);
        return found != null && found.hasMethod(method);
    }

    /// @param member a field's name, or a method's with its descriptor
    boolean hasMember(String owner, String member) {
        ClassBytes found = read(owner);
        return found != null && (found.hasMethod(member) || found.hasField(member));
    }

    private ClassBytes read(String name) {
        ClassBytes found = read.get(name);
        if (found == null) {
            found = load(name);
            read.put(name, found);
        }
        return found;
    }

    private ClassBytes load(String name) {
        try (InputStream in =
                Object.class.getModule().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                return null;
            }
            byte[] bytes = in.readAllBytes();
            return new ClassBytes(view == null ? bytes : view.apply(bytes));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
