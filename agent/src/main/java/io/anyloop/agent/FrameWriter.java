package io.anyloop.agent;

import java.util.function.IntUnaryOperator;

/// Writes what is on the stack and in the locals where code is jumped to. Each place is told by its distance from the one before.
final class FrameWriter {
    private static final int SAME = 251;
    private static final int SAME_ONE_ON_STACK = 247;
    private static final int FULL = 255;
    private static final int OBJECT = 7;
    private static final int NEW_OBJECT = 8;

    private final ClassBytes file;
    private final Edit edit;
    private final IntUnaryOperator moved;
    private final Bytes out = new Bytes().u2(0);
    private int count;

    /// The place of the last one.
    private int last = -1;

    private int at;

    /// @param moved where an instruction has gone
    FrameWriter(Edit edit, IntUnaryOperator moved) {
        this.file = edit.file;
        this.edit = edit;
        this.moved = moved;
    }

    /// The attribute, without its name and length.
    ///
    /// @param old where the one of the old code is; -1 if it has none
    /// @param end where the handlers begin
    Bytes write(int old, int end) {
        int frames = old < 0 ? 0 : file.u2(old);
        at = old + 2;
        writeFirst(frames > 0 && distance() == 0);
        int place = -1;
        for (int i = 0; i < frames; i++) {
            place += distance() + 1;
            begin(moved.applyAsInt(place));
        }
        int handlerAt = end;
        for (Edit.Handler handler : edit.handlers) {
            writeHandler(handlerAt);
            handlerAt += handler.code().size();
        }
        out.setU2(0, count);
        return out;
    }

    /// Before the code all is as it comes. Unless the old code is jumped to at its very beginning, and says so itself.
    private void writeFirst(boolean saysItself) {
        int start = edit.padding();
        for (Snippet first : edit.first()) {
            int place = start + first.target;
            if (first.target >= 0 && !(saysItself && place == edit.lead())) {
                out.u1(SAME).u2(delta(place));
            }
            start += first.size();
        }
    }

    /// What has just been thrown is on the stack, and of the locals only what the method is called on is sure to be there.
    private void writeHandler(int place) {
        out.u1(FULL).u2(delta(place));
        if (edit.isStatic()) {
            out.u2(0);
        } else {
            out.u2(1).u1(OBJECT).u2(file.self());
        }
        out.u2(1).u1(OBJECT).u2(edit.constants.type("java/lang/Throwable"));
    }

    private int delta(int place) {
        int delta = place - last - 1;
        last = place;
        count++;
        return delta;
    }

    /// How far the frame at which we are is from the one before.
    private int distance() {
        int kind = file.u1(at);
        if (kind < 64) {
            return kind;
        }
        return kind < 128 ? kind - 64 : file.u2(at + 1);
    }

    private void begin(int place) {
        int kind = file.u1(at);
        if (kind < 64 || kind == SAME) {
            out.u1(SAME).u2(delta(place));
            at += kind == SAME ? 3 : 1;
        } else if (kind < 128 || kind == SAME_ONE_ON_STACK) {
            out.u1(SAME_ONE_ON_STACK).u2(delta(place));
            at += kind == SAME_ONE_ON_STACK ? 3 : 1;
            copyTypes(1);
        } else if (kind == FULL) {
            out.u1(kind).u2(delta(place));
            at += 3;
            copyCounted();
            copyCounted();
        } else if (kind > SAME_ONE_ON_STACK) {
            out.u1(kind).u2(delta(place));
            at += 3;
            copyTypes(Math.max(0, kind - SAME)); // 252 to 254 add one to three
        } else {
            throw ClassBytes.unknown("a frame of kind " + kind);
        }
    }

    private void copyCounted() {
        int types = file.u2(at);
        out.u2(types);
        at += 2;
        copyTypes(types);
    }

    private void copyTypes(int types) {
        for (int i = 0; i < types; i++) {
            int type = file.u1(at++);
            out.u1(type);
            if (type == OBJECT) {
                out.u2(file.u2(at));
                at += 2;
            } else if (type == NEW_OBJECT) { // named by the place that makes it
                out.u2(moved.applyAsInt(file.u2(at)));
                at += 2;
            }
        }
    }
}
