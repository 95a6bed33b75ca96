package io.anyloop.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Rewrites the JDK's methods.
final class Rewriter implements ClassFileTransformer {
    private final Map<String, List<Change>> changes = new HashMap<>();

    /// The classes that had all that is to be changed in them.
    private final Set<String> fitting = ConcurrentHashMap.newKeySet();

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

    /// The classes to change, as far as this JDK has them.
    Class<?>[] toRewrite() {
        List<Class<?>> all = new ArrayList<>();
        for (String name : changes.keySet()) {
            try {
                all.add(Class.forName(name.replace('/', '.'), false, null));
            } catch (ClassNotFoundException e) {
                // Then it is none that has fitted.
            }
        }
        return all.toArray(new Class<?>[0]);
    }

    /// Whether each class that came was found, and had all that is to be changed in it.
    boolean hasFitted() {
        return fitting.containsAll(changes.keySet());
    }

    @Override
    public byte[] transform(
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        List<Change> wanted = loader == null && name != null ? changes.get(name) : null;
        byte[] changed = wanted == null ? null : rewrite(bytes, wanted);
        if (changed != null) {
            fitting.add(name);
        }
        return changed;
    }

    /// @param wanted the innermost first
    /// @return null if the class does not have all that is to be changed
    static byte[] rewrite(byte[] bytes, List<Change> wanted) {
        ClassBytes file = new ClassBytes(bytes);
        ClassWriter writer = new ClassWriter(file);
        int left = wanted.size();
        for (ClassBytes.Member method : file.methods()) {
            Edit edit = null;
            for (Change change : wanted) {
                if (method.is(change.method)) {
                    edit = edit == null ? new Edit(file, method, writer.constants()) : edit;
                    change.apply(edit);
                    left--;
                }
            }
            if (edit != null) {
                writer.edit(edit);
            }
        }
        return left == 0 ? writer.write() : null;
    }
}
