package io.dsd.loop;

import java.util.HashMap;
import java.util.Map;

/** The gates in this JVM, by name; a gate is there as long as someone uses it. */
public final class Gates {

  private static final Map<String, Shared> GATES = new HashMap<>();

  private static final class Shared {
    private final Gate gate = new Gate();
    private int users;
  }

  private Gates() {}

  /** The gate of that name; {@link #release} must follow. */
  public static Gate acquire(String name) {
    synchronized (GATES) {
      Shared shared = GATES.computeIfAbsent(name, unknown -> new Shared());
      shared.users++;
      return shared.gate;
    }
  }

  /** Ends one use of the gate of that name. */
  public static void release(String name) {
    synchronized (GATES) {
      Shared shared = GATES.get(name);
      if (shared == null) {
        throw new IllegalStateException("the gate '" + name + "' is released more often than used");
      }
      shared.users--;
      if (shared.users == 0) {
        GATES.remove(name);
      }
    }
  }
}
