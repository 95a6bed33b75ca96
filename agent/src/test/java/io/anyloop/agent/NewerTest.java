package io.anyloop.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the command `doctor` asks of this Java.
class NewerTest {
    private static Survey without(String... methods) {
        return new Survey(
                JdkClasses.changed(bytes -> {
                    ClassFile classFile = ClassFile.of();
                    return classFile.transformClass(
                            classFile.parse(bytes),
                            ClassTransform.dropping(element ->
                                    element instanceof MethodModel method
                                            && List.of(methods)
                                                    .contains(method.methodName().stringValue())));
                }));
    }

    @Test
    void this_java_has_what_hubs_need() {
        Map<String, String> facts = Newer.facts();
        assertEquals("yes", facts.get("virtualThreads"));
        assertEquals("yes", facts.get("agents"));
        if (System.getProperty("os.name").equals("Linux")) {
            assertTrue(facts.get("ioUring").matches("\\d+"), facts.toString());
        }
    }

    @Test
    void each_feature_is_told_once() {
        assertEquals(
                List.of(
                        "waits",
                        "closes",
                        "reads",
                        "throws",
                        "in_line",
                        "pinned",
                        "blocking",
                        "files",
                        "forks",
                        "main",
                        "adopt",
                        "pools",
                        "gives_way"),
                Newer.features().stream().map(feature -> feature.get("name")).toList());
    }

    @Test
    void a_feature_that_misses_a_method_says_which_and_what_that_means() {
        Map<String, String> told = Newer.told(Feature.READS, without("tryRead"));
        assertEquals("missing", told.get("state"));
        assertTrue(
                told.get("note")
                        .matches(
                                "this Java has no .*NioSocketImpl.*tryRead.*; so each read of a socket that finds nothing costs a system call"),
                told.get("note"));
    }

    @Test
    void a_feature_that_misses_another_one_says_so() {
        Map<String, String> told = Newer.told(Feature.FILES, without("pollSelector"));
        assertEquals("missing", told.get("state"));
        assertTrue(told.get("note").startsWith("it is of no use without"), told.get("note"));
    }

    @Test
    void a_hook_that_this_java_cannot_have_or_does_not_need_is_told() {
        Map<String, String> told = Newer.told(Feature.PINNED, Survey.ofRunningJdk());
        assertEquals("installs", told.get("state"));
        assertTrue(
                told.get("note").contains("a wait for a class that another thread initialises"),
                told.get("note"));
    }
}
