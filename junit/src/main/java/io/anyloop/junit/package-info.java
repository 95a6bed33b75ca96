/// For tests of code that waits: [OnHub][io.anyloop.junit.OnHub] runs each method of a test as a greenlet.
package io.anyloop.junit;
