package io.anyloop.vertx;

import io.vertx.core.streams.ReadStream;
import java.lang.reflect.Field;
import java.util.Set;

/// How many items a stream may still deliver. Vert.x does not tell, but only so can a stream that its user has paused be known
/// from one that flows; so this looks into the queues of Vert.x's own streams. Where it may not, or does not find them, the stream
/// is taken to flow, as a new one does.
final class Demand {
    static final long FLOWS = Long.MAX_VALUE;

    private static final Set<String> QUEUES =
            Set.of(
                    "io.vertx.core.internal.concurrent.InboundMessageQueue",
                    "io.vertx.core.streams.impl.InboundBuffer");

    /// Streams that go on to another have it in a field of such a name.
    private static final Set<String> NEXT = Set.of("stream", "delegate", "readStream");

    private static final int MOST_HOPS = 6;

    /// By class: the field in which the queue is, or the next stream; of a queue, its demand. Null where there is none.
    private static final ClassValue<Field> WAYS =
            new ClassValue<>() {
                @Override
                protected Field computeValue(Class<?> type) {
                    try {
                        Field way = null;
                        for (Class<?> c = type; isOfVertx(c) && way == null; ) {
                            way = wayFrom(c);
                            c = c.getSuperclass();
                        }
                        return way;
                    } catch (LinkageError e) {
                        return null; // a field of a type that is not there
                    }
                }
            };

    private Demand() {}

    /// @return [#FLOWS] for as many as there are; 0 if the stream is paused
    static long of(ReadStream<?> stream) {
        Object here = stream;
        for (int hops = 0; hops < MOST_HOPS && here != null; hops++) {
            Field way = WAYS.get(here.getClass());
            if (way == null) {
                return FLOWS;
            }
            try {
                if (way.getType() == long.class) {
                    return way.getLong(here);
                }
                here = way.get(here);
            } catch (IllegalAccessException e) {
                throw new AssertionError(e); // it was made accessible
            }
        }
        return FLOWS; // A queue that is not there yet has stopped nothing.
    }

    private static boolean isOfVertx(Class<?> type) {
        return type != null && type.getName().startsWith("io.vertx.");
    }

    private static Field wayFrom(Class<?> type) {
        boolean isQueue = QUEUES.contains(type.getName());
        Field next = null;
        for (Field field : type.getDeclaredFields()) {
            if (isQueue) {
                if (field.getName().equals("demand") && field.getType() == long.class) {
                    return opened(field);
                }
            } else if (QUEUES.contains(field.getType().getName())) {
                return opened(field);
            } else if (NEXT.contains(field.getName()) && isOfVertx(field.getType())) {
                next = field;
            }
        }
        return next == null ? null : opened(next);
    }

    private static Field opened(Field field) {
        return field.trySetAccessible() ? field : null;
    }
}
