package io.dsd.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.dsd.model.ModelException;
import io.dsd.model.checkpoint.FourBits;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A growing list of tensors in libtorch, for a script to read by their places. Bytes of files that
 * libtorch can use as they are stay in the files' pages.
 */
final class WeightList implements AutoCloseable {

  private final Script script;
  private final IValue weights;
  private final Map<MappedFile, IValue> mappedFiles = new HashMap<>();

  /**
   * An empty list for {@code script}, whose methods {@code tensors}, {@code fuse} and so on it
   * calls.
   */
  WeightList(Script script) {
    this.script = script;
    this.weights = script.call("tensors");
  }

  /** The list, which the caller closes; this object is not used any more. */
  IValue take() {
    closeFiles();
    return weights;
  }

  /** Gives the list up. */
  @Override
  public void close() {
    closeFiles();
    weights.close();
  }

  private void closeFiles() {
    mappedFiles.values().forEach(IValue::close);
    mappedFiles.clear();
  }

  /** Adds numbers. */
  void add(float[] values, long... shape) {
    add("fuse", made(values, shape));
  }

  /** Adds the tensor at {@code index} once more. */
  void again(int index) {
    try (IValue place = IValue.from(index)) {
      script.run("again", weights, place);
    }
  }

  /** Adds stored tensors as one, the rows of one below those of the other. */
  void fuse(StoredTensor... tensors) {
    add("fuse", Arrays.stream(tensors).map(this::part).toArray(IValue[]::new));
  }

  /**
   * Adds stored matrices that the script multiplies with as one, the rows of one below those of the
   * other, laid out for that.
   */
  void lay(StoredTensor... tensors) {
    add("lay", Arrays.stream(tensors).map(this::part).toArray(IValue[]::new));
  }

  /** The same with matrices that were rounded to four bits, unpacked. */
  void layRounded(List<FourBits> parts) {
    add(
        "lay",
        parts.stream()
            .map(part -> made(part.toFloats(), part.rows(), part.columns()))
            .toArray(IValue[]::new));
  }

  /**
   * A matrix as libtorch's packed products take it.
   *
   * @param values the numbers, packed
   * @param scales a scale and a zero of each group
   */
  record Packed(IValue values, IValue scales) {}

  /** Makes one packed matrix of parts, the rows of one below those of the other. */
  Packed pack(List<FourBits> parts) {
    return new Packed(
        joined("pack", parts, part -> bytes(part.values(), part.rows(), part.columns())),
        joined(
            "scales",
            parts,
            part -> made(part.scalesAndZeros(), part.columns() / FourBits.GROUP, part.rows(), 2)));
  }

  private IValue joined(String method, List<FourBits> parts, Function<FourBits, IValue> tensor) {
    IValue[] tensors = parts.stream().map(tensor).toArray(IValue[]::new);
    try (IValue list = IValue.listFrom(tensors)) {
      return script.call(method, list);
    } finally {
      for (IValue each : tensors) {
        each.close();
      }
    }
  }

  /** Adds a packed matrix and its scales, and closes both. */
  void add(Packed matrix) {
    try (IValue values = matrix.values();
        IValue scales = matrix.scales()) {
      script.run("append", weights, values);
      script.run("append", weights, scales);
    }
  }

  private IValue bytes(byte[] values, long... shape) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(values.length).put(values).flip();
    try (NDArray array = script.manager().create(buffer, new Shape(shape), DataType.UINT8);
        IValue borrowed = IValue.from((PtNDArray) array)) {
      return script.call("own", borrowed);
    }
  }

  private void add(String method, IValue... parts) {
    try (IValue list = IValue.listFrom(parts)) {
      script.run(method, weights, list);
    } finally {
      for (IValue part : parts) {
        part.close();
      }
    }
  }

  private IValue part(StoredTensor tensor) {
    boolean aligned = tensor.offset() % tensor.type().blockBytes() == 0;
    return tensor.plain() && !TensorCode.isPacked(tensor.type()) && aligned
        ? mapped(tensor)
        : made(tensor.toFloats(), shape(tensor));
  }

  /** A tensor made outside lies in a Java buffer that is collected with it, hence the copy. */
  private IValue made(float[] values, long... shape) {
    try (NDArray array = script.manager().create(values, new Shape(shape));
        IValue borrowed = IValue.from((PtNDArray) array)) {
      return script.call("own", borrowed);
    }
  }

  /** The file's own pages, shared by every process that maps it; copied only to change type. */
  private IValue mapped(StoredTensor tensor) {
    IValue file = mappedFiles.computeIfAbsent(MappedFile.of(tensor), this::map);
    int size = tensor.type().blockBytes();
    try (IValue first = IValue.from(tensor.offset() / size);
        IValue count = IValue.from(tensor.bytes() / size);
        IValue shape = IValue.listFrom(shape(tensor))) {
      return script.call("part", script.anchor(), file, first, count, shape);
    }
  }

  private IValue map(MappedFile file) {
    try (IValue name = IValue.from(file.path().toString());
        IValue count = IValue.from(Files.size(file.path()) / file.type().blockBytes());
        IValue type = IValue.from(TensorCode.ofPlain(file.type()))) {
      return script.call("map", name, count, type);
    } catch (IOException e) {
      throw new ModelException(file.path() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static long[] shape(StoredTensor tensor) {
    return tensor.shape().stream().mapToLong(Integer::longValue).toArray();
  }

  /** A file seen as numbers of one type from its first byte on. */
  private record MappedFile(Path path, TensorType type) {

    static MappedFile of(StoredTensor tensor) {
      return new MappedFile(tensor.file(), tensor.type());
    }
  }
}
