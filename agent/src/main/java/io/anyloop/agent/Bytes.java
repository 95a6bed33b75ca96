package io.anyloop.agent;

import java.util.Arrays;

/// Bytes that are put together, in the order of class files.
final class Bytes {
    private byte[] all = new byte[256];
    private int size;

    int size() {
        return size;
    }

    Bytes u1(int value) {
        room(1)[size++] = (byte) value;
        return this;
    }

    Bytes u2(int value) {
        byte[] into = room(2);
        into[size++] = (byte) (value >> 8);
        into[size++] = (byte) value;
        return this;
    }

    Bytes u4(int value) {
        return u2(value >> 16).u2(value);
    }

    Bytes add(byte[] from, int start, int end) {
        int length = end - start;
        System.arraycopy(from, start, room(length), size, length);
        size += length;
        return this;
    }

    Bytes add(Bytes other) {
        return add(other.all, 0, other.size);
    }

    /// Puts two bytes where some are already.
    void setU2(int at, int value) {
        all[at] = (byte) (value >> 8);
        all[at + 1] = (byte) value;
    }

    byte[] toArray() {
        return Arrays.copyOf(all, size);
    }

    private byte[] room(int more) {
        if (size + more > all.length) {
            all = Arrays.copyOf(all, Math.max(size + more, 2 * size));
        }
        return all;
    }
}
