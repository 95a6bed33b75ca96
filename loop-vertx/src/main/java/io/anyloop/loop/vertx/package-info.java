/// The loop of Vert.x: a hub as the guest of one of its event loops.
package io.anyloop.loop.vertx;
