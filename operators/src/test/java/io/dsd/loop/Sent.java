package io.dsd.loop;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import java.util.Random;

/** A block of some nodes, of which the first are committed. */
record Sent(int round, int base, int committed, int size, Ints accepted) {

  Ints kept() {
    return Ints.range(0, committed).append(accepted);
  }

  Taps part(SequenceId sequence, long epoch, Ints layers, Ints nodes) {
    byte[] rows = new byte[nodes.size() * layers.size() * 4];
    int at = 0;
    for (int node : nodes.toArray()) {
      for (int layer : layers.toArray()) {
        rows[at++] = (byte) round;
        rows[at++] = (byte) node;
        rows[at++] = (byte) layer;
        rows[at++] = (byte) epoch;
      }
    }
    return new Taps(
        sequence,
        epoch,
        round,
        base,
        committed,
        nodes,
        Ints.of(nodes.stream().map(node -> 100 * round + node).toArray()),
        layers,
        new HiddenStates(RowType.FP32, nodes.size(), layers.size(), Bytes.owned(rows)));
  }

  Verdict verdict(SequenceId sequence, long epoch) {
    return new Verdict(sequence, epoch, round, accepted, 5, SliceTimes.ZERO);
  }

  /** A block as it may be: one that goes ahead has no committed nodes. */
  static Sent random(Random random, int round) {
    int committed = random.nextInt(4);
    int drafted = committed == 0 ? 1 + random.nextInt(5) : random.nextInt(5);
    int first = committed == 0 ? 1 : 0;
    Ints accepted = committed == 0 ? Ints.of(0) : Ints.empty();
    for (int node = committed + first; node < committed + drafted; node++) {
      if (random.nextBoolean()) {
        accepted = accepted.append(node);
      }
    }
    return new Sent(round, 10 * round, committed, committed + drafted, accepted);
  }
}
