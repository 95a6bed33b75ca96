package io.anyloop.agent;

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
        for (Change.Depth depth : Change.Depth.values()) {
            for (Change change : all) {
                if (change.depth == depth) {
                    add(change.owner.replace('.', '/'), change);
                }
            }
        }
    }

    private void add(String owner, Change change) {
        List<Change> there = changes.get(owner);
        if (there == null) {
            there = new ArrayList<>();
            changes.put(owner, there);
        }
        there.add(change);
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

    /// @param wanted the innermost first
    static byte[] rewrite(byte[] bytes, List<Change> wanted) {
        ClassBytes file = new ClassBytes(bytes);
        ClassWriter writer = new ClassWriter(file);
        for (ClassBytes.Member method : file.methods()) {
            Edit edit = null;
            for (Change change : wanted) {
                if (method.is(change.method)) {
                    edit = edit == null ? new Edit(file, method, writer.constants()) : edit;
                    change.apply(edit);
                }
            }
            if (edit != null) {
                writer.edit(edit);
            }
        }
        return writer.write();
    }
}
