package io.anyloop.tck.loop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A case that tries a rule in the long run, which takes a second or two.
@Test
@Tag("thorough")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Thorough {}
