package io.dsd.message.codec;

import io.dsd.message.SequenceId;
import io.dsd.message.round.Activation;
import io.dsd.message.round.Block;
import io.dsd.message.round.Cancel;
import io.dsd.message.round.Leeway;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Share;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A message of the loop: a tag and what follows from it.
 *
 * <pre>
 *    0   1
 *   +---+-------------+
 *   | 1 | block       |
 *   +---+-------------+---------------+------------+
 *   | 2 | block       | hidden states | times (16) |
 *   +---+-------------+-----------+---+------------+--+----------------+---------------+------------+
 *   | 3 | sequence id | epoch (8) | round (4)         | accepted (ints)| nextToken (4) | times (16) |
 *   +---+-------------+-----------+-------------------+----------------+---------------+------------+
 *   | 4 | sequence id | epoch (8) | round (4)         | haveLength (4) |     a rebase
 *   +---+-------------+-----------+-------------------+----------------+
 *   | 5 | sequence id | epoch (8) | beforeRound (4)   |                      a cancel
 *   +---+-------------+-----------+-------------------+
 *   | 6 | sequence id | epoch (8) |                                          a release
 *   +---+-------------+-----------+-------------------+------------+
 *   | 7 | sequence id | epoch (8) | donor's id        | length (4) |         a share
 *   +---+-------------+-----------+-------------------+------------+
 *   | 8 | sequence id | epoch (8) |                                          a word to retain
 *   +---+-------------+-----------+-----------+--------------+--------------+---------------+
 *   | 9 | sequence id | epoch (8) | round (4) | position (4) | committed (4)| nodes (ints)  |
 *   +---+-------------+-----------+-----+-----+--------------+--------------+---------------+
 *   | one token (4) per node | layers (ints) | hidden states |               taps
 *   +------------------------+---------------+---------------+
 *   +----+-------------------------+
 *   | 10 | as 3, then leeway (16)  |                            a relaxed verdict
 *   +----+-------------------------+
 * </pre>
 *
 * <p>Since version 2 times are 4 bytes longer.
 */
enum LoopMessageBody implements Codec<LoopMessage> {
  /** Times without the size of batches. */
  V1(SliceTimesBody.V1),
  V2(SliceTimesBody.V2);

  private static final int BLOCK = 1;
  private static final int ACTIVATION = 2;
  private static final int VERDICT = 3;
  private static final int REBASE = 4;
  private static final int CANCEL = 5;
  private static final int RELEASE = 6;
  private static final int SHARE = 7;
  private static final int RETAIN = 8;
  private static final int TAPS = 9;
  private static final int RELAXED_VERDICT = 10;

  private final SliceTimesBody times;

  LoopMessageBody(SliceTimesBody times) {
    this.times = times;
  }

  @Override
  public void write(LoopMessage message, DataOutput out) throws IOException {
    if (message instanceof Block block) {
      out.writeByte(BLOCK);
      BlockBody.CODEC.write(block, out);
    } else if (message instanceof Activation activation) {
      out.writeByte(ACTIVATION);
      BlockBody.CODEC.write(activation.block(), out);
      HiddenStatesBody.CODEC.write(activation.hidden(), out);
      times.write(activation.times(), out);
    } else if (message instanceof Verdict verdict) {
      boolean relaxed = !verdict.leeway().equals(Leeway.NONE);
      writeHead(relaxed ? RELAXED_VERDICT : VERDICT, verdict, out);
      out.writeInt(verdict.round());
      IntsBody.CODEC.write(verdict.accepted(), out);
      out.writeInt(verdict.nextToken());
      times.write(verdict.times(), out);
      if (relaxed) {
        LeewayBody.CODEC.write(verdict.leeway(), out);
      }
    } else if (message instanceof Rebase rebase) {
      writeHead(REBASE, rebase, out);
      out.writeInt(rebase.round());
      out.writeInt(rebase.haveLength());
    } else if (message instanceof Cancel cancel) {
      writeHead(CANCEL, cancel, out);
      out.writeInt(cancel.beforeRound());
    } else if (message instanceof Release release) {
      writeHead(RELEASE, release, out);
    } else if (message instanceof Share share) {
      writeHead(SHARE, share, out);
      SequenceIdBody.CODEC.write(share.donor(), out);
      out.writeInt(share.length());
    } else if (message instanceof Retain retain) {
      writeHead(RETAIN, retain, out);
    } else if (message instanceof Taps taps) {
      writeHead(TAPS, taps, out);
      TapsBody.writeRest(taps, out);
    } else {
      throw new IllegalStateException("no layout for " + message.getClass());
    }
  }

  private static void writeHead(int tag, LoopMessage message, DataOutput out) throws IOException {
    out.writeByte(tag);
    SequenceIdBody.CODEC.write(message.sequence(), out);
    out.writeLong(message.epoch());
  }

  @Override
  public LoopMessage read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case BLOCK -> BlockBody.CODEC.read(in);
      case ACTIVATION ->
          new Activation(BlockBody.CODEC.read(in), HiddenStatesBody.CODEC.read(in), times.read(in));
      case VERDICT ->
          new Verdict(
              sequence(in),
              in.readLong(),
              in.readInt(),
              IntsBody.CODEC.read(in),
              in.readInt(),
              times.read(in));
      case RELAXED_VERDICT ->
          new Verdict(
              sequence(in),
              in.readLong(),
              in.readInt(),
              IntsBody.CODEC.read(in),
              in.readInt(),
              times.read(in),
              LeewayBody.CODEC.read(in));
      case REBASE -> new Rebase(sequence(in), in.readLong(), in.readInt(), in.readInt());
      case CANCEL -> new Cancel(sequence(in), in.readLong(), in.readInt());
      case RELEASE -> new Release(sequence(in), in.readLong());
      case SHARE -> new Share(sequence(in), in.readLong(), sequence(in), in.readInt());
      case RETAIN -> new Retain(sequence(in), in.readLong());
      case TAPS -> TapsBody.readRest(sequence(in), in.readLong(), in);
      default ->
          throw Wire.unknownTag(
              "loop message",
              tag,
              "1 (block), 2 (activation), 3 (verdict), 4 (rebase), 5 (cancel), 6 (release), 7 (share), 8 (retain), 9 (taps), 10 (relaxed verdict)");
    };
  }

  private static SequenceId sequence(DataInput in) throws IOException {
    return SequenceIdBody.CODEC.read(in);
  }
}
