package io.dsd.model.checkpoint;

import io.dsd.model.ModelException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A tensor of consecutive bytes in a file, read in pieces and decoded as it is read. */
public record FileTensor(
    String name, TensorType type, List<Integer> shape, RowOrder rows, Path file, long offset)
    implements StoredTensor {

  private static final int PIECE_BYTES = 1 << 16;

  /**
   * Checks that the shape fills whole blocks.
   *
   * @throws ModelException if it does not, or has a negative dimension or too many elements
   */
  public FileTensor {
    shape = List.copyOf(shape);
    long elements = elements(name, shape, file);
    if (elements % type.blockElements() != 0
        || (!shape.isEmpty() && shape.get(shape.size() - 1) % type.blockElements() != 0)) {
      throw new ModelException(
          "Tensor %s in %s is of type %s, whose rows are multiples of %d long, but its shape is %s; the file is damaged."
              .formatted(name, file, type, type.blockElements(), shape));
    }
  }

  @Override
  public long bytes() {
    return elements(name, shape, file) / type.blockElements() * type.blockBytes();
  }

  @Override
  public boolean plain() {
    return rows instanceof RowOrder.AsUsed;
  }

  @Override
  public float[] toFloats() {
    float[] stored = new float[(int) elements(name, shape, file)];
    read(
        PIECE_BYTES / type.blockBytes(),
        (piece, block, count) ->
            Numbers.decode(type, piece, count, stored, block * type.blockElements()));
    return rows.used(stored, shape);
  }

  @Override
  public Optional<FourBits> fourBits() {
    if (!FourBits.areStoredAs(type) || !FourBits.fit(shape)) {
      return Optional.empty();
    }
    byte[] all = new byte[(int) bytes()];
    int size = type.blockBytes();
    read(
        PIECE_BYTES / size,
        (piece, block, count) -> System.arraycopy(piece, 0, all, block * size, count * size));
    return Optional.of(FourBits.stored(type, all, shape, rows));
  }

  /** Takes blocks as they are read. */
  private interface Blocks {

    /**
     * There are {@code count} of them in a piece; the first is the tensor's block {@code block}.
     */
    void take(byte[] piece, int block, int count);
  }

  private void read(int pieceBlocks, Blocks target) {
    byte[] piece = new byte[pieceBlocks * type.blockBytes()];
    int blocks = (int) (bytes() / type.blockBytes());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int block = 0; block < blocks; block += pieceBlocks) {
        int count = Math.min(pieceBlocks, blocks - block);
        fill(
            ByteBuffer.wrap(piece, 0, count * type.blockBytes()),
            channel,
            offset + (long) block * type.blockBytes());
        target.take(piece, block, count);
      }
    } catch (EOFException e) {
      throw new ModelException(
          "%s ends within tensor %s (%d bytes from %d); the file is incomplete, fetch it again."
              .formatted(file, name, bytes(), offset),
          e);
    } catch (IOException e) {
      throw new ModelException(
          "Tensor %s cannot be read from %s: %s.".formatted(name, file, e.getMessage()), e);
    }
  }

  private static void fill(ByteBuffer buffer, FileChannel channel, long from) throws IOException {
    long at = from;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException();
      }
      at += read;
    }
  }

  private static long elements(String name, List<Integer> shape, Path file) {
    long elements = 1;
    for (int size : shape) {
      if (size < 0 || (size > 0 && elements > Integer.MAX_VALUE / size)) {
        throw new ModelException(
            "Tensor %s in %s has the shape %s; a tensor may have at most %d elements."
                .formatted(name, file, shape, Integer.MAX_VALUE));
      }
      elements *= size;
    }
    return elements;
  }
}
