package io.anyloop.descriptors;

/// Whether the JDK lets us dress a descriptor as a channel: the package `sun.nio.ch` must be
/// exported to us.
///
/// Asked, not tried: a class that once failed to link stays broken, even when the export comes
/// later.
final class Export {
    private static final Module JAVA_BASE = Object.class.getModule();
    private static final Module OURS = Export.class.getModule();

    private Export() {}

    static void require() {
        if (!JAVA_BASE.isExported("sun.nio.ch", OURS)) {
            throw new IllegalStateException(
                    "Descriptors cannot be watched: the JDK does not export sun.nio.ch to "
                            + (OURS.isNamed() ? "module " + OURS.getName() : "the class path")
                            + ". Start Java with "
                            + flag());
        }
    }

    private static String flag() {
        return "--add-exports java.base/sun.nio.ch="
                + (OURS.isNamed() ? OURS.getName() : "ALL-UNNAMED");
    }
}
