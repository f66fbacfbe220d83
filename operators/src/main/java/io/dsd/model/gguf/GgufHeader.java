package io.dsd.model.gguf;

import io.dsd.model.ModelException;
import io.dsd.model.checkpoint.TensorType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands before the weights of a GGUF file (versions 2 and 3, little-endian):
 *
 * <pre>
 * magic "GGUF" | version u32 | tensors u64 | metadata entries u64
 * metadata: key | type u32 | value         tensor: name | dimensions | type u32 | offset u64
 * padding to the alignment, then the data that tensor offsets count from
 * </pre>
 *
 * @param metadata its metadata
 * @param tensors its tensors, in the file's order
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">the format</a>
 */
public record GgufHeader(GgufMetadata metadata, List<Entry> tensors) {

  /** The first four bytes of a GGUF file, as a little-endian number. */
  public static final int MAGIC = 0x46554747;

  private static final int MOST_DIMENSIONS = 4;

  /**
   * A tensor as the file names it.
   *
   * @param name its llama.cpp name
   * @param type how its numbers are laid out
   * @param shape its shape, outermost dimension first
   * @param offset where in the file its first byte is
   */
  public record Entry(String name, TensorType type, List<Integer> shape, long offset) {}

  private record Stub(String name, List<Integer> shape, int type, long offset) {}

  /** Copies the tensors. */
  public GgufHeader {
    tensors = List.copyOf(tensors);
  }

  /**
   * Reads the header of {@code file}.
   *
   * @throws ModelException if it is not GGUF, damaged, or has tensors of an unsupported type
   */
  public static GgufHeader read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(file, new GgufInput(file, channel));
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static GgufHeader read(Path file, GgufInput input) throws IOException {
    if (input.int32() != MAGIC) {
      throw input.damaged("it does not begin with the letters GGUF");
    }
    int version = input.int32();
    if (version != 2 && version != 3) {
      throw new ModelException(
          "%s is of GGUF version %s; versions 2 and 3, little-endian, are supported."
              .formatted(file, Integer.toUnsignedString(version)));
    }
    int tensorCount = input.count("tensors", 8 + 4 + 4 + 8);
    int entryCount = input.count("metadata entries", 8 + 4 + 1);
    GgufMetadata metadata = metadata(file, input, entryCount);
    List<Stub> stubs = new ArrayList<>();
    for (int i = 0; i < tensorCount; i++) {
      stubs.add(stub(input));
    }
    int alignment = metadata.integer("general.alignment").orElse(32);
    if (alignment < 1 || Integer.bitCount(alignment) != 1) {
      throw input.damaged("its general.alignment is %d, not a power of two".formatted(alignment));
    }
    long data = (input.position() + alignment - 1) / alignment * alignment;
    List<Entry> tensors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Stub stub : stubs) {
      if (!names.add(stub.name)) {
        throw input.damaged("it has two tensors named " + stub.name);
      }
      tensors.add(entry(file, input, stub, data));
    }
    return new GgufHeader(metadata, tensors);
  }

  private static GgufMetadata metadata(Path file, GgufInput input, int count) throws IOException {
    Map<String, GgufValue> values = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String key = input.string();
      if (values.put(key, input.value(input.int32())) != null) {
        throw input.damaged("it has two metadata entries named " + key);
      }
    }
    return new GgufMetadata(file, values);
  }

  private static Stub stub(GgufInput input) throws IOException {
    String name = input.string();
    int dimensions = input.int32();
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw input.damaged("tensor %s has %d dimensions".formatted(name, dimensions));
    }
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      long size = input.int64();
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw input.damaged("tensor %s has a dimension of %d".formatted(name, size));
      }
      shape.add((int) size);
    }
    Collections.reverse(shape);
    return new Stub(name, shape, input.int32(), input.int64());
  }

  private static Entry entry(Path file, GgufInput input, Stub stub, long data) {
    TensorType type =
        GgufTypes.find(stub.type)
            .orElseThrow(
                () ->
                    new ModelException(
                        "Tensor %s in %s is of type %s; supported are %s. Take a file quantised to one of them."
                            .formatted(
                                stub.name,
                                file,
                                GgufTypes.name(stub.type),
                                List.of(TensorType.values()))));
    if (stub.offset < 0 || stub.offset > input.size() - data) {
      throw input.damaged("tensor %s begins beyond its end".formatted(stub.name));
    }
    return new Entry(stub.name, type, stub.shape, data + stub.offset);
  }
}
