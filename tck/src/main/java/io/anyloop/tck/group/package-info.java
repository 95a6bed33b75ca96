/// Cases of many together: groups, scopes, pools, groups of hubs. Not exported.
package io.anyloop.tck.group;
