/// What the calls of this library throw by themselves. What a greenlet's own code throws comes through as it is.
///
/// See gevent.exceptions.
package io.anyloop.exceptions;
