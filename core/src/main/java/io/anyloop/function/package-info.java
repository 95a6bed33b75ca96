/// Code that is given to a hub, a pool or a lock, and what becomes of it.
///
/// Like `java.util.function`, but the code may throw, and what it throws is part of the type.
package io.anyloop.function;
