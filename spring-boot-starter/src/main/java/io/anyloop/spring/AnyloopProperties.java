package io.anyloop.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What an application can say about its hubs.
///
/// @param enabled whether requests and tasks are greenlets; false unless said
/// @param hubs how many hubs there are, each of which runs one greenlet at a time; 1 unless said
/// @param loop the loop of each; the best that there is unless said
/// @param drain how long tasks that are under way may take at the end; 10 s unless said
@ConfigurationProperties("anyloop")
public record AnyloopProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("1") int hubs,
        String loop,
        @DefaultValue("10s") Duration drain) {}
