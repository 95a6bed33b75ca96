/// What a hub is made of: its work and its turn, the thread or the host that carries it, deadlines, what is on its way into
/// greenlets, and how it ends. [io.anyloop.kernel.Engine] is the hub, [io.anyloop.kernel.Strand] the greenlet, as the kernel sees them.
///
/// Not exported. Nearly all of it belongs to the hub's thread; each class says what others may touch. It takes no lock, and calls nobody
/// above it but by [io.anyloop.kernel.Face], [io.anyloop.kernel.Registrations], [io.anyloop.kernel.Watching] and
/// [io.anyloop.kernel.Switching].
package io.anyloop.kernel;
