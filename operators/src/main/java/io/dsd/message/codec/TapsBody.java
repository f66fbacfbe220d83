package io.dsd.message.codec;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Taps;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What follows sequence and epoch in taps. */
final class TapsBody {

  private TapsBody() {}

  static void writeRest(Taps taps, DataOutput out) throws IOException {
    out.writeInt(taps.round());
    out.writeInt(taps.basePosition());
    out.writeInt(taps.committed());
    IntsBody.CODEC.write(taps.nodes(), out);
    for (int index = 0; index < taps.tokens().size(); index++) {
      out.writeInt(taps.tokens().get(index));
    }
    IntsBody.CODEC.write(taps.layers(), out);
    HiddenStatesBody.CODEC.write(taps.rows(), out);
  }

  static Taps readRest(SequenceId sequence, long epoch, DataInput in) throws IOException {
    int round = in.readInt();
    int basePosition = in.readInt();
    int committed = in.readInt();
    Ints nodes = IntsBody.CODEC.read(in);
    int[] tokens = new int[nodes.size()];
    for (int index = 0; index < tokens.length; index++) {
      tokens[index] = in.readInt();
    }
    return new Taps(
        sequence,
        epoch,
        round,
        basePosition,
        committed,
        nodes,
        Ints.of(tokens),
        IntsBody.CODEC.read(in),
        HiddenStatesBody.CODEC.read(in));
  }
}
