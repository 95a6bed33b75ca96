package io.anyloop.agent.doctor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Asks Anyloop's core, by the one name that is known of it here.
final class CoreLoops implements Machine.Loops {
    private static final String TRIAL = "io.anyloop.LoopTrial";

    private final ClassLoader loader;

    CoreLoops(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public boolean isThere() {
        return loader.getResource("io/anyloop/Hub.class") != null;
    }

    @Override
    public List<String> names() throws Exception {
        return ask("names");
    }

    @Override
    public Map<String, String> attempt(String name) throws Exception {
        return ask("attempt", name);
    }

    @Override
    public Map<String, String> choice() throws Exception {
        return ask("choice");
    }

    @SuppressWarnings("unchecked")
    private <T> T ask(String question, String... arguments) throws Exception {
        Class<?>[] types = new Class<?>[arguments.length];
        Arrays.fill(types, String.class);
        try {
            Method method = Class.forName(TRIAL, true, loader).getDeclaredMethod(question, types);
            method.setAccessible(true);
            return (T) method.invoke(null, (Object[]) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception) {
                throw (Exception) e.getCause();
            }
            throw e;
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            throw new IllegalStateException(
                    "this anyloop-core cannot be asked, it is of another version than the agent.",
                    e);
        }
    }
}
