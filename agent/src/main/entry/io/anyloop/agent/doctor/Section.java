package io.anyloop.agent.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A part of the report: facts, each with its name, or a list of things of one kind.
final class Section {
    final String name;
    final String title;

    /// Text, numbers, truths, or null for what could not be told.
    final Map<String, Object> facts = new LinkedHashMap<>();

    final List<Thing> things = new ArrayList<>();
    private boolean isList;

    /// One of several.
    static final class Thing {
        final String name;
        final String state;

        /// Null if there is nothing to add.
        final String note;

        private Thing(String name, String state, String note) {
            this.name = name;
            this.state = state;
            this.note = note;
        }
    }

    Section(String name, String title) {
        this.name = name;
        this.title = title;
    }

    /// @param fact words as `openFiles`, which people read as `open files`
    Section fact(String fact, Object value) {
        facts.put(fact, value);
        return this;
    }

    Section ofThings() {
        isList = true;
        return this;
    }

    void thing(String thing, String state, String note) {
        things.add(new Thing(thing, state, note));
    }

    boolean isList() {
        return isList;
    }
}
