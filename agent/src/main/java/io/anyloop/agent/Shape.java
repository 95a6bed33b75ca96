package io.anyloop.agent;

/// One form in which a JDK has a place that the agent looks after, and what is done there: a change, or nothing, since that JDK does
/// without it, or nothing, since nothing can be done.
///
/// Which shape a JDK has is found in its class files. The releases are named for people only.
final class Shape {
    /// What is done about it.
    enum Kind {
        /// The method is rewritten.
        CHANGED,
        /// This JDK needs nothing there.
        NOT_NEEDED,
        /// This JDK has nothing there that could be changed, and the feature does without.
        LEFT
    }

    /// The first release that has it, and the last that is known to; 0 for "and later".
    final int from;

    final int to;
    final Kind kind;

    /// Null unless the kind is [Kind#CHANGED].
    final Change change;

    /// What was changed, or why nothing was, for people.
    final String text;

    /// The class by whose member a JDK shows that it needs nothing, and the member; null for other kinds.
    private final String owner;

    private final String member;

    private Shape(
            int from, int to, Kind kind, Change change, String text, String owner, String member) {
        this.from = from;
        this.to = to;
        this.kind = kind;
        this.change = change;
        this.text = text;
        this.owner = owner;
        this.member = member;
    }

    static Shape changed(int from, int to, Change change) {
        return new Shape(from, to, Kind.CHANGED, change, change.name(), null, null);
    }

    /// @param owner the class by whose member a JDK shows that it needs nothing
    /// @param member a field's name, or a method's with its descriptor
    static Shape notNeeded(int from, int to, String owner, String member, String why) {
        return new Shape(from, to, Kind.NOT_NEEDED, null, why, owner, member);
    }

    /// For the end of a list: what remains when no other shape fits.
    static Shape left(int from, int to, String what) {
        return new Shape(from, to, Kind.LEFT, null, what, null, null);
    }

    boolean isIn(JdkClasses jdk) {
        return switch (kind) {
            case CHANGED -> jdk.hasMethod(change.owner, change.method);
            case NOT_NEEDED -> jdk.hasMember(owner, member);
            case LEFT -> true;
        };
    }

    /// Whether the release is one that this shape was seen in, or is later than those.
    boolean isOf(int release) {
        return from <= release && (to == 0 || release <= to);
    }
}
