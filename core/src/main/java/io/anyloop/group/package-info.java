/// Greenlets together: groups, pools, mappings over pools, and hubs in groups.
///
/// Begin with [io.anyloop.group.Pool] or [io.anyloop.group.Group]. May be used from any thread; the members are under a guard.
package io.anyloop.group;
