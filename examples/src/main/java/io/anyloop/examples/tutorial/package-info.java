/// What the tutorial builds, step by step, with the mistakes on the way.
package io.anyloop.examples.tutorial;
