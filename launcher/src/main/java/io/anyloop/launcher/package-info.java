/// What `./anyloop` runs, except `demo` and `bench`, which are main classes of their own modules.
package io.anyloop.launcher;
