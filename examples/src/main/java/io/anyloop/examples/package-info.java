/// Programs to read first, each in a file of its own. [io.anyloop.examples.Demo] runs them on every loop.
package io.anyloop.examples;
