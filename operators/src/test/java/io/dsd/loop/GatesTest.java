package io.dsd.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GatesTest {

  private static final String NAME = "a gate of this test";

  @Test
  void aGateIsOpenOnlyWhileNobodyHoldsItClosed() {
    Gate gate = new Gate();
    assertThat(gate.opened()).isDone();
    gate.close("first");
    gate.close("second");
    gate.close("second");
    CompletableFuture<Void> waiting = gate.opened();
    assertThat(waiting).isNotDone();
    gate.open("second");
    assertThat(waiting).isNotDone();
    gate.open("stranger");
    assertThat(waiting).isNotDone();
    gate.open("first");
    assertThat(waiting).isDone();
    assertThat(gate.opened()).isDone();
  }

  @Test
  void aGateClosesAgain() {
    Gate gate = new Gate();
    gate.close("a draft");
    gate.open("a draft");
    gate.close("a draft");
    assertThat(gate.opened()).isNotDone();
  }

  @Test
  void allUsersOfANameShareItsGateAndTheLastOneTakesItAway() {
    Gate gate = Gates.acquire(NAME);
    assertThat(Gates.acquire(NAME)).isSameAs(gate);
    Gates.release(NAME);
    assertThat(Gates.acquire(NAME)).isSameAs(gate);
    Gates.release(NAME);
    Gates.release(NAME);
    assertThat(Gates.acquire(NAME)).isNotSameAs(gate);
    Gates.release(NAME);
    assertThatThrownBy(() -> Gates.release(NAME)).hasMessageContaining(NAME);
  }
}
