/// Descriptors that somebody else owns, dressed as channels of the JDK's. For loops, not for users.
package io.anyloop.descriptors;
