/// Small things that every room uses: lengths of time, causes of failures, the log. Knows nothing of hubs. Any thread.
///
/// Not exported.
package io.anyloop.base;
