/// Spring Boot applications on hubs: requests and tasks are greenlets where `anyloop.enabled` is true.
package io.anyloop.spring;
