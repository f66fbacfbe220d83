package io.dsd.tests.failure;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The faults of a run: each strikes once, at a set call of its victim. Static, because every
 * restart makes new operators in the same JVM.
 */
final class Faults {

  private static final Map<Victim, AtomicInteger> CALLS = new EnumMap<>(Victim.class);
  private static final Map<Victim, Integer> STRIKE_AT = new EnumMap<>(Victim.class);

  static {
    for (Victim victim : Victim.values()) {
      CALLS.put(victim, new AtomicInteger());
    }
  }

  private Faults() {}

  /** Forgets all calls, and has faults strike at the given ones, counted from 1. */
  static synchronized void plan(Map<Victim, Integer> strikeAt) {
    CALLS.values().forEach(calls -> calls.set(0));
    STRIKE_AT.clear();
    STRIKE_AT.putAll(strikeAt);
  }

  /** Counts a call, and throws if it is the one. */
  static void strike(Victim victim) {
    int call = CALLS.get(victim).incrementAndGet();
    int at;
    synchronized (Faults.class) {
      at = STRIKE_AT.getOrDefault(victim, -1);
    }
    if (call == at) {
      throw new InjectedFault(victim + " at call " + call);
    }
  }

  /** How often each victim was called. */
  static Map<Victim, Integer> calls() {
    Map<Victim, Integer> calls = new EnumMap<>(Victim.class);
    CALLS.forEach((victim, count) -> calls.put(victim, count.get()));
    return calls;
  }

  /** What a fault throws. */
  static final class InjectedFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private InjectedFault(String where) {
      super("the fault that this test injects: " + where);
    }
  }
}
