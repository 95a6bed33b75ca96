/// A service with a database, before and after.
package io.anyloop.examples.jdbc;
