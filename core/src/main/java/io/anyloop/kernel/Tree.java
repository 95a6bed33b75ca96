package io.anyloop.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// What a greenlet and all that it has spawned share, down to the last of them: a map that is made when it is first
/// asked for. Its root makes the tree when it first spawns; nobody holds the root by it. Any thread.
public final class Tree extends AtomicReference<Map<Object, Object>> {
    private static final long serialVersionUID = 1;

    /// Of one that has no map, and whose children begin trees of their own.
    static final Tree NONE = new Tree();

    private static final VarHandle TREE;

    static {
        try {
            TREE = MethodHandles.lookup().findVarHandle(Strand.class, "tree", Tree.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Tree() {}

    /// The tree of one that the caller spawns; null as long as it stands alone.
    static Tree ofNewcomer(Engine hub) {
        if (!hub.options().tracksSpawner() && !hub.options().tracksStack()) {
            return NONE;
        }
        Strand<?> spawner = Strands.of(Thread.currentThread());
        if (spawner == null || spawner.tree == NONE) {
            return null;
        }
        return of(spawner);
    }

    private static Tree of(Strand<?> greenlet) {
        Tree known = greenlet.tree;
        if (known != null) {
            return known;
        }
        Tree made = new Tree();
        Tree raced = (Tree) TREE.compareAndExchange(greenlet, (Tree) null, made);
        return raced == null ? made : raced;
    }

    static Map<Object, Object> localsOf(Strand<?> greenlet) {
        Tree tree = of(greenlet);
        return tree == NONE ? null : tree.locals();
    }

    private Map<Object, Object> locals() {
        Map<Object, Object> known = get();
        if (known != null) {
            return known;
        }
        Map<Object, Object> made = new ConcurrentHashMap<>();
        return compareAndSet(null, made) ? made : get();
    }
}
