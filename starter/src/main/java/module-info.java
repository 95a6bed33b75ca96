/// Brings core, and on the module path the loops that lie beside it: they are found as services. The agent is a flag of Java's, or a
/// line in the manifest of a program's jar.
module io.anyloop.starter {
    requires transitive io.anyloop.core;
}
