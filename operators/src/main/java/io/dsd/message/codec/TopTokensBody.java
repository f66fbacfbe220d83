package io.dsd.message.codec;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.round.TopTokens;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Top tokens: {@code tokens (ints) | a probability (4) for each}. */
enum TopTokensBody implements Codec<TopTokens> {
  CODEC;

  @Override
  public void write(TopTokens top, DataOutput out) throws IOException {
    IntsBody.CODEC.write(top.tokens(), out);
    for (int index = 0; index < top.tokens().size(); index++) {
      out.writeFloat(top.probabilities().get(index));
    }
  }

  @Override
  public TopTokens read(DataInput in) throws IOException {
    Ints tokens = IntsBody.CODEC.read(in);
    float[] probabilities = new float[tokens.size()];
    for (int index = 0; index < probabilities.length; index++) {
      probabilities[index] = in.readFloat();
    }
    return new TopTokens(tokens, Floats.of(probabilities));
  }
}
