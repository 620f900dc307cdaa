package io.metash.shell.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jline.terminal.Terminal.Signal;

/**
 * Handles the terminal signals of a line editor. The JDK generates a class for that, which is slow: this runs in parallel to
 * the start, and {@link #ready()} waits for it.
 */
final class SignalWatch implements AutoCloseable {
    private static final List<Signal> HEARD = List.of(Signal.INT, Signal.WINCH, Signal.CONT);

    private final Map<Signal, Object> before = new EnumMap<>(Signal.class);
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private volatile Consumer<Signal> listener = signal -> {};

    /** Begins to listen. */
    static SignalWatch begin() {
        SignalWatch watch = new SignalWatch();
        Thread thread = new Thread(watch::listen, "metash-signals");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Sets the listener, called on the signal's thread. */
    void tell(Consumer<Signal> somebody) {
        listener = somebody;
    }

    /** Waits until every signal is heard. */
    void ready() {
        listening.join();
    }

    private void listen() {
        try {
            for (Signal signal : HEARD) {
                Object heard = handler(() -> listener.accept(signal));
                try {
                    before.put(signal, handle(signal, heard));
                } catch (InvocationTargetException kept) {
                    // With -Xrs the JVM leaves signals alone, and so does everybody in it.
                    continue;
                }
            }
            listening.complete(null);
        } catch (ReflectiveOperationException | RuntimeException cannot) {
            listening.completeExceptionally(cannot);
        }
    }

    /** The JDK's own types cannot be named without a warning of the compiler. */
    private static Object handler(Runnable what) throws ClassNotFoundException {
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

    private static Object handle(Signal signal, Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Object number = type.getConstructor(String.class).newInstance(signal.name());
        Method handle = type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"));
        return handle.invoke(null, number, handler);
    }

    /** Signals do again what they did before. */
    @Override
    public void close() {
        ready();
        try {
            for (Map.Entry<Signal, Object> each : before.entrySet()) {
                handle(each.getKey(), each.getValue());
            }
        } catch (ReflectiveOperationException cannot) {
            throw new IllegalStateException(cannot);
        }
    }
}
