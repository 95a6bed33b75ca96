package io.anyloop.loop.iocp.wine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ConstantDescs;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class ClassesForJava21Test {

    /// Has what is to be changed.
    static final class Sample {
        private Sample() {}

        sealed interface Shape permits Square, Circle {}

        record Square(int side) implements Shape {}

        record Circle(int radius) implements Shape {}

        static int area(Shape shape) {
            Shape merged = shape instanceof Square square ? square : shape;
            return switch (merged) {
                case Square(int side) -> side * side;
                case Circle(int radius) -> 3 * radius * radius;
            };
        }

        static IntSupplier plain(int number) {
            return () -> number; // another kind of call site
        }
    }

    private static byte[] original() throws IOException {
        try (var in = Sample.class.getResourceAsStream("ClassesForJava21Test$Sample.class")) {
            return in.readAllBytes();
        }
    }

    private static List<InvokeDynamicInstruction> callSites(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .filter(InvokeDynamicInstruction.class::isInstance)
                .map(InvokeDynamicInstruction.class::cast)
                .toList();
    }

    @Test
    void classes_have_the_version_and_the_pattern_switches_of_java_21() throws IOException {
        byte[] original = original();
        byte[] bytes =
                new ClassesForJava21(ClassesForJava21Test.class.getClassLoader())
                        .retargeted(original);
        assertEquals(65, ClassFile.of().parse(bytes).majorVersion());
        var before = callSites(original);
        var after = callSites(bytes);
        assertEquals(before.size(), after.size());
        int switches = 0;
        for (int i = 0; i < after.size(); i++) {
            var call = after.get(i);
            if (call.name().equalsString("typeSwitch")) {
                switches++;
                assertEquals(ConstantDescs.CD_Object, call.typeSymbol().parameterType(0));
                assertEquals(2, before.get(i).bootstrapArgs().size());
                assertEquals(before.get(i).bootstrapArgs(), call.bootstrapArgs());
            } else {
                assertEquals(before.get(i).typeSymbol(), call.typeSymbol());
            }
        }
        assertEquals(1, switches);
        assertTrue(after.size() > 1, "nothing to compare with");
    }

    @Test
    void what_comes_out_still_runs_here() throws Exception {
        byte[] bytes =
                new ClassesForJava21(ClassesForJava21Test.class.getClassLoader())
                        .retargeted(original());
        assertEquals(List.of(), ClassFile.of().verify(bytes));
    }
}
