/// The contract on trial: loops that are broken on purpose, each in one place ("twins" of a healthy
/// one), which `LoopContract` must reject by the name of the rule they break.
///
/// [io.anyloop.loop.sim.broken.TwinsTest] is the place to begin; a rule without a twin fails it.
package io.anyloop.loop.sim.broken;
