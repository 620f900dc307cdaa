package io.metash.shell.terminal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** The JDK's signal handling, by reflection: its types cannot be named without a warning of the compiler. */
final class JvmSignals {
    private JvmSignals() {}

    /** A handler that runs an action. */
    static Object handler(Runnable what) throws ClassNotFoundException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "handle" -> what.run();
                case "equals" -> {
                    return proxy == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                case "toString" -> {
                    return "metash";
                }
                default -> {}
            }
            return null;
        });
    }

    static void raise(String signal) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Object number = type.getConstructor(String.class).newInstance(signal);
        type.getMethod("raise", type).invoke(null, number);
    }

    static Object handle(String signal, Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Object number = type.getConstructor(String.class).newInstance(signal);
        Method handle = type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"));
        return handle.invoke(null, number, handler);
    }

    /** Whether a handler returned by {@link #handle} is the one that ignores a signal. */
    static boolean ignores(Object handler) throws ReflectiveOperationException {
        return handler == constant("SIG_IGN");
    }

    /** The handler that lets a signal do what the system does by default. */
    static Object standard() throws ReflectiveOperationException {
        return constant("SIG_DFL");
    }

    private static Object constant(String name) throws ReflectiveOperationException {
        return Class.forName("sun.misc.SignalHandler").getField(name).get(null);
    }
}
