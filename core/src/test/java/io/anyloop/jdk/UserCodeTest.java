package io.anyloop.jdk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.base.Ours;
import org.junit.jupiter.api.Test;

/// Classes of ours that are known by their names, which a move would leave behind.
class UserCodeTest {
    @Test
    void whoever_runs_code_of_users_is_there_and_ours() throws ClassNotFoundException {
        for (String name : UserCode.CALLERS) {
            Class.forName(name, false, UserCodeTest.class.getClassLoader());
            assertTrue(Ours.has(name), name);
        }
    }

    @Test
    void who_stands_on_us_is_a_user() {
        assertFalse(Ours.has("io.anyloop.server.StreamServer"));
        assertFalse(Ours.has("io.anyloopy.Hub"));
        assertFalse(Ours.has("Main"));
    }
}
