/// One table of every call that waits, ours and the JDK's, and the cases that each of its rows is put to. A new wait belongs in
/// it. Not exported.
package io.anyloop.tck.everywait;
