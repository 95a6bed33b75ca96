/// The examples in the Javadoc of core: each region is one of them, under the name of its class. `JavadocExamplesTest` runs them
/// and compares.
package io.anyloop.examples.javadoc;
