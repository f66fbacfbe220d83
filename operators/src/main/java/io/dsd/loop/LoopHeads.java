package io.dsd.loop;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The heads of the loops in this JVM. The latest registration wins, because after a failure the new
 * head may register before the old one has gone; a head that goes removes only itself.
 */
public final class LoopHeads {

  private static final ConcurrentMap<LoopKey, LoopHead> HEADS = new ConcurrentHashMap<>();

  private LoopHeads() {}

  /** Makes a head known. */
  public static void register(LoopKey key, LoopHead head) {
    HEADS.put(key, head);
  }

  /** Forgets a head, unless another one has taken its place. */
  public static void unregister(LoopKey key, LoopHead head) {
    HEADS.remove(key, head);
  }

  /** The head of a loop. */
  public static Optional<LoopHead> find(LoopKey key) {
    return Optional.ofNullable(HEADS.get(key));
  }
}
