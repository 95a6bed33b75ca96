package io.anyloop.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether this JDK has what is to be changed.
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
