/// What the author of a loop brings along, or sets: wires, hosts, unfit hosts, how patient the cases are; and what a case that
/// hung is known by. Exported. Each class says on whose thread.
///
/// `null` is refused with [NullPointerException].
package io.anyloop.tck.setup;
