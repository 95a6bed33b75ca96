package io.anyloop.agent;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What is added to the constants of a class. Those that it has keep their numbers.
final class Constants {
    private final Map<String, Integer> added = new HashMap<>();
    private final Bytes bytes = new Bytes();
    private int count;

    /// @param count the first number that is free
    Constants(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }

    Bytes bytes() {
        return bytes;
    }

    int text(String text) {
        Integer there = added.get(text);
        if (there != null) {
            return there;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8); // of names, where it is Java's own
        bytes.u1(1).u2(encoded.length).add(encoded, 0, encoded.length);
        return added(text);
    }

    /// @param name with slashes
    int type(String name) {
        return pair("C " + name, 7, text(name), -1);
    }

    int field(String owner, String name, String type) {
        return member(9, owner, name, type);
    }

    int method(String owner, String name, String type) {
        return member(10, owner, name, type);
    }

    private int member(int tag, String owner, String name, String type) {
        String key = name + ' ' + type;
        int signature = pair("N " + key, 12, text(name), text(type));
        return pair("M " + owner + ' ' + key, tag, type(owner), signature);
    }

    private int pair(String key, int tag, int first, int second) {
        Integer there = added.get(key);
        if (there != null) {
            return there;
        }
        bytes.u1(tag).u2(first);
        if (second >= 0) {
            bytes.u2(second);
        }
        return added(key);
    }

    private int added(String key) {
        if (count > 0xFFFE) {
            throw ClassBytes.unknown("a class with too many constants");
        }
        added.put(key, count);
        return count++;
    }
}
