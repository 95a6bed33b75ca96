package io.anyloop.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the agent finds in a JDK: the one that runs, and others that are made up.
class SurveyTest {
    private static final String POLLER = "sun/nio/ch/Poller";
    private static final MethodTypeDesc OF_THREAD =
            MethodTypeDesc.of(ConstantDescs.CD_void, ClassDesc.of("java.lang.Thread"));

    private static Survey running() {
        return Survey.ofRunningJdk();
    }

    /// A JDK in which a class is changed.
    private static Survey withChanged(String owner, ClassTransform change) {
        return new Survey(JdkClasses.changed(changing(owner, change)));
    }

    private static UnaryOperator<byte[]> changing(String owner, ClassTransform change) {
        return bytes -> {
            ClassModel model = ClassFile.of().parse(bytes);
            return model.thisClass().asInternalName().equals(owner)
                    ? ClassFile.of().transformClass(model, change)
                    : bytes;
        };
    }

    private static ClassTransform dropping(String method) {
        return ClassTransform.dropping(element ->
                element instanceof MethodModel found
                        && method.equals(
                                found.methodName().stringValue()
                                        + found.methodType().stringValue()));
    }

    private static ClassTransform adding(String method) {
        return ClassTransform.endHandler(builder ->
                builder.withMethodBody(
                        method, OF_THREAD, ClassFile.ACC_STATIC, code -> code.return_()));
    }

    private static Shape stopIn(Survey survey) {
        return survey.of(Feature.WAITS).stream()
                .filter(finding -> finding.hook() == Feature.Hooks.STOP)
                .findFirst()
                .orElseThrow()
                .shape()
                .orElseThrow();
    }

    private static List<String> changed(Survey survey) {
        return survey.changes(Set.of()).stream().map(Change::name).toList();
    }

    @Test
    void the_jdk_that_runs_has_every_feature() {
        Set<Feature> expected = EnumSet.allOf(Feature.class);
        expected.removeIf(feature -> !feature.isForThisSystem());
        assertEquals(expected, running().usable());
    }

    /// Else the table that people read is not true.
    @ParameterizedTest
    @EnumSource
    void each_shape_that_is_found_is_said_to_be_of_this_release(Feature feature) {
        int release = Runtime.version().feature();
        for (Survey.Finding finding : running().of(feature)) {
            Shape shape = finding.shape().orElseThrow();
            assertTrue(shape.isOf(release), finding.hook().what() + ": " + shape.text);
        }
    }

    @Test
    void a_close_is_told_where_the_jdk_has_to_be_asked() {
        Survey survey =
                withChanged(POLLER, dropping("stopPoll(Ljava/lang/Thread;)V").andThen(addingOld()));
        assertEquals(Shape.Kind.CHANGED, stopIn(survey).kind);
        assertTrue(survey.changes(Feature.Hooks.STOP));
        assertTrue(changed(survey).contains("sun.nio.ch.Poller.stopPoll(II)V"));
    }

    private static ClassTransform addingOld() {
        return dropping("stopPoll(II)V")
                .andThen(
                        ClassTransform.endHandler(builder ->
                                builder.withMethodBody(
                                        "stopPoll",
                                        MethodTypeDesc.of(
                                                ConstantDescs.CD_void,
                                                ConstantDescs.CD_int,
                                                ConstantDescs.CD_int),
                                        ClassFile.ACC_STATIC,
                                        code -> code.return_())));
    }

    @Test
    void a_jdk_that_unparks_who_waits_needs_nothing_to_be_told() {
        Survey survey =
                withChanged(
                        POLLER,
                        dropping("stopPoll(II)V")
                                .andThen(dropping("stopPoll(Ljava/lang/Thread;)V"))
                                .andThen(adding("stopPoll")));
        assertEquals(Shape.Kind.NOT_NEEDED, stopIn(survey).kind);
        assertTrue(survey.has(Feature.WAITS));
        assertFalse(survey.changes(Feature.Hooks.STOP));
        assertFalse(changed(survey).contains("sun.nio.ch.Poller.stopPoll(II)V"));
    }

    @Test
    void a_hook_in_no_known_shape_takes_its_feature_and_those_that_need_it() {
        Survey survey = withChanged(POLLER, dropping("pollSelector(IJ)V"));
        assertEquals(List.of("sun.nio.ch.Poller.pollSelector(IJ)V"), survey.missing(Feature.WAITS));
        assertEquals(Set.of(), survey.usable());
        assertEquals(List.of(), survey.changes(Set.of()));
    }

    @Test
    void what_one_feature_lacks_leaves_the_others() {
        Survey survey =
                withChanged(
                        "sun/nio/ch/NioSocketImpl",
                        dropping("tryRead(Ljava/io/FileDescriptor;[BII)I"));
        assertFalse(survey.has(Feature.READS));
        assertTrue(survey.has(Feature.WAITS));
        assertTrue(survey.has(Feature.THROWS));
    }

    @Test
    void what_cannot_be_changed_is_told_apart_from_what_is_missing() {
        Survey survey =
                withChanged(
                        "java/lang/VirtualThread",
                        ClassTransform.dropping(element ->
                                element instanceof FieldModel field
                                        && field.fieldName().equalsString("interruptibleWait")));
        Shape shape = survey.of(Feature.PINNED).getLast().shape().orElseThrow();
        assertEquals(Shape.Kind.LEFT, shape.kind);
        assertTrue(survey.has(Feature.PINNED));
        assertEquals(List.of(), survey.missing(Feature.PINNED));
    }

    @Test
    void what_changes_programs_is_changed_only_where_that_is_asked_for() {
        String pool = "java.util.concurrent.ThreadPoolExecutor.<init>";
        assertTrue(
                changed(running()).stream().noneMatch(name -> name.startsWith(pool)),
                changed(running()).toString());
        List<String> asked =
                running().changes(Set.of(Feature.POOLS)).stream().map(Change::name).toList();
        assertTrue(asked.stream().anyMatch(name -> name.startsWith(pool)), asked.toString());
        assertFalse(asked.stream().anyMatch(name -> name.contains("LauncherHelper")));
    }
}
