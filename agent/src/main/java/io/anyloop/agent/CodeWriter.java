package io.anyloop.agent;

import static io.anyloop.agent.Instructions.LOOKUP_SWITCH;
import static io.anyloop.agent.Instructions.TABLE_SWITCH;

import java.util.Arrays;

/// Writes the code of a method anew: as it was, with what an [Edit] adds. All that names a place in it is moved along.
final class CodeWriter {
    private static final int CATCH_ALL = 0;

    private final ClassBytes file;
    private final Edit edit;

    /// Where the attribute begins, behind its name and length.
    private final int at;

    private final int code;
    private final int length;

    /// Where each instruction goes, with what is put before it. By its old place; 0 where none begins. Null if all moves as one.
    private final int[] moved;

    /// Those that are not simply copied, in their order.
    private int[] special = new int[64];

    private int specials;

    private final Bytes out = new Bytes();

    /// @param at where the attribute `Code` begins, behind its name and length
    CodeWriter(Edit edit, int at) {
        this.file = edit.file;
        this.edit = edit;
        this.at = at;
        code = at + 8;
        length = file.u4(at + 4);
        moved = edit.movesAsOne() ? null : new int[length + 1];
    }

    /// The attribute, without its name and length.
    Bytes write() {
        int end = moved == null ? edit.lead() + length : layOut();
        int total = end;
        for (Edit.Handler handler : edit.handlers) {
            total += handler.code().size();
        }
        if (total > Short.MAX_VALUE) {
            throw ClassBytes.unknown("a method that is too long");
        }
        out.u2(stack()).u2(file.u2(at + 2)).u4(total);
        for (int i = edit.padding(); i > 0; i--) {
            out.u1(0);
        }
        for (Snippet first : edit.first()) {
            out.add(first.bytes);
        }
        if (moved == null) {
            out.add(file.bytes(), code, code + length);
        } else {
            int copied = 0;
            for (int i = 0; i < specials; i++) {
                out.add(file.bytes(), code + copied, code + special[i]);
                writeInstruction(special[i]);
                copied = special[i] + length(special[i]);
            }
            out.add(file.bytes(), code + copied, code + length);
        }
        for (Edit.Handler handler : edit.handlers) {
            out.add(handler.code().bytes);
        }
        int attributes = writeHandlers(end);
        writeAttributes(attributes, end);
        return out;
    }

    private int length(int pc) {
        return Instructions.length(file, code, pc);
    }

    private int stack() {
        int old = file.u2(at);
        int most = edit.handlers.isEmpty() ? old : Math.max(old, 2);
        for (Snippet first : edit.first()) {
            most = Math.max(most, first.stack);
        }
        int more = edit.beforeReturn == null ? 0 : edit.beforeReturn.stack;
        return Math.max(most, old + Math.max(more, edit.lock == null ? 0 : edit.lock.stack));
    }

    // ---------------------------------------------------------------- instructions

    /// @return where the method's own code ends
    private int layOut() {
        int next = edit.lead();
        int size;
        for (int pc = 0; pc < length; pc += size) {
            moved[pc] = next;
            size = length(pc);
            int operation = file.u1(code + pc);
            next += Instructions.isPlain(operation) ? size : newSize(pc, operation, size, next);
        }
        moved[length] = next;
        return next;
    }

    /// With what is put before it.
    private int newSize(int pc, int operation, int size, int next) {
        int newSize = size;
        if (operation == Instructions.CALL_VIRTUAL) {
            if (!isLock(pc)) {
                return size;
            }
            newSize = edit.lock.size();
        } else if (Instructions.isReturn(operation)) {
            newSize += edit.beforeReturn == null ? 0 : edit.beforeReturn.size();
        } else if (Instructions.isSwitch(operation)) {
            newSize += Instructions.padding(next) - Instructions.padding(pc);
        }
        if (specials == special.length) {
            special = Arrays.copyOf(special, 2 * specials);
        }
        special[specials++] = pc;
        return newSize;
    }

    private boolean isLock(int pc) {
        return edit.lock != null
                && file.u1(code + pc) == Instructions.CALL_VIRTUAL
                && file.isMethod(file.u2(code + pc + 1), Change.LOCK, "lock");
    }

    private void writeInstruction(int pc) {
        int from = code + pc;
        int operation = file.u1(from);
        if (Instructions.isReturn(operation) && edit.beforeReturn != null) {
            out.add(edit.beforeReturn.bytes);
        }
        if (isLock(pc)) {
            out.add(edit.lock.bytes);
        } else if (Instructions.isShortJump(operation)) {
            out.u1(operation).u2(jump(pc, file.s2(from + 1)));
        } else if (Instructions.isLongJump(operation)) {
            out.u1(operation).u4(jump(pc, file.u4(from + 1)));
        } else if (Instructions.isSwitch(operation)) {
            writeSwitch(pc, operation);
        } else {
            out.add(file.bytes(), from, from + length(pc));
        }
    }

    /// Places of jumps count from themselves.
    private int jump(int pc, int distance) {
        return moved(pc + distance) - moved[pc];
    }

    private int moved(int pc) {
        if (moved == null) {
            return pc + edit.lead();
        }
        if (pc < 0 || pc > length || moved[pc] == 0 && pc > 0) {
            throw ClassBytes.unknown("a place in the code where nothing begins");
        }
        return moved[pc];
    }

    private void writeSwitch(int pc, int operation) {
        int table = code + pc + 1 + Instructions.padding(pc);
        out.u1(operation);
        for (int i = Instructions.padding(moved[pc]); i > 0; i--) {
            out.u1(0);
        }
        out.u4(jump(pc, file.u4(table)));
        if (operation == TABLE_SWITCH) {
            out.add(file.bytes(), table + 4, table + 12);
            for (int next = table + 12; next < code + pc + length(pc); next += 4) {
                out.u4(jump(pc, file.u4(next)));
            }
        } else if (operation == LOOKUP_SWITCH) {
            out.u4(file.u4(table + 4));
            for (int next = table + 8; next < code + pc + length(pc); next += 8) {
                out.u4(file.u4(next)).u4(jump(pc, file.u4(next + 4)));
            }
        }
    }

    // ---------------------------------------------------------------- what belongs to it

    /// @return where the attributes of the old code are
    private int writeHandlers(int end) {
        int table = code + length;
        int count = file.u2(table);
        out.u2(count + edit.handlers.size());
        int next = table + 2;
        for (int i = 0; i < count; i++, next += 8) {
            out.u2(moved(file.u2(next))).u2(moved(file.u2(next + 2)));
            out.u2(moved(file.u2(next + 4))).u2(file.u2(next + 6));
        }
        int handlerAt = end;
        for (Edit.Handler handler : edit.handlers) {
            out.u2(edit.lead() - handler.lead()).u2(handlerAt).u2(handlerAt).u2(CATCH_ALL);
            handlerAt += handler.code().size();
        }
        return next;
    }

    /// Those that are not known name places, too, and are left out: none of them is needed to run.
    private void writeAttributes(int attributes, int end) {
        Bytes all = new Bytes();
        int count = 0;
        int frames = -1;
        int next = attributes + 2;
        for (int i = file.u2(attributes); i > 0; i--) {
            String name = file.text(file.u2(next));
            int body = next + 6;
            switch (name) {
                case "StackMapTable" -> frames = body;
                case "LineNumberTable" -> {
                    all.u2(file.u2(next)).u4(file.u4(next + 2)).add(lines(body));
                    count++;
                }
                case "LocalVariableTable", "LocalVariableTypeTable" -> {
                    all.u2(file.u2(next)).u4(file.u4(next + 2)).add(variables(body));
                    count++;
                }
                default -> {}
            }
            next = body + file.u4(next + 2);
        }
        Bytes table = new FrameWriter(edit, this::moved).write(frames, end);
        if (table.size() > 2) {
            all.u2(edit.constants.text("StackMapTable")).u4(table.size()).add(table);
            count++;
        }
        out.u2(count).add(all);
    }

    private Bytes lines(int body) {
        Bytes table = new Bytes().u2(file.u2(body));
        for (int i = 0, next = body + 2; i < file.u2(body); i++, next += 4) {
            table.u2(moved(file.u2(next))).u2(file.u2(next + 2));
        }
        return table;
    }

    private Bytes variables(int body) {
        Bytes table = new Bytes().u2(file.u2(body));
        for (int i = 0, next = body + 2; i < file.u2(body); i++, next += 10) {
            int start = file.u2(next);
            int begins = moved(start);
            table.u2(begins).u2(moved(start + file.u2(next + 2)) - begins);
            table.add(file.bytes(), next + 4, next + 10);
        }
        return table;
    }
}
