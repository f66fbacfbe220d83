package io.dsd.model.torch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What takes long to load, once for all who use it at the same time, and kept for a while after the
 * last one: after a failure the same task comes back within seconds and finds it. What nobody uses
 * makes room when something else is loaded.
 */
final class Shelf<K, V> {

  private final Map<K, Item> items = new HashMap<>();
  private final Duration patience;
  private final Consumer<V> discard;

  /**
   * An empty shelf.
   *
   * @param patience how long something stays that nobody uses
   * @param discard what is done with it then
   */
  Shelf(Duration patience, Consumer<V> discard) {
    this.patience = patience;
    this.discard = discard;
  }

  /** What belongs to the key; loaded by the first who asks, while others wait for it. */
  Held<V> take(K key, Supplier<V> load) {
    Item item = use(key);
    AtomicBoolean released = new AtomicBoolean();
    Runnable release =
        () -> {
          if (released.compareAndSet(false, true)) {
            giveBack(item);
          }
        };
    try {
      return new Held<>(item.value(load), release);
    } catch (RuntimeException failure) {
      release.run();
      throw failure;
    }
  }

  private synchronized Item use(K key) {
    if (!items.containsKey(key)) {
      items.values().stream().filter(each -> each.users == 0).toList().forEach(this::remove);
      items.put(key, new Item(key));
    }
    Item item = items.get(key);
    item.users++;
    item.uses++;
    return item;
  }

  private synchronized void giveBack(Item item) {
    item.users--;
    if (item.users > 0) {
      return;
    }
    if (item.loaded.isEmpty()) {
      remove(item);
      return;
    }
    long last = item.uses;
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> removeUnlessUsed(item, last));
  }

  private synchronized void removeUnlessUsed(Item item, long since) {
    if (item.uses == since) {
      remove(item);
    }
  }

  private void remove(Item item) {
    if (items.remove(item.key, item)) {
      item.loaded.ifPresent(discard);
    }
  }

  /** A place on the shelf; users and uses belong to the shelf's lock, loading to its own. */
  private final class Item {

    private final K key;
    private int users;
    private long uses;
    private volatile Optional<V> loaded = Optional.empty();

    private Item(K key) {
      this.key = key;
    }

    private synchronized V value(Supplier<V> load) {
      if (loaded.isEmpty()) {
        loaded = Optional.of(load.get());
      }
      return loaded.orElseThrow();
    }
  }
}
