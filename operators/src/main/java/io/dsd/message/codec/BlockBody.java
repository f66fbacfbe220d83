package io.dsd.message.codec;

import io.dsd.message.Ints;
import io.dsd.message.round.Block;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Tree;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A block. The shape of a chain follows from its size; a tree sends the parents of all nodes but
 * the first, whose parent is always -1.
 *
 * <pre>
 *   +-------------+-----------+-----------+-----------+------------------+---------------+
 *   | sequence id | epoch (8) | round (4) | flags (1) | basePosition (4) | committed (4) |
 *   +-------------+-----------+------+----+-----------+-----+------------+---------------+
 *   | in flight only: parent's round (4), node (4)          | tokens (ints)              |
 *   +--------------------------------+----------------------+----------------------------+
 *   | tree only: size - 1 parents (4)| sampling (28)        | compactions (list)         |
 *   +--------------------------------+----------------------+----------------------------+
 *   | opinions only: relaxation (32), for each verified node tokens (ints), probabilities  |
 *   +--------------------------------------------------------------------------------------+
 *   flags: bit 0 verify, bit 1 the parent is in flight, bit 2 the shape is a tree, no chain,
 *          bit 3 there are opinions
 * </pre>
 */
enum BlockBody implements Codec<Block> {
  CODEC;

  private static final int VERIFY = 1;
  private static final int IN_FLIGHT = 2;
  private static final int TREE = 4;
  private static final int OPINIONS = 8;
  private static final int ALL_FLAGS = VERIFY | IN_FLIGHT | TREE | OPINIONS;

  @Override
  public void write(Block block, DataOutput out) throws IOException {
    boolean isTree = !block.tree().startsWithChain(block.size());
    SequenceIdBody.CODEC.write(block.sequence(), out);
    out.writeLong(block.epoch());
    out.writeInt(block.round());
    out.writeByte(
        (block.verify() ? VERIFY : 0)
            | (block.parent() instanceof Parent.Node ? IN_FLIGHT : 0)
            | (isTree ? TREE : 0)
            | (block.opinions().isPresent() ? OPINIONS : 0));
    out.writeInt(block.basePosition());
    out.writeInt(block.committed());
    if (block.parent() instanceof Parent.Node node) {
      out.writeInt(node.round());
      out.writeInt(node.node());
    }
    IntsBody.CODEC.write(block.tokens(), out);
    if (isTree) {
      for (int node = 1; node < block.size(); node++) {
        out.writeInt(block.tree().parent(node));
      }
    }
    SamplingBody.CODEC.write(block.sampling(), out);
    Wire.writeList(block.compactions(), CompactionBody.CODEC, out);
    if (block.opinions().isPresent()) {
      OpinionsBody.CODEC.write(block.opinions().get(), out);
    }
  }

  @Override
  public Block read(DataInput in) throws IOException {
    var sequence = SequenceIdBody.CODEC.read(in);
    long epoch = in.readLong();
    int round = in.readInt();
    int flags = in.readUnsignedByte();
    if ((flags & ~ALL_FLAGS) != 0) {
      throw new IOException(
          "the flags %d of a block are not within %d".formatted(flags, ALL_FLAGS));
    }
    int basePosition = in.readInt();
    int committed = in.readInt();
    Parent parent =
        (flags & IN_FLIGHT) == 0 ? Parent.committed() : new Parent.Node(in.readInt(), in.readInt());
    Ints tokens = IntsBody.CODEC.read(in);
    return new Block(
        sequence,
        epoch,
        round,
        parent,
        basePosition,
        committed,
        (flags & VERIFY) != 0,
        tokens,
        (flags & TREE) == 0 ? Tree.chain(tokens.size()) : readTree(tokens.size(), in),
        SamplingBody.CODEC.read(in),
        Wire.readList(CompactionBody.CODEC, in),
        (flags & OPINIONS) == 0 ? Optional.empty() : Optional.of(OpinionsBody.CODEC.read(in)));
  }

  private static Tree readTree(int size, DataInput in) throws IOException {
    int[] parents = new int[size];
    for (int node = 0; node < size; node++) {
      parents[node] = node == 0 ? -1 : in.readInt();
    }
    Tree tree = new Tree(Ints.of(parents));
    if (tree.startsWithChain(size)) {
      throw new IOException("a chain of " + size + " nodes is written as a tree");
    }
    return tree;
  }
}
