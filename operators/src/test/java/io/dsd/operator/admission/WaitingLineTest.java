package io.dsd.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.SequenceId;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

  private final WaitingLine line = new WaitingLine();

  @Test
  void theLowestRankIsNextAndOfOneRankTheEarliestPlace() {
    line.add(id(9), 1);
    line.add(id(3), 2);
    line.add(id(2), 2);
    assertThat(line.next()).contains(id(9));
    assertThat(line.next()).contains(id(2));
    assertThat(line.next()).contains(id(3));
    assertThat(line.next()).isEmpty();
  }

  @Test
  void whatIsTakenOutIsNeverNext() {
    line.add(id(1), 1);
    line.add(id(2), 2);
    assertThat(line.remove(id(1))).isTrue();
    assertThat(line.remove(id(1))).isFalse();
    assertThat(line.size()).isEqualTo(1);
    assertThat(line.next()).contains(id(2));
    assertThat(line.remove(id(2))).isFalse();
  }

  @Test
  void whatIsAddedTwiceWaitsOnce() {
    line.add(id(1), 1);
    line.add(id(1), 5);
    line.add(id(2), 3);
    assertThat(line.size()).isEqualTo(2);
    assertThat(line.next()).contains(id(2));
  }

  private static SequenceId id(long offset) {
    return new SequenceId("prompts", 0, offset);
  }
}
