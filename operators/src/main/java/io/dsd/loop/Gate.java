package io.dsd.loop;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What stands between a source and the drafts in one JVM: closed as long as any draft holds it
 * closed. A source that finds it closed leaves records where they are; barriers pass.
 */
public final class Gate {

  private final Set<Object> holders = new HashSet<>();
  private CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);

  Gate() {}

  /** Completes when the gate is open; is complete if it is open now. */
  public synchronized CompletableFuture<Void> opened() {
    return opened;
  }

  /** Closes the gate on behalf of {@code holder}. */
  public synchronized void close(Object holder) {
    if (holders.add(holder) && opened.isDone()) {
      opened = new CompletableFuture<>();
    }
  }

  /** Takes back what {@code holder} did; others may still hold the gate closed. */
  public void open(Object holder) {
    CompletableFuture<Void> waited;
    synchronized (this) {
      if (!holders.remove(holder) || !holders.isEmpty()) {
        return;
      }
      waited = opened;
    }
    // outside of the lock: whoever waits may act at once
    waited.complete(null);
  }
}
