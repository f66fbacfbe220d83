package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is loaded how often, and when it goes. */
class ShelfTest {

  private final List<String> loaded = Collections.synchronizedList(new ArrayList<>());
  private final List<String> discarded = Collections.synchronizedList(new ArrayList<>());
  private final Shelf<String, String> shelf = new Shelf<>(Duration.ofMinutes(10), discarded::add);

  @Test
  void whoAsksTogetherGetsTheSameOne() {
    try (Held<String> one = take("a");
        Held<String> other = take("a")) {
      assertThat(one.value()).isSameAs(other.value());
    }
    assertThat(loaded).containsExactly("a");
    assertThat(discarded).isEmpty();
  }

  @Test
  void whoComesBackFindsItAgain() {
    take("a").close();
    take("a").close();
    assertThat(loaded).containsExactly("a");
  }

  @Test
  void whatNobodyUsesMakesRoomForSomethingElseAndWhatIsUsedDoesNot() {
    take("idle").close();
    try (Held<String> used = take("used");
        Held<String> other = take("other")) {
      assertThat(discarded).containsExactly("idle 1");
      assertThat(used.value()).isNotEqualTo(other.value());
    }
    assertThat(loaded).containsExactly("idle", "used", "other");
  }

  @Test
  void whatNobodyUsesGoesAfterAWhile() {
    Shelf<String, String> hasty = new Shelf<>(Duration.ofMillis(20), discarded::add);
    hasty.take("a", () -> load("a")).close();
    Awaitility.await().untilAsserted(() -> assertThat(discarded).containsExactly("a 1"));
    hasty.take("a", () -> load("a")).close();
    assertThat(loaded).containsExactly("a", "a");
  }

  @Test
  void closingTwiceIsClosingOnce() {
    Held<String> first = take("a");
    try (Held<String> second = take("a")) {
      first.close();
      first.close();
      take("b").close();
      assertThat(discarded).isEmpty();
      assertThat(second.value()).isEqualTo("a 1");
    }
  }

  @Test
  void whatCannotBeLoadedIsTriedAgain() {
    assertThatThrownBy(
            () ->
                shelf.take(
                    "a",
                    () -> {
                      throw new IllegalStateException("no memory");
                    }))
        .hasMessage("no memory");
    try (Held<String> second = take("a")) {
      assertThat(second.value()).isEqualTo("a 1");
    }
  }

  @Test
  void differentOnesAreLoadedAtTheSameTime() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    CompletableFuture<Held<String>> one = takeWithTheOther("a", both);
    CompletableFuture<Held<String>> other = takeWithTheOther("b", both);
    one.get(10, TimeUnit.SECONDS).close();
    other.get(10, TimeUnit.SECONDS).close();
    assertThat(both.getCount()).isZero();
  }

  private CompletableFuture<Held<String>> takeWithTheOther(String key, CountDownLatch both) {
    return CompletableFuture.supplyAsync(
        () ->
            shelf.take(
                key,
                () -> {
                  both.countDown();
                  try {
                    assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
                  } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                  }
                  return load(key);
                }),
        command -> new Thread(command).start());
  }

  private Held<String> take(String key) {
    return shelf.take(key, () -> load(key));
  }

  private String load(String key) {
    loaded.add(key);
    return key + " " + loaded.size();
  }
}
